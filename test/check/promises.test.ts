import assert from "node:assert/strict";
import { it } from "node:test";
import type { Finding } from "../../src/check/finding.ts";
import { kept } from "../../src/check/promises.ts";
import { rules } from "../../src/check/rules.ts";

function finding(rule: string, part: string | undefined): Finding {
  const { severity, why, fix } = rules.find(({ id }) => id === rule) as (typeof rules)[number];
  const where = { file: "platform.ts", line: 1, column: 1 };
  const rest = { message: "", object: null, path: "", isSecret: false, hidden: [] };
  return { rule, severity, why, fix, ...where, ...rest, part };
}

for (const { id, severity } of rules) {
  it(`${id} breaks ${severity === "info" ? "at most" : ""} one promise, of the part that it is about`, () => {
    const broken = kept("shop", ["api", "db"], [finding(id, "api")], rules).filter(
      ({ broken }) => broken.length > 0,
    );
    if (severity === "info") assert.ok(broken.length <= 1);
    else
      assert.deepEqual(
        broken.map(({ about }) => about),
        ["api"],
      );
  });
}

it("every part has every promise, and what belongs to no part is the platform's", () => {
  const results = kept("shop", ["api", "db"], [finding("duplicate-object", undefined)], rules);
  assert.deepEqual([...new Set(results.map(({ about }) => about))], ["api", "db", "shop"]);
  assert.equal(results.length % 3, 0);
  const broken = results.filter(({ broken }) => broken.length > 0);
  assert.deepEqual(
    broken.map(({ about, title }) => `${about}: ${title}`),
    ["shop: every object stands once"],
  );
});
