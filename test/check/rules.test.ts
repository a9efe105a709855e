import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { allRules } from "../../src/check/all-rules.ts";
import { layers } from "../../src/check/rule.ts";
import { rules } from "../../src/check/rules.ts";
import { run } from "../../src/check/run.ts";
import { rulePages } from "../../src/report/check/explain.ts";
import { namesModule } from "./names-module.ts";
import { unreadable, worldOfText } from "./read.ts";

for (const rule of rules) {
  const skip = unreadable(rule.bad) ?? false;
  describe(rule.id, { skip }, () => {
    it("finds its bad example, at a line of it", async () => {
      const findings = run([rule], await worldOfText(rule.bad, rule.before));
      assert.ok(findings.length > 0, "nothing found");
      const lines = rule.bad.split("\n").length;
      for (const { line } of findings) assert.ok(line >= 1 && line <= lines, `line ${line}`);
    });

    it("finds nothing in its good example, and neither does a rule of its layer or one before", async () => {
      const before = layers.slice(0, layers.indexOf(rule.layer) + 1);
      const own = rules.filter(({ layer }) => before.includes(layer));
      const world = await worldOfText(rule.good, rule.before);
      assert.ok(world.objects.length > 0, "a good example without an object proves nothing");
      const findings = run(own, world);
      assert.deepEqual(
        findings.map(({ rule: id, path, message }) => `${id} ${path}: ${message}`),
        [],
      );
    });
  });
}

it("ids are unique, kebab case, and in the order of the layers", () => {
  const ids = allRules.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  for (const id of ids) assert.match(id, /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
  const order = allRules.map(({ layer }) => layers.indexOf(layer));
  assert.deepEqual(
    order,
    order.toSorted((a, b) => a - b),
  );
});

it("every rule file is among the rules", () => {
  const source = join(import.meta.dirname, "../../src/check");
  const files = layers.flatMap((layer) => {
    try {
      const files = readdirSync(join(source, layer)).filter((file) => file.endsWith(".ts"));
      return files.map((file) => join(source, layer, file));
    } catch {
      return [];
    }
  });
  const declared = files.flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/^ {2}id: "([^"]+)",$/gm)].map(([, id]) => id),
  );
  assert.deepEqual(declared.toSorted(), rules.map(({ id }) => id).toSorted());
});

it("src/check/rule-names.ts names the rules: npm run rules", () => {
  const file = join(import.meta.dirname, "../../src/check/rule-names.ts");
  assert.equal(readFileSync(file, "utf8"), namesModule(allRules));
});

it("docs/rules says what the rules say: npm run rules", () => {
  const folder = join(import.meta.dirname, "../../docs/rules");
  const written = readdirSync(folder).map((file) => [
    file,
    readFileSync(join(folder, file), "utf8"),
  ]);
  assert.deepEqual(new Map(written as [string, string][]), rulePages(allRules));
});
