/** Something that is so in what is rendered. The first three forms name an object, the last a connection. */
export type Assertion = ObjectAssertion | Reach;

interface Where {
  /** Environments; all of the system without it. */
  readonly in?: readonly string[];
}

/** A field of one object, or of every object that the name fits, compared with a value. */
export interface ObjectAssertion extends Where {
  /** `Deployment/api`; `Deployment|StatefulSet/*` is each of them, and at least one has to be there. */
  readonly object: string;
  /** A path from the object's root; the object itself without `field` and `pod`. */
  readonly field?: string;
  /** A path from the pod's spec, wherever the kind keeps it. */
  readonly pod?: string;
  readonly compare: Compare;
}

/**
 * How a value is compared. A list or text `includes` what it holds, an object the fields it has;
 * `every` item of a list is the same.
 */
export type Compare =
  | { readonly is: unknown }
  | { readonly every: unknown }
  | { readonly includes: unknown }
  | { readonly lacks: unknown }
  | { readonly matches: string }
  | { readonly count: number }
  | { readonly absent: true }
  | { readonly exists: true };

/** Whether the network policies let one pod (`Deployment/api`), or somebody else, reach another. */
export interface Reach extends Where {
  readonly from: string;
  readonly to: string;
  readonly port: number;
  readonly open: boolean;
}

/** One fact of a document and what shows that it holds. */
export interface Fact {
  readonly document: string;
  readonly system: string;
  /** Lines, each with its last one: `[[3, 3], [7, 9]]`. */
  readonly lines: readonly (readonly [number, number])[];
  readonly says: string;
  readonly holds: readonly Assertion[];
  /** Words of one line of code in the system's reference. */
  readonly commands: readonly string[];
  /** Words of one line of the reference, in a table or a sentence. */
  readonly printed: readonly string[];
  /** `test/programs/backup.test.ts › its title`. */
  readonly tests: readonly string[];
  /** Why it is deliberately not so; `holds`, `commands` and `tests` show what is so instead. */
  readonly instead?: string;
  /** The feature whose command comes later. */
  readonly open?: string;
  /** Why the line says nothing about the system. */
  readonly background?: string;
}

/** What the rows say of one environment in their own texts: `{namespace}`, `{prefix}`, `{domain}`. */
export type Words = Readonly<Record<string, string>>;

export interface Document {
  readonly system: string;
  readonly title: string;
}

export interface Facts {
  /** By system and environment. */
  readonly systems: Readonly<Record<string, Readonly<Record<string, Words>>>>;
  readonly documents: Readonly<Record<string, Document>>;
  readonly facts: readonly Fact[];
}

/** `003:455-457, 461`, as a person names the place. */
export function placeOf({ document, lines }: Fact): string {
  return `${document}:${lines.map(([from, to]) => (from === to ? from : `${from}-${to}`)).join(", ")}`;
}
