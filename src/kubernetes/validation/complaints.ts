import { quote } from "../text.ts";
import type { FieldPath } from "./field-path.ts";

/** What sort of wrong, in the server's words (`field.ErrorType`) and, for the first two, its decoder's. */
export type Reason =
  | "unknown field"
  | "wrong type"
  | "required"
  | "invalid"
  | "duplicate"
  | "unsupported"
  | "forbidden"
  | "too long"
  | "too many";

/** One thing for which the server refuses an object. */
export interface Complaint {
  readonly reason: Reason;
  readonly path: FieldPath;
  /** What is wrong, in one clause, without the path: `"8O80" is not a port`. */
  readonly message: string;
  /** What to write in its place, where that is known and the message does not say it. */
  readonly instead?: string | undefined;
  /** For an unknown field: those that there are. */
  readonly choices?: (() => Iterable<string>) | undefined;
}

/** Something the server accepts and warns of. */
export interface Warning {
  /** The whole object where the server names no field. */
  readonly path: FieldPath;
  readonly message: string;
  readonly instead?: string | undefined;
}

/** Collects what is wrong with one object. Validators get it as `to`: they complain to it. */
export class Complaints {
  /** The minor of Kubernetes 1 whose server is asked. */
  readonly minor: number;
  readonly errors: Complaint[] = [];
  readonly warnings: Warning[] = [];
  /** Values of a wrong type that say nothing of what was meant. */
  lost = 0;

  constructor(minor: number) {
    this.minor = minor;
  }

  add(reason: Reason, path: FieldPath, message: string, instead?: string): void {
    this.errors.push({ reason, path, message, instead });
  }

  /** A field that is none of those that there are. */
  unknownField(
    path: FieldPath,
    message: string,
    instead: string | undefined,
    choices: () => Iterable<string>,
  ): void {
    this.errors.push({ reason: "unknown field", path, message, instead, choices });
  }

  /** A field that must be there is not, or is empty. */
  required(path: FieldPath, message = "must be given", instead?: string): void {
    this.add("required", path, message, instead);
  }

  invalid(path: FieldPath, message: string, instead?: string): void {
    this.add("invalid", path, message, instead);
  }

  /** Invalid where there is a problem: for the checks that answer what is wrong, or undefined. */
  problem(path: FieldPath, problem: string | undefined): void {
    if (problem !== undefined) this.add("invalid", path, problem);
  }

  /** A value that is none of those that there are. */
  unsupported(path: FieldPath, value: unknown, choices: Iterable<string>): void {
    const list = [...choices].join(", ");
    this.add("unsupported", path, `${quote(String(value))} is none of ${list}`);
  }

  /** Fine by itself, but not here. */
  forbidden(path: FieldPath, message: string, instead?: string): void {
    this.add("forbidden", path, message, instead);
  }

  duplicate(path: FieldPath, value: unknown): void {
    this.add("duplicate", path, `${quote(String(value))} is there twice`);
  }

  /** @param max in the unit of the rule, which the message names: characters, bytes */
  tooLong(path: FieldPath, max: number, unit = "characters"): void {
    this.add("too long", path, `may have at most ${max} ${unit}`);
  }

  tooMany(path: FieldPath, count: number, max: number): void {
    this.add("too many", path, `has ${count} items; at most ${max} are allowed`);
  }

  warn(path: FieldPath, message: string, instead?: string): void {
    this.warnings.push({ path, message, instead });
  }
}
