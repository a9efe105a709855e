import { isFields } from "../../kubernetes/fields.ts";
import type { Step } from "../../kubernetes/validation/field-path.ts";
import { fail, type Problem, type Where } from "../../problem.ts";

/** A part of a kubeconfig: fields by name, and where they stand. What is null is not there. */
export class Part {
  readonly file: string;
  private readonly values: Readonly<Record<string, unknown>>;
  private readonly locate: (steps: readonly Step[]) => Where;
  private readonly steps: readonly Step[];

  constructor(
    file: string,
    value: unknown,
    locate: (steps: readonly Step[]) => Where,
    steps: readonly Step[] = [],
  ) {
    this.file = file;
    this.values = isFields(value) ? value : {};
    this.locate = locate;
    this.steps = steps;
  }

  where(field?: string): Where {
    return this.locate(field === undefined ? this.steps : [...this.steps, field]);
  }

  /** Says what is wrong with a field. */
  problem(field: string, problem: Problem): Problem {
    return { where: this.where(field), isSecret: true, ...problem };
  }

  fail(field: string, problem: Problem): never {
    return fail(this.problem(field, problem));
  }

  has(field: string): boolean {
    const value = this.raw(field);
    return value !== undefined && value !== "";
  }

  raw(field: string): unknown {
    return Object.hasOwn(this.values, field) ? (this.values[field] ?? undefined) : undefined;
  }

  /** Undefined where it is left out or empty. */
  text(field: string): string | undefined {
    const value = this.raw(field);
    if (value === undefined || value === "") return undefined;
    if (typeof value === "string") return value;
    return this.wrong(field, "a text", 'put it into quotes: "…"');
  }

  isOn(field: string): boolean {
    const value = this.raw(field) ?? false;
    if (typeof value === "boolean") return value;
    return this.wrong(field, "true or false");
  }

  /** From base64. */
  bytes(field: string): Buffer | undefined {
    const text = this.text(field)?.replace(/\s/g, "");
    if (text === undefined) return undefined;
    if (/^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0)
      return Buffer.from(text, "base64");
    const instead =
      "the file's content through base64, or the file's path in the field without -data";
    return this.wrong(field, "base64", instead);
  }

  texts(field: string): string[] {
    const value = this.raw(field) ?? [];
    if (Array.isArray(value) && value.every((each) => typeof each === "string")) return value;
    return this.wrong(field, "a list of texts");
  }

  part(field: string): Part | undefined {
    const value = this.raw(field);
    if (value === undefined) return undefined;
    if (!isFields(value)) return this.wrong(field, "a map");
    return new Part(this.file, value, this.locate, [...this.steps, field]);
  }

  parts(field: string): Part[] {
    const value = this.raw(field) ?? [];
    if (!Array.isArray(value)) return this.wrong(field, "a list");
    return value.map((each, index) => {
      const steps = [...this.steps, field, index];
      if (!isFields(each))
        fail({ message: `an item of ${field} is no map`, where: this.locate(steps) });
      return new Part(this.file, each, this.locate, steps);
    });
  }

  private wrong(field: string, wanted: string, instead?: string): never {
    return this.fail(field, { message: `${field} should be ${wanted}`, instead });
  }
}
