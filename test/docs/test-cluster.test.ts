import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { folder } from "../cli/slipway.ts";
import { started } from "../cli/started.ts";
import { applyAll } from "../control-plane/apply.ts";
import { sharedControlPlane } from "../control-plane/shared.ts";
import { clusterGivens } from "../examples/cluster-givens.ts";

const { plane, missing } = await sharedControlPlane();
const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");

test("docs/deploy.md: a test of README's platform in the cluster", { skip: missing }, async () => {
  const [, platform = ""] = /^```ts\n(.*?)^```$/ms.exec(read("README.md")) ?? [];
  const [section = ""] =
    /^## A test in the cluster$.*?(?=^## )/ms.exec(read("docs/deploy.md")) ?? [];
  const [, command = "", lines = ""] =
    /^```sh\nslipway (.*) \| tail -(\d+)\n```$/m.exec(section) ?? [];
  const [, expected = ""] = /^```text\n(.*?)^```$/ms.exec(section) ?? [];
  await applyAll(plane!, clusterGivens);
  const cwd = folder({ "platform.ts": platform });
  const { status, stdout, stderr } = await started(command.split(" "), plane!.kubeconfig, cwd)
    .ended;
  assert.equal(status, 0, stderr);
  const shown = stdout.trimEnd().split("\n").slice(-Number(lines));
  assert.equal(`${shown.join("\n")}\n`, expected);
});
