import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import type { Finding } from "../../src/check/finding.ts";
import { rules } from "../../src/check/rules.ts";
import { run } from "../../src/check/run.ts";
import { NEWEST_MINOR } from "../../src/kubernetes/versions.ts";
import { askedFor } from "./classes/asked-for.ts";
import { beyond } from "./classes/beyond.ts";
import { classesPage } from "./classes/page.ts";
import { badOf, hasProof, nearOf, ruleOf } from "./classes/proof.ts";
import { classes } from "./classes.ts";
import { unreadable, worldOfText } from "./read.ts";

const MARK = "# here";

for (const each of classes) {
  describe(`${each.group}: ${each.name}`, () => {
    if (!hasProof(each)) {
      it("has a reason instead of examples", () => assert.ok((each.reason ?? "").length > 20));
      return;
    }
    for (const id of each.rules) {
      const rule = rules.find((known) => known.id === id);
      assert.ok(rule, `there is no rule ${id} that looks at documents`);
      const { bad, before } = badOf(each, rule);
      const around = nearOf(each, rule);

      it(`${id} finds the bad example, where it is`, {
        skip: unreadable(bad) ?? false,
      }, async () => {
        const findings = run([rule], await worldOfText(bad, before, each.minor ?? NEWEST_MINOR));
        assert.ok(findings.length > 0, `nothing found in\n${bad}`);
        const lines = findings.map((finding) => lineOf(finding, bad));
        assert.ok(lines.every((line) => line !== undefined));
        if (bad.includes(MARK))
          assert.ok(
            lines.some((line) => line?.endsWith(MARK)),
            `found at\n${lines.join("\n")}`,
          );
      });

      it(`${id} finds nothing in the near miss`, {
        skip: unreadable(around.near) ?? false,
      }, async () => {
        const world = await worldOfText(around.near, around.before);
        assert.ok(world.objects.length > 0, "a near miss without an object proves nothing");
        const refused = rules.filter(
          ({ layer, severity }) => severity === "error" && /^(?:documents|api)$/.test(layer),
        );
        const found = run([rule, ...refused.filter((other) => other !== rule)], world);
        assert.deepEqual(
          found.map(({ rule, line, message }) => `${rule} ${line}: ${message}`),
          [],
        );
      });
    }
  });
}

/** The text of the line that a finding is at. */
function lineOf({ file, line }: Finding, text: string): string | undefined {
  const source = file === "-" ? text : readFileSync(file, "utf8");
  return source.split("\n")[line - 1];
}

it("every rule is for a class, or said to go beyond the lists", () => {
  const listed = new Set(classes.flatMap((each) => each.rules));
  const known = new Set(rules.map(({ id }) => id));
  assert.deepEqual(
    [...known].filter((id) => !listed.has(id) && !(id in beyond)),
    [],
    "nowhere",
  );
  assert.deepEqual(
    Object.keys(beyond).filter((id) => listed.has(id)),
    [],
    "in both",
  );
  for (const id of [...listed, ...Object.keys(beyond)]) assert.ok(ruleOf(id));
});

it("every class has a name of its own, and a rule or a reason", () => {
  const names = classes.map(({ list, group, name }) => `${list} ${group}: ${name}`);
  assert.equal(new Set(names).size, names.length);
  for (const { rules, reason } of classes) assert.ok(rules.length > 0 || reason !== undefined);
});

it("every item of the lists has its classes, and every class its item", () => {
  for (const [list, items] of Object.entries(askedFor)) {
    const own = classes.filter((each) => each.list === list).map(({ name }) => name);
    const asked = Object.values(items).flat();
    assert.deepEqual(asked.toSorted(), own.toSorted(), list);
    for (const [item, names] of Object.entries(items)) assert.ok(names.length > 0, item);
  }
});

it("docs/classes.md says what the table says: npm run rules", () => {
  const path = new URL("../../docs/classes.md", import.meta.url);
  assert.equal(readFileSync(path, "utf8"), classesPage());
});
