import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { folder, shell } from "../cli/slipway.ts";
import { sharedControlPlane } from "../control-plane/shared.ts";

const { plane, missing } = await sharedControlPlane();
const text = readFileSync(new URL("../../docs/deploy.md", import.meta.url), "utf8");
const [section = ""] = /^## For programs$.*?(?=^## )/ms.exec(text) ?? [];

after(async () => {
  await plane?.kubectl(["delete", "namespace", "words", "--wait=false"]);
});

/** Equal but for texts with an ellipsis, which stands for any, and times in milliseconds. */
function assertLike(actual: unknown, expected: unknown, place: string): void {
  if (typeof expected === "string" && expected.includes("…")) {
    const [lead = "", end = ""] = expected.split("…");
    const isLike = typeof actual === "string" && actual.startsWith(lead) && actual.endsWith(end);
    assert.ok(isLike, `${place} is ${actual}`);
  } else if (place.endsWith(".duration")) assert.equal(typeof actual, "number", place);
  else if (typeof expected !== "object" || expected === null)
    assert.deepEqual(actual, expected, place);
  else {
    const there = (actual ?? {}) as Record<string, unknown>;
    assert.deepEqual(Object.keys(there).sort(), Object.keys(expected).sort(), place);
    for (const [name, each] of Object.entries(expected))
      assertLike(there[name], each, `${place}.${name}`);
  }
}

function linesOf(ndjson: string): unknown[] {
  return ndjson
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);
}

test("docs/deploy.md: what programs read", { skip: missing }, () => {
  const cwd = folder({});
  const env = { KUBECONFIG: plane!.kubeconfig, NO_COLOR: "1" };
  const givens = 'slipway() { $SLIPWAY "$@"; }\n';
  let output: string | undefined;
  let compared = 0;
  for (const [, language, code = ""] of section.matchAll(/^```(\w+)\n(.*?)^```$/gms)) {
    if (language === "yaml") writeFileSync(join(cwd, /^# (\S+)/.exec(code)?.[1] as string), code);
    else if (language === "sh") {
      const ran = shell(givens + code, { cwd, env });
      assert.equal(ran.status, 0, ran.stdout + ran.stderr);
      output = ran.stdout;
    } else {
      assertLike(linesOf(output ?? ""), linesOf(code), code.slice(0, 40));
      compared++;
    }
  }
  assert.equal(compared, 3);
});
