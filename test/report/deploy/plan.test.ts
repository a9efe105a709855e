import assert from "node:assert/strict";
import { test } from "node:test";
import type { Stop } from "../../../src/deploy/plan/plan.ts";
import { planMarkdown } from "../../../src/report/deploy/markdown.ts";
import { planText } from "../../../src/report/deploy/plan-text.ts";
import { shownPlan } from "../../../src/report/deploy/shown.ts";
import { assertText } from "./expected.ts";
import { change, NOW, plan, planned, ref, richPlan } from "./plans.ts";
import { colourLook, plainLook } from "./played.ts";

const text = (given: ReturnType<typeof plan>, look = plainLook(80)) =>
  planText(shownPlan(given), look, NOW);

test("a plan in the platform's words, at 80, 200 and 20 columns, and in colour", () => {
  for (const width of [80, 200, 20])
    assertText(`plan-${width}.txt`, text(richPlan(), plainLook(width)));
  assertText("plan-colour.txt", text(richPlan(), colourLook(80)));
});

test("a plan for a pull request", () => {
  assertText("plan.md", planMarkdown(richPlan(), NOW));
  const same = plan([planned(["Service", "web"], { action: "none" })]);
  assert.equal(planMarkdown(same, NOW), "**shop** in namespace `shop`: nothing to change\n");
});

test("a large plan stays within what a comment holds", () => {
  const objects = Array.from({ length: 2000 }, (_, index) =>
    planned(["ConfigMap", `c-${index}`], { changes: [change("data.a", "x".repeat(99), "y")] }),
  );
  const markdown = planMarkdown(plan(objects), NOW);
  assert.ok(markdown.length < 65_536, String(markdown.length));
  assert.match(markdown, /and 1,900 rows more/);
  assert.match(markdown, /# … and more\n```\n\n<\/details>\n$/);
});

test("a plan that changes nothing is one line", () => {
  const objects = ["a", "b"].map((name) => planned(["Service", name], { action: "none" }));
  assert.equal(text(plan(objects)), "plan: nothing to change, all 2 objects as wanted\n");
  const kept = [{ ref: ref("Namespace", "old"), uid: "1", kept: "a Namespace goes only with…" }];
  assert.equal(
    text(plan(objects, { prunes: kept })),
    "plan: nothing to change, all 2 objects as wanted; 1 object kept\n",
  );
});

test("changes of what is there are never summed up", () => {
  const objects = Array.from({ length: 60 }, (_, index) =>
    planned(["ConfigMap", `c-${index}`], { changes: [change("data.a", "1", "2")] }),
  );
  assert.equal(text(plan(objects)).split("data.a: 1 → 2").length - 1, 60);
});

test("stops are problems, with the option that lets them through", () => {
  const stops: Stop[] = [
    {
      code: "conflict",
      ref: ref("Deployment", "web"),
      message: 'spec.replicas of Deployment shop/web belongs to the field manager "x"',
      where: { file: "/repo/platform.ts", line: 12, column: 3 },
      instead: "remove it from the definition",
      option: "--take-over x",
    },
    {
      code: "prune",
      ref: undefined,
      message: "9 of 10 objects would be deleted",
      option: "--prune-most",
    },
  ];
  const objects = [planned(["Service", "web"], { action: "none" })];
  const expected = `plan of revision 7: 1 unchanged

platform.ts:12:3: spec.replicas of Deployment shop/web belongs to the field manager "x"
  12 |   image: image("shop/api"), // line 12
     |   ^
  fix: remove it from the definition; or allow it with --take-over x

slipway: 9 of 10 objects would be deleted
  fix: allow it with --prune-most

2 problems
`;
  assert.equal(text(plan(objects, { stops })), expected);
  assert.match(
    planMarkdown(plan(objects, { stops }), NOW),
    /It cannot be deployed as it is:\n\n- `\/repo\/platform.ts:12`: spec.replicas of .*--take-over x\n- 9 of 10/,
  );
});

test("long values are shown around what differs", () => {
  const start = "a".repeat(3000);
  const objects = [
    planned(["ConfigMap", "c"], { changes: [change("data.a", `${start}1`, `${start}2`)] }),
  ];
  const shown = text(plan(objects), plainLook(5000));
  assert.match(shown, /data.a: … 1001 characters … a{1999}1 → … 1001 characters … a{1999}2\n/);
});

test("texts are shown by the lines that differ", () => {
  const cases: [string | undefined, string | undefined, string][] = [
    [undefined, "a\nb\n", "data.x, a new text:\n        + a\n        + b\n"],
    ["a\nb\n", undefined, "data.x, which goes:\n        - a\n        - b\n"],
    ["a\nb\nc\n", "a\nc\n", "data.x, line 2:\n        - b\n"],
    ["a\na\n", "a\na\na\n", "data.x, line 3:\n        + a\n"],
    ["a\n", "a", "data.x"],
  ];
  for (const [before, after, expected] of cases) {
    const objects = [planned(["ConfigMap", "c"], { changes: [change("data.x", before, after)] })];
    assert.ok(text(plan(objects)).includes(`      ${expected}`), text(plan(objects)));
  }
});
