import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { ControlPlaneMissing, type Programs, programs } from "./build.ts";
import { startEnvtest } from "./envtest.ts";
import { configMap } from "./fixtures.ts";
import { verdicts } from "./verdicts.ts";
import { waitUntil } from "./wait.ts";

const built = await programs().catch((problem: unknown) => {
  if (problem instanceof ControlPlaneMissing) return problem.message;
  throw problem;
});

/** A folder of programs with the names and flags of envtest's, made of those built here. */
async function assetsFrom({ controlPlane, kubectl }: Programs): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "slipway-assets-"));
  // The parts built here end with their standard input; a pipe open at both ends never ends.
  execFileSync("mkfifo", [join(folder, "open")]);
  const script = (name: string, lines: string) =>
    writeFile(join(folder, name), `#!/bin/sh\n${lines} <> ${folder}/open\n`, { mode: 0o755 });
  await script("kube-apiserver", `exec ${controlPlane} kube-apiserver "$@"`);
  await script(
    "etcd",
    `for a; do case $a in
--data-dir=*) data=$a ;;
--listen-client-urls=*) client=--client-url=\${a#*=} ;;
--listen-peer-urls=*) peer=--peer-url=\${a#*=} ;;
esac; done
exec ${controlPlane} etcd $data $client $peer`,
  );
  await symlink(kubectl, join(folder, "kubectl"));
  return folder;
}

test("envtest's programs give verdicts", { skip: typeof built === "string" && built }, async () => {
  if (typeof built === "string") return;
  const assets = await assetsFrom(built);
  let folder = "";
  try {
    const plane = await startEnvtest(assets);
    folder = dirname(plane.kubeconfig);
    const bad = { ...configMap("envtest", "bad", {}), data: { "not a key": "1" } };
    const answers = await verdicts(plane, [configMap("envtest", "good", { a: "1" }), bad]);
    assert.deepEqual(
      answers.map((answer) => answer.status),
      [200, 422],
    );
    assert.match((await plane.kubectl(["get", "namespaces"])).stdout, /envtest/);
    await plane.stop();
  } finally {
    await rm(assets, { recursive: true });
  }
  await waitUntil("the folder to be gone", async () => (existsSync(folder) ? folder : undefined));
});
