import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { failures } from "./assertion.ts";
import {
  commandProblem,
  printedProblem,
  type Reference,
  referenceOf,
  testProblem,
} from "./evidence.ts";
import { type Assertion, type Compare, placeOf } from "./fact.ts";
import { readFacts } from "./read.ts";
import { worldsOf } from "./worlds.ts";

const read = readFacts();

/** The opposite of an assertion, or the same with another value. */
function planted(assertion: Assertion): Assertion {
  if (!("object" in assertion)) return { ...assertion, open: !assertion.open };
  return { ...assertion, compare: otherwise(assertion.compare) };
}

function otherwise(compare: Compare): Compare {
  const [[operator, value] = []] = Object.entries(compare);
  if (operator === "exists") return { absent: true };
  if (operator === "absent") return { exists: true };
  if (operator === "lacks") return { includes: value };
  if (operator === "count") return { count: Number(value) + 1 };
  if (operator === "matches") return { matches: `^(?![\\s\\S]*(?:${value}))` };
  return { [operator as string]: other(value) } as unknown as Compare;
}

function other(value: unknown): unknown {
  if (typeof value === "number") return value + 1;
  if (typeof value === "boolean") return !value;
  // Amounts stay amounts.
  if (typeof value === "string") return /^\d/.test(value) ? `1${value}` : `${value}-planted`;
  if (Array.isArray(value)) return value.length === 0 ? ["planted"] : value.map(other);
  const fields = Object.entries(value as object);
  if (fields.length === 0) return { planted: true };
  return Object.fromEntries(fields.map(([key, each]) => [key, other(each)]));
}

describe("a wrong row fails", () => {
  for (const system of Object.keys(read.systems)) {
    it(`whatever ${system}'s rows assert of an object or a connection`, async () => {
      const worlds = await worldsOf(read, system);
      const facts = read.facts.filter((fact) => fact.system === system);
      const passing = facts.flatMap((fact) =>
        fact.holds
          .filter((each) => failures(planted(each), worlds).length === 0)
          .map((each) => `${placeOf(fact)} ${fact.says}: ${JSON.stringify(planted(each))}`),
      );
      assert.ok(facts.some(({ holds }) => holds.length > 0));
      assert.deepEqual(passing, []);
    });
  }

  it("whatever the rows say of commands, texts and tests", () => {
    const systems = Object.keys(read.systems);
    const references = new Map(systems.map((system) => [system, referenceOf(system)]));
    for (const { system, commands, printed, tests } of read.facts) {
      const reference = references.get(system) as Reference;
      for (const each of commands) assert.ok(commandProblem(`${each} planted`, reference));
      for (const each of printed) assert.ok(printedProblem(`${each} planted`, reference));
      for (const each of tests) assert.ok(testProblem(`${each} planted`));
    }
  });
});
