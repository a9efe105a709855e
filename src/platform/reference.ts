import { fail } from "../problem.ts";
import type { AnyComponent } from "./component.ts";
import type { Host } from "./host.ts";
import { type CallSite, callSite } from "./where.ts";

/** A text that is known once an environment is chosen: a host, an address, a setting. */
export interface PlainRef {
  readonly "~ref": "plain";
}

/** A text that holds a secret. It may stand in `env` and in options that ask for a secret, nowhere else. */
export interface SecretRef {
  readonly "~ref": "this value is secret: put it in `env`, or mount the secret; a config is readable by everyone";
}

/** A text that each pod has for itself, such as its address. It may stand in `env`, nowhere else. */
export interface PodRef {
  readonly "~ref": "this value is each pod's own: put it in `env`; a config is the same for all pods";
}

/** What may stand where a plain text is asked for. */
export type PlainValue = string | number | PlainRef;

/** What may stand in the `env` of a program. */
export type EnvValue = PlainValue | PodRef | SecretRef;

/** A key of a secret, which only the cluster can read. */
export interface SecretPart {
  readonly secret: AnyComponent;
  readonly key: string;
}

/** What each pod knows of itself: its address, its name, its number among stable members. */
export interface PodPart {
  readonly pod: "ip" | "name" | "index";
}

/** Pieces of a text: literal, a key of a secret, or what each pod knows of itself. */
export type TextPart = string | SecretPart | PodPart;

/** Who may know a value: everyone, each pod its own, or only who is given the secret. */
type Audience = "everyone" | "pod" | "secret";

/** Somebody who uses a reference talks to this component on this port. */
export interface Touch {
  readonly component: AnyComponent;
  readonly port?: string | undefined;
  /** The component is a config, and this value of it may name whom the user talks to. */
  readonly key?: string | undefined;
}

/** What a reference may ask about the environment that it is resolved in. */
export interface TextContext {
  readonly platform: string;
  readonly environment: string;
  readonly namespace: string;
  readonly domain: (site: CallSite) => string;
  /** The options of a component with the environment's changes applied. Fails where the environment leaves it out. */
  readonly options: <O>(component: AnyComponent, site: CallSite) => O;
  /** Whether a host is answered without TLS in this environment. */
  readonly isPlain: (host: Host) => boolean;
  /** The name of the component's first Service. */
  readonly service: (component: AnyComponent) => string;
}

interface Meaning {
  /** How the user wrote it, for messages: `db.url`. */
  readonly label: string;
  readonly audience: Audience;
  readonly parts: (context: TextContext, site: CallSite) => readonly TextPart[];
  readonly touches: readonly Touch[];
  /** Components that must be there for it to have a value, beside those it talks to. */
  readonly uses?: readonly AnyComponent[];
}

/** The one class behind every reference. Used as text by mistake it throws, at the user's line. */
export class Reference {
  readonly #meaning: Meaning;

  constructor(meaning: Meaning) {
    this.#meaning = meaning;
  }

  static meaning(reference: Reference): Meaning {
    return reference.#meaning;
  }

  toString(): string {
    return this.#misuse(this.toString);
  }

  toJSON(): string {
    return this.#misuse(this.toJSON);
  }

  [Symbol.toPrimitive](): string {
    return this.#misuse(this[Symbol.toPrimitive]);
  }

  #misuse(method: () => string): never {
    const { label } = this.#meaning;
    fail({
      message: `${label} was used as a text, but it has no value before an environment is chosen`,
      where: callSite(method).where(),
      instead: `text\`…\${${label}}…\``,
    });
  }
}

/** Makes a reference to a text that holds no secret. */
export function plainRef(meaning: Omit<Meaning, "audience">): PlainRef {
  return new Reference({ ...meaning, audience: "everyone" }) as unknown as PlainRef;
}

/** Makes a reference to a text that holds a secret. */
export function secretRef(meaning: Omit<Meaning, "audience">): SecretRef {
  return new Reference({ ...meaning, audience: "secret" }) as unknown as SecretRef;
}

/** Makes a reference to a text that each pod has for itself. */
export function podRef(meaning: Omit<Meaning, "audience">): PodRef {
  return new Reference({ ...meaning, audience: "pod" }) as unknown as PodRef;
}

/** What a value means when it is a reference; `undefined` for anything else. */
export function meaningOf(value: unknown): Meaning | undefined {
  return value instanceof Reference ? Reference.meaning(value) : undefined;
}
