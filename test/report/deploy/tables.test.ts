import assert from "node:assert/strict";
import { test } from "node:test";
import type { RecordHead } from "../../../src/deploy/release/record-head.ts";
import type { Status } from "../../../src/deploy/status.ts";
import { columnsOf, cut, folded } from "../../../src/report/deploy/columns.ts";
import { historyJson, historyText } from "../../../src/report/deploy/history.ts";
import { statusJson, statusText } from "../../../src/report/deploy/status.ts";
import { agoText, durationText } from "../../../src/report/deploy/time.ts";
import { NOW, ref } from "./plans.ts";
import { plainLook } from "./played.ts";

const good: RecordHead = {
  revision: 1,
  state: "deployed",
  environment: "production",
  startedAt: "2026-11-20T12:00:00Z",
  finishedAt: "2026-11-20T12:00:34Z",
  author: "ann",
  git: { revision: "3f2c1a9b0d5e6f708192a3b4c5d6e7f801234567", isDirty: false },
  tool: "0.1.0",
  images: { "shop/api": "shop/api:v1" },
  rollbackTo: undefined,
  message: undefined,
  secretCopies: { "/Secret/shop/db-login": "shop-s-1" },
  shared: [],
  migrated: {},
  body: { parts: 1, sha256: "0" },
};
const bad: RecordHead = {
  ...good,
  revision: 2,
  state: "failed",
  startedAt: "2026-11-22T11:00:00Z",
  finishedAt: "2026-11-22T11:10:00Z",
  git: { revision: "aaaa1a9b0d5e6f708192a3b4c5d6e7f801234567", isDirty: true },
  images: {},
  message: "Deployment shop/web failed",
};
const open: RecordHead = {
  ...good,
  revision: 3,
  state: "deploying",
  startedAt: "2026-11-22T11:59:30Z",
  finishedAt: undefined,
  git: undefined,
  images: {},
  rollbackTo: 1,
};

test("the history of a release, the newest first", () => {
  assert.equal(
    historyText([open, bad, good], plainLook(100), NOW),
    `revision  state      when            took        who  commit      what
3         deploying  30 seconds ago              ann              back to 1
2         failed     1 hour ago      10 min 0 s  ann  aaaa1a9b0+  Deployment shop/web failed
1         deployed   2 days ago      34 s        ann  3f2c1a9b0   shop/api=shop/api:v1
`,
  );
  assert.equal(historyText([good], plainLook(20), NOW), "revision  state…\n1         deployed…\n");
  assert.equal(
    historyText([], plainLook(80), NOW),
    "there is no deploy of this release in the cluster\n",
  );
  const [first] = historyJson([bad, good]).split("\n");
  assert.deepEqual(Object.keys(JSON.parse(first as string)).includes("body"), false);
});

test("the status of a release: what is not ready and why, first", () => {
  const status: Status = {
    newest: good,
    remarks: ["Foo.example.com is no longer served: its objects are left"],
    members: [
      ...["a", "b", "c", "d"].map((name) => ({
        ref: ref("ConfigMap", name),
        readiness: { state: "ready" } as const,
      })),
      { ref: ref("Deployment", "web"), readiness: { state: "ready" } },
      {
        ref: ref("StatefulSet", "db"),
        readiness: { state: "progressing", message: "0 of 1 pod is ready" },
      },
      {
        ref: ref("Job", "seed"),
        readiness: {
          state: "failed",
          reason: "BackoffLimitExceeded",
          message: "it failed 6 times",
        },
      },
    ],
  };
  assert.equal(
    statusText(status, plainLook(80), NOW),
    `revision 1 deployed 2 days ago by ann, environment production, commit 3f2c1a9b0,
shop/api=shop/api:v1
note: Foo.example.com is no longer served: its objects are left
5 of 7 objects ready
  failed       Job seed        it failed 6 times
  progressing  StatefulSet db  0 of 1 pod is ready
  ready        Deployment web
  and 4 ConfigMaps
`,
  );
  const lines = statusJson(status).trimEnd().split("\n");
  assert.equal(lines.length, 8);
  assert.equal(JSON.parse(lines[0] as string).newest.revision, 1);
});

test("times in words", () => {
  const table: [number, string][] = [
    [0, "0.0 s"],
    [9940, "9.9 s"],
    [9960, "10 s"],
    [59_400, "59 s"],
    [59_600, "1 min 0 s"],
    [3_600_000, "1 h 0 min"],
  ];
  for (const [milliseconds, text] of table) assert.equal(durationText(milliseconds), text);
  assert.equal(agoText("2026-11-22T11:59:59.500Z", NOW), "just now");
  assert.equal(agoText("2026-11-23T11:59:59Z", NOW), "just now");
  assert.equal(agoText("2026-11-22T11:59:00Z", NOW), "1 minute ago");
  assert.equal(agoText("nonsense", NOW), undefined);
});

test("columns of a terminal: wide characters take two, marks and colours none", () => {
  const table: [string, number][] = [
    ["abc", 3],
    ["日本", 4],
    ["e\u0301", 1],
    ["\x1b[31mred\x1b[0m", 3],
    ["🚀", 2],
  ];
  for (const [text, columns] of table) assert.equal(columnsOf(text), columns, text);
  assert.equal(cut("日本語", 4), "日…");
  assert.equal(cut("abcd", 4), "abcd");
  assert.equal(cut("abcde", 4), "abc…");
  assert.equal(folded("abcdef\ngh", 4), "abcd\nef\ngh");
  assert.equal(folded("日本語", 5), "日本\n語");
});
