import { readFileSync } from "node:fs";
import { load } from "js-yaml";
import type { Assertion, Compare, Document, Fact, Facts, Words } from "./fact.ts";

/** Commands of Slipway that are still to come; a row may be open for nothing else. */
export const features: readonly string[] = [
  ...["rehearse", "backup", "restore", "migrate", "doctor", "cluster"],
];

/** The facts of `test/facts/facts.yaml`. */
export function readFacts(): Facts {
  return parseFacts(readFileSync(new URL("facts.yaml", import.meta.url), "utf8"));
}

type Loose = Readonly<Record<string, unknown>>;

interface Written {
  readonly systems: Readonly<Record<string, Readonly<Record<string, Words>>>>;
  readonly documents: Readonly<Record<string, Document & { readonly facts: readonly Loose[] }>>;
}

/**
 * Reads facts. Everything that could make a row pass by mistake is refused here: an unknown key,
 * environment, comparison or feature, a row that shows nothing, one that says what another says.
 *
 * @throws Error with the row in front, and every mistake of the file.
 */
export function parseFacts(yaml: string): Facts {
  const { systems, documents } = load(yaml) as Written;
  const problems: string[] = [];
  const seen = new Set<string>();
  const facts = Object.entries(documents).flatMap(([document, { system, facts: rows }]) =>
    rows.flatMap((row): Fact[] => {
      const place = `${document}:${row.line} ${row.says}`;
      try {
        if (seen.has(place)) throw new Error("is there twice");
        seen.add(place);
        return [parseFact(row, { document, system }, Object.keys(systems[system] ?? {}))];
      } catch (problem) {
        problems.push(`${place}: ${(problem as Error).message}`);
        return [];
      }
    }),
  );
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return { systems, documents, facts };
}

const keys = [
  "line",
  "says",
  "holds",
  "command",
  "printed",
  "test",
  "instead",
  "open",
  "background",
];

function parseFact(
  row: Loose,
  of: Pick<Fact, "document" | "system">,
  environments: readonly string[],
): Fact {
  onlyKeys(row, keys);
  const { says, instead, open, background } = row;
  if (typeof says !== "string" || says === "") throw new Error("says nothing");
  const lines = linesOf(String(row.line));
  const holds = listOf<Loose>(row.holds).map((each) => parseAssertion(each, environments));
  const commands = listOf<string>(row.command);
  const printed = listOf<string>(row.printed);
  const tests = listOf<string>(row.test);
  const shown = holds.length + commands.length + printed.length + tests.length > 0;
  if (background !== undefined && (shown || instead !== undefined || open !== undefined))
    throw new Error("is background and yet shown");
  if (!shown && open === undefined && background === undefined) throw new Error("shows nothing");
  if (open !== undefined && !features.includes(open as string))
    throw new Error(`is open for "${open}", which is none of ${features.join(", ")}`);
  const reasons = Object.fromEntries(
    Object.entries({ instead, open, background }).filter(([, text]) => text !== undefined),
  );
  return { ...of, lines, says, holds, commands, printed, tests, ...reasons };
}

function linesOf(text: string): Fact["lines"] {
  return text.split(/,\s*/).map((part) => {
    const [, from, to] = /^(\d+)(?:-(\d+))?$/.exec(part) ?? [];
    const range = [Number(from), Number(to ?? from)] as const;
    if (!(range[0] > 0 && range[1] >= range[0])) throw new Error(`"${part}" is no line`);
    return range;
  });
}

const compares = ["is", "every", "includes", "lacks", "matches", "count", "absent", "exists"];

function parseAssertion(row: Loose, environments: readonly string[]): Assertion {
  const where = row.in === undefined ? {} : { in: listOf<string>(row.in) };
  for (const name of where.in ?? [])
    if (!environments.includes(name)) throw new Error(`there is no environment ${name}`);
  if ("from" in row) {
    onlyKeys(row, ["in", "from", "to", "port", "open"]);
    const { from, to, port, open } = row;
    if (typeof port !== "number" || typeof open !== "boolean")
      throw new Error("a connection has a port and is open or not");
    return { ...where, from: String(from), to: String(to), port, open };
  }
  onlyKeys(row, ["in", "object", "field", "pod", ...compares]);
  const { object, field, pod } = row;
  if (typeof object !== "string" || !/^\w+(\|\w+)*\/\S+$/.test(object))
    throw new Error(`"${object}" is no object: write Kind/name`);
  if (field !== undefined && pod !== undefined) throw new Error("has both a field and a pod");
  const used = compares.filter((key) => key in row);
  if (used.length !== 1) throw new Error(`compares by ${used.join(" and ") || "nothing"}`);
  const path = {
    ...(field === undefined ? {} : { field: String(field) }),
    ...(pod === undefined ? {} : { pod: String(pod) }),
  };
  const compare = { [used[0] as string]: row[used[0] as string] } as unknown as Compare;
  return { ...where, object, ...path, compare };
}

function onlyKeys(row: Loose, known: readonly string[]): void {
  const unknown = Object.keys(row).filter((key) => !known.includes(key));
  if (unknown.length > 0) throw new Error(`has no meaning for ${unknown.join(", ")}`);
}

function listOf<T>(value: unknown): readonly T[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]) as readonly T[];
}
