import { parseArgs } from "node:util";
import { closest } from "../closest.ts";
import { fail } from "../problem.ts";

/** What a command takes after `--name`; `value` is absent for a switch. */
export interface Option {
  readonly short?: string;
  /** How help calls the value. */
  readonly value?: string;
  readonly multiple?: true;
}

type Values<S> = {
  readonly [K in keyof S]: S[K] extends { readonly value: string }
    ? S[K] extends { readonly multiple: true }
      ? readonly string[]
      : string | undefined
    : boolean;
};

/**
 * Reads a command's arguments.
 *
 * @param words Takes the words that are no options, for a command that knows some.
 * @throws ProblemError for an option that is unknown, without its value, with one too many, or given twice.
 */
export function parseArguments<const S extends Readonly<Record<string, Option>>>(
  args: readonly string[],
  options: S,
  words?: string[],
): Values<S> {
  const given = collect(args, options, words);
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => [name, valuesOf(option, given.get(name))]),
  ) as Values<S>;
}

function valuesOf(option: Option, given: readonly string[] | undefined) {
  if (option.value === undefined) return given !== undefined;
  return option.multiple ? (given ?? []) : given?.[0];
}

function collect(
  args: readonly string[],
  options: Readonly<Record<string, Option>>,
  words: string[] | undefined,
): Map<string, string[]> {
  const { tokens } = parseArgs({
    args: [...args],
    strict: false,
    tokens: true,
    options: Object.fromEntries(
      Object.entries(options).map(([name, { short, value }]) => [
        name,
        { type: value === undefined ? "boolean" : "string", ...(short && { short }) },
      ]),
    ),
  });
  const given = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind === "positional") {
      if (words) {
        words.push(token.value);
        continue;
      }
      const instead = "options only, such as -f platform.ts -e production";
      fail({ message: `"${token.value}" is one word too many`, instead });
    }
    if (token.kind !== "option") continue;
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (!option) unknown(token.rawName, options);
    const values = given.get(token.name) ?? [];
    if (values.length > 0 && option.value !== undefined && !option.multiple)
      fail({ message: `${token.rawName} is given twice`, instead: "one of the two" });
    given.set(token.name, [...values, argumentOf(token, option)]);
  }
  return given;
}

type OptionToken = {
  rawName: string;
  value?: string | undefined;
  inlineValue?: boolean | undefined;
};

function argumentOf({ rawName, value, inlineValue }: OptionToken, option: Option): string {
  if (option.value === undefined) {
    if (value !== undefined) fail({ message: `${rawName} takes no value`, instead: rawName });
    return "";
  }
  const isNextOption = !inlineValue && value?.startsWith("-") && value !== "-";
  if (value === undefined || value === "" || isNextOption)
    fail({ message: `${rawName} needs a value`, instead: `${rawName} ${option.value}` });
  return value;
}

function unknown(rawName: string, options: Readonly<Record<string, Option>>): never {
  const names = Object.keys(options).map((name) => `--${name}`);
  const near = rawName.startsWith("--") ? closest(rawName, names) : undefined;
  fail({
    message: `there is no option ${rawName}`,
    instead: near ? `did you mean "${near}"?` : "--help shows all options",
  });
}
