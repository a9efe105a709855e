import { didYouMean } from "../closest.ts";
import { isComponent } from "./component.ts";

/** Where in the options a value stands. */
export type Path = readonly (string | number)[];

/** Takes note of something wrong at a path. */
export type Report = (path: Path, message: string, instead?: string) => void;

/**
 * A check of an option at run time. The compiler checks the same, but spreads, variables and
 * plain JavaScript slip past it.
 */
export interface Check {
  /** What is wanted, to follow "must be". */
  readonly says: string;
  /** Whether the value is of this sort at all; decides which branch of a union reports. */
  readonly accepts: (value: unknown) => boolean;
  /** Reports what is wrong inside. `partial`: an environment's change, in which anything may be missing. */
  readonly test: (value: unknown, path: Path, report: Report, partial: boolean) => void;
}

export interface OptionalCheck extends Check {
  readonly optional: true;
}

/** A check for every option of an interface, and for nothing else: the compiler keeps the two in step. */
export type ShapeOf<T> = {
  readonly [K in keyof T]-?: undefined extends T[K]
    ? OptionalCheck
    : Check & { readonly optional?: never };
};

export function optional(check: Check): OptionalCheck {
  return { ...check, optional: true };
}

const nothing = () => {};

function simple(says: string, accepts: (value: unknown) => boolean): Check {
  return { says, accepts, test: nothing };
}

export const aString = simple("a text", (value) => typeof value === "string");
export const aBoolean = simple("true or false", (value) => typeof value === "boolean");
export const anything = simple("anything", () => true);

export function literal(...allowed: readonly (string | boolean)[]): Check {
  const says = `one of ${allowed.map((value) => JSON.stringify(value)).join(", ")}`;
  return simple(says, (value) => allowed.includes(value as string));
}

export const aNumber = simple("a number", (value) => Number.isFinite(value));

/** A whole number in a range. */
export function whole(min: number, max = Number.MAX_SAFE_INTEGER): Check {
  const says =
    max === Number.MAX_SAFE_INTEGER
      ? `a whole number from ${min}`
      : `a whole number from ${min} to ${max}`;
  return simple(
    says,
    (value) => Number.isInteger(value) && Number(value) >= min && Number(value) <= max,
  );
}

/** A check of a text, with its rule for use elsewhere. */
export interface SyntaxCheck extends Check {
  readonly problem: (text: string) => string | undefined;
}

/** A text with a syntax of its own; `problem` says what is wrong with it. */
export function syntax(says: string, problem: (text: string) => string | undefined): SyntaxCheck {
  return {
    says,
    problem,
    accepts: (value) => typeof value === "string",
    test: (value, path, report) => {
      const message = problem(value as string);
      if (message !== undefined) report(path, message);
    },
  };
}

export function listOf(item: Check, says = `a list, each ${item.says}`): Check {
  return {
    says,
    accepts: Array.isArray,
    test: (value, path, report) => {
      for (const [index, entry] of (value as unknown[]).entries())
        run(item, entry, [...path, index], report, false);
    },
  };
}

/** A list of one or more. */
export function someOf(item: Check): Check {
  const list = listOf(item, `a list of one or more, each ${item.says}`);
  return { ...list, accepts: (value) => Array.isArray(value) && value.length > 0 };
}

/** An object with any keys. In a change, `null` takes an entry out. */
export function mapOf(item: Check, key?: (text: string) => string | undefined): Check {
  return {
    says: `an object, each value ${item.says}`,
    accepts: isOptions,
    test: (value, path, report, partial) => {
      for (const [name, entry] of Object.entries(value as object)) {
        const at = [...path, name];
        const problem = key?.(name);
        if (problem !== undefined) report(at, problem);
        if (!(partial && entry === null)) run(item, entry, at, report, partial);
      }
    },
  };
}

/** An object with the keys of a shape. */
export function objectOf<T>(shape: ShapeOf<T>, says = "an object of options"): Check {
  const checks = shape as Readonly<Record<string, Check & { optional?: true }>>;
  return {
    says,
    accepts: isOptions,
    test: (value, path, report, partial) => {
      const given = value as Record<string, unknown>;
      for (const [key, entry] of Object.entries(given)) {
        const check = Object.hasOwn(checks, key) ? checks[key] : undefined;
        if (!check)
          report([...path, key], "is not an option", didYouMean(key, Object.keys(checks)));
        else if (entry === null && partial && check.optional) continue;
        else if (entry === undefined && (check.optional || partial)) continue;
        else run(check, entry, [...path, key], report, partial);
      }
      if (partial) return;
      for (const [key, check] of Object.entries(checks)) {
        if (!check.optional && given[key] === undefined)
          report([...path, key], `is missing: ${check.says}`);
      }
    },
  };
}

/** The first check that accepts the value. */
export function either(...checks: readonly Check[]): Check {
  return {
    says: checks.map((check) => check.says).join(", or "),
    accepts: (value) => checks.some((check) => check.accepts(value)),
    test: (value, path, report, partial) =>
      checks.find((check) => check.accepts(value))?.test(value, path, report, partial),
  };
}

export function run(
  check: Check,
  value: unknown,
  path: Path,
  report: Report,
  partial: boolean,
): void {
  if (check.accepts(value)) check.test(value, path, report, partial);
  else report(path, `must be ${check.says}; it is ${show(value)}`);
}

/** Whether there is nothing to report of a value. */
export function isRight(check: Check, value: unknown): boolean {
  let right = true;
  run(check, value, [], () => (right = false), false);
  return right;
}

/** Components are plain objects too, but they stand for themselves. */
function isOptions(value: unknown): boolean {
  return isPlainObject(value) && !isComponent(value);
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** A path as it stands before a message. */
export function label(path: Path): string {
  return path.length === 0 ? "" : `${path.join(".")} `;
}

function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (value === null || typeof value !== "object") return String(value);
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  return isComponent(value) ? `the component ${value.name}` : "an object";
}
