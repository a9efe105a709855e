import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { check, type Told } from "./precision/findings.ts";
import { sights } from "./precision/first-sight.ts";
import { compare, judgements, PROMISED, precisionOf, toJudge } from "./precision/judged.ts";
import { isPinned, type Look } from "./precision/tree.ts";
import { trees } from "./precision/trees.ts";

const { all, seed } = judgements();
/** True and false, which never change. */
const JUDGED_THEN: Record<Look, Record<"error" | "warning", number[]>> = {
  first: { error: [49, 16], warning: [60, 27] },
  second: { error: [88, 30], warning: [65, 19] },
  third: { error: [105, 9], warning: [43, 13] },
};
const fresh = new Set(trees.filter((tree) => tree.look).map(({ name }) => name));

suite("what the check says of trees that others wrote", () => {
  for (const tree of trees.filter(isPinned))
    test(`${tree.name}: every error and a sample of the warnings was judged`, async (t) => {
      const checked = await check(tree);
      if (typeof checked === "string") return t.skip(checked);
      const own = all.filter((each) => each.tree === tree.name);
      const { unjudged, gone, judged } = compare(toJudge(checked.told, seed), own);
      t.diagnostic(`${checked.objects} objects, ${judged.length} judged`);
      assert.deepEqual(unjudged.map(line), [], "found, and nobody judged it: npm run precision");
      assert.deepEqual(gone.map(line), [], "judged, and not found any more: npm run precision");
      assert.ok(checked.objects > 0);
    });

  for (const severity of ["error", "warning"] as const)
    test(`of the ${severity}s at least ${100 * PROMISED[severity]} % are true, after mending`, () => {
      const judged = all.filter((each) => each.severity === severity && !fresh.has(each.tree));
      assert.ok(judged.length > 0);
      assert.ok(precisionOf(judged) >= PROMISED[severity], `${100 * precisionOf(judged)} %`);
    });

  for (const { look, trees: told, judgements: then } of sights())
    test(`what was judged at ${look} sight is as it was`, () => {
      const counts = (severity: string) =>
        ["true", "false"].map(
          (verdict) =>
            then.filter((each) => each.severity === severity && each.verdict === verdict).length,
        );
      assert.deepEqual({ error: counts("error"), warning: counts("warning") }, JUDGED_THEN[look]);
      const own = trees.filter((tree) => tree.look === look).map(({ name }) => name);
      assert.deepEqual(told.map(({ name }) => name).sort(), own.sort());
      for (const { name, errors, warnings } of told)
        assert.equal(then.filter(({ tree }) => tree === name).length, errors + warnings, name);
    });

  test("every judgement is of a tree, and gives a reason", () => {
    const names = new Set(trees.map(({ name }) => name));
    const wrong = all.filter(({ tree, reason }) => !names.has(tree) || reason.length < 20);
    assert.deepEqual(wrong.map(line), []);
  });

  test("a sample stays the same when one finding more is told", () => {
    const many = Array.from({ length: 100 }, (_, at) => told(`a.yaml:${at}`));
    const before = toJudge(many, seed).map(line);
    const after = toJudge([...many, told("b.yaml:1")], seed).map(line);
    assert.equal(before.length, 30);
    assert.equal(after.length, 30);
    assert.ok(before.filter((each) => !after.includes(each)).length <= 1);
    assert.notDeepEqual(toJudge(many, seed + 1).map(line), before, "another seed, another sample");
  });

  test("what nobody judged is seen, and so is what is gone", () => {
    const judged = { ...told("a.yaml:1"), verdict: "true", reason: "it is so" } as const;
    const { unjudged, gone } = compare([told("a.yaml:2")], [judged]);
    assert.deepEqual(
      [unjudged.map(line), gone.map(line)],
      [[line(told("a.yaml:2"))], [line(told("a.yaml:1"))]],
    );
  });
});

function told(place: string): Told {
  const [tree, rule, severity] = ["a-tree", "a-rule", "warning"] as const;
  return { tree, rule, severity, place, object: "Service web", message: "is wrong" };
}

function line({ tree, place, severity, rule, object, message }: Told): string {
  return `${tree} ${place} ${severity} ${rule} ${object}: ${message}`;
}
