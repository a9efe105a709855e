import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, describe, it } from "node:test";
import { failures, type World } from "./assertion.ts";
import { commandProblem, printedProblem, referenceOf, testProblem } from "./evidence.ts";
import { placeOf } from "./fact.ts";
import { readFacts } from "./read.ts";
import { factsPage } from "./table.ts";
import { worldsOf } from "./worlds.ts";

const read = readFacts();

for (const [document, { system, title }] of Object.entries(read.documents)) {
  describe(`document ${document}, ${system}: ${title}`, () => {
    const reference = referenceOf(system);
    let worlds: readonly World[];
    before(async () => {
      worlds = await worldsOf(read, system);
    });

    for (const fact of read.facts.filter((each) => each.document === document)) {
      if (fact.background !== undefined) continue;
      it(`${placeOf(fact)} ${fact.says}`, () => {
        const problems = [
          ...fact.holds.flatMap((each) => failures(each, worlds)),
          ...fact.commands.map((each) => commandProblem(each, reference)),
          ...fact.printed.map((each) => printedProblem(each, reference)),
          ...fact.tests.map(testProblem),
        ].filter((problem) => problem !== undefined);
        if (problems.length > 0) assert.fail(problems.join("\n"));
      });
    }
  });
}

it("docs/facts.md is what the facts make it: npm run facts", () => {
  const page = readFileSync(new URL("../../docs/facts.md", import.meta.url), "utf8");
  assert.ok(page === factsPage(read), "docs/facts.md is out of date: npm run facts");
});
