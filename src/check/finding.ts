import type { Where } from "../problem.ts";
import type { Found } from "./rule.ts";

/** error: will be refused or will break; warning: likely to hurt; info: good to know. */
export type Severity = "error" | "warning" | "info";

/** What a finding is about; `null` in its place is a file or a document that holds no object. */
export interface ObjectIdentity {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
}

/** One thing that a rule found. */
export interface Finding extends Where {
  /** The id of the rule. */
  readonly rule: string;
  readonly severity: Severity;
  /** What is wrong there, in one clause. */
  readonly message: string;
  readonly why: string;
  /** What to write instead. */
  readonly fix: string;
  readonly object: ObjectIdentity | null;
  /** The field, as the server writes it; empty for a whole object or file. */
  readonly path: string;
  /** The line there may hold a secret: its place is told, its text is not shown. */
  readonly isSecret: boolean;
  /** Values of the object that may be secrets: a line in which one stands is not shown. */
  readonly hidden: readonly string[];
  /** The part of a platform that the object belongs to, such as a component. */
  readonly part: string | undefined;
  /** As the rule told it; none for what is told of the run itself. */
  readonly found?: Found | undefined;
  /** Why it is not told; none for what is. */
  readonly suppressed?: Suppressed | undefined;
}

/** Why a finding is not told. */
export interface Suppressed {
  /** In the terms of SARIF: beside what was found, or in a file for it. */
  readonly kind: "inSource" | "external";
  /** Whether it is in the baseline; else somebody wrote a reason. */
  readonly isKnown: boolean;
  readonly reason: string;
}

/** How many objects were read, and what was found in them and is told. */
export interface Summary {
  readonly objects: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  /** What is not told since somebody wrote a reason. */
  readonly suppressed: number;
  /** What is not told since it is in the baseline. */
  readonly known: number;
}
