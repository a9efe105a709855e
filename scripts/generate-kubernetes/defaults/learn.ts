import { isDeepStrictEqual } from "node:util";
import type { Default, DefaultsTable } from "../../../src/kubernetes/default-filler.ts";
import { CASES } from "./cases.ts";
import { type Answer, isCopy, type Observation, observe } from "./observe.ts";
import { shorten } from "./shorten.ts";

/** A default of the table and a field in which it was seen. */
export interface Seen {
  readonly key: string;
  readonly field: string;
  readonly order: number;
  readonly example: Observation;
}

/**
 * Finds the table of defaults that explains every answer.
 *
 * @throws Error when the answers contradict each other.
 */
export function learn(answers: readonly Answer[]): { table: DefaultsTable; seen: Seen[] } {
  const byField = Map.groupBy(answers.flatMap(observe), ({ type, field }) => `${type}.${field}`);
  const table: Record<string, Record<string, Default[]>> = {};
  const found: Seen[] = [];
  for (const [name, all] of byField) {
    if (all.every(({ value }) => value === undefined)) continue;
    for (const [scope, observations] of scopes(name, all)) {
      const { type, field } = observations[0]!;
      const key = scope === "" ? type : `${scope}>${type}`;
      const cases = [...Map.groupBy(observations, ({ order }) => order)].sort(([a], [b]) => a - b);
      table[key] = { ...table[key], [field]: cases.map(([, same]) => defaultOf(name, same)) };
      found.push(...cases.map(([, same], order) => ({ key, field, order, example: same[0]! })));
    }
  }
  const unused = unusedCases(found);
  if (unused.length > 0) throw new Error(`no sample shows these cases: ${unused.join(", ")}`);
  return { table: shorten(sortTable(table)), seen: found };
}

/** The declared cases that no answer shows: nothing would tell whether they are true. */
function unusedCases(found: readonly Seen[]): string[] {
  const shown = new Set(
    found.map(({ example: { type, field, order } }) => `${type}.${field}#${order}`),
  );
  return Object.entries(CASES).flatMap(([name, cases]) =>
    cases.map((_, order) => `${name}#${order}`).filter((key) => !shown.has(key)),
  );
}

/**
 * The widest scopes in which a field is always or never set: everywhere, in some kinds, below some
 * fields.
 */
function scopes(name: string, all: readonly Observation[]): [string, Observation[]][] {
  const everywhere = () => "";
  for (const scope of [
    everywhere,
    ({ root }: Observation) => root,
    ({ owner }: Observation) => owner,
  ]) {
    const groups = [...Map.groupBy(all, scope)];
    if (groups.every(([, observations]) => isConsistent(observations))) {
      return groups.filter(([, observations]) =>
        observations.some(({ value }) => value !== undefined),
      );
    }
  }
  throw new Error(`no scope explains when ${name} is set: it needs a case`);
}

function isConsistent(observations: readonly Observation[]): boolean {
  return [...Map.groupBy(observations, ({ order }) => order).values()].every((same) => {
    const [first] = same;
    return same.every(({ value }) =>
      isCopy(first!.case)
        ? (value === undefined) === (first!.value === undefined)
        : isDeepStrictEqual(value, first!.value),
    );
  });
}

function defaultOf(name: string, same: readonly Observation[]): Default {
  const { case: own, value } = same[0]!;
  if (isCopy(own)) return own;
  if (value === undefined) throw new Error(`a case of ${name} sets nothing: give it a condition`);
  return { value, ...own };
}

/** Unconditional defaults first, since conditions look at them; otherwise by name. */
function sortTable(table: DefaultsTable): DefaultsTable {
  const rank = (cases: readonly Default[]) =>
    Number(cases.some(({ when, from, keysFrom }) => when || from || keysFrom));
  const byName = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1);
  const sorted = Object.entries(table).sort(byName);
  return Object.fromEntries(
    sorted.map(([key, fields]) => {
      const named = Object.entries(fields).sort(byName);
      return [key, Object.fromEntries(named.sort(([, a], [, b]) => rank(a) - rank(b)))];
    }),
  );
}
