import assert from "node:assert/strict";
import { test } from "node:test";
import { otherName, withSeverities } from "../../../src/check/living/severities.ts";
import type { Rule } from "../../../src/check/rule.ts";
import { rules } from "../../../src/check/rules.ts";
import { run } from "../../../src/check/run.ts";
import { worldOfText } from "../read.ts";

const weights = (all: readonly { id: string; severity: string }[]) =>
  Object.fromEntries(all.map(({ id, severity }) => [id, severity]));

test("a rule gets another weight, or is left out; the others stay", () => {
  const own = rules.slice(0, 4);
  const [first, second, third, fourth] = own as [Rule, Rule, Rule, Rule];
  const found = withSeverities(own, { [first.id]: "off", [second.id]: "info" });
  assert.deepEqual(weights(found), { ...weights([third, fourth]), [second.id]: "info" });
});

test("a layer's rules get it together, but for those that are named themselves", () => {
  const found = withSeverities(rules, { documents: "off", "yaml-syntax": "warning" });
  const documents = found.filter(({ layer }) => layer === "documents");
  assert.deepEqual(weights(documents), { "yaml-syntax": "warning" });
});

test("every finding of the rule weighs the same, also where the rule tells them apart", async () => {
  const world = await worldOfText("apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n");
  const [subject] = world.objects;
  assert.ok(subject);
  const found = { subject, steps: [], path: "", part: "value" as const, message: "a" };
  const rule: Rule = {
    ...(rules[0] as Rule),
    id: "two",
    severity: "error",
    find: () => [found, { ...found, severity: "info" as const }],
  };
  const severities = (all: readonly Rule[]) => run(all, world).map(({ severity }) => severity);
  assert.deepEqual(severities([rule]), ["error", "info"]);
  assert.deepEqual(severities(withSeverities([rule], { two: "warning" })), ["warning", "warning"]);
  assert.deepEqual(severities(withSeverities([rule], { two: "error" })), ["error", "error"]);
});

test("a name that is none says what is meant", () => {
  assert.equal(otherName("unknown-field", rules), undefined);
  assert.match(otherName("unknown-feild", rules) ?? "", /did you mean "unknown-field"/);
  assert.notEqual(otherName("practice", rules), undefined);
  assert.equal(otherName("practice", rules, true), undefined);
  assert.match(otherName("practise", rules, true) ?? "", /did you mean "practice"/);
  assert.notEqual(otherName("zzzzzzzzzzzz", rules), undefined);
});
