import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, test } from "node:test";
import { run } from "./process.ts";
import { sharedControlPlane } from "./shared.ts";
import { waitUntil } from "./wait.ts";

const { missing } = await sharedControlPlane();
const given = process.env.SLIPWAY_KUBECONFIG && "a cluster was given, none is started";
const script = join(import.meta.dirname, "../../scripts/control-plane.ts");
const start = `
import { startControlPlane } from ${JSON.stringify(join(import.meta.dirname, "control-plane.ts"))};
const plane = await startControlPlane({ level: "verdicts" });
console.log(plane.kubeconfig);
process.stdin.once("data", async () => { await plane.stop(); process.exit(); });`;

const own = { ...process.env, SLIPWAY_KUBECONFIG: "", KUBEBUILDER_ASSETS: "" };

/** Runs Node until it has printed the path of a kubeconfig, and answers the folder that is in. */
async function folderOf(args: readonly string[]): Promise<{ child: ChildProcess; folder: string }> {
  const child = spawn(process.execPath, args, { env: own, stdio: ["pipe", "pipe", "inherit"] });
  let text = "";
  for await (const chunk of child.stdout!.setEncoding("utf8")) {
    text += chunk;
    const path = /\/\S+\/kubeconfig/.exec(text)?.[0];
    if (path) return { child, folder: dirname(path) };
  }
  throw new Error(`no kubeconfig in: ${text}`);
}

async function nothingLeft(folder: string): Promise<void> {
  await waitUntil(
    "processes and files to be gone",
    async () => {
      const { stdout } = (await run("ps", ["-eo", "pid,args"]))!;
      const left = stdout.split("\n").filter((line) => line.includes(folder));
      if (existsSync(folder)) left.push(folder);
      return left.join("\n") || undefined;
    },
    20_000,
  );
}

describe("a control plane that a process starts", { skip: missing ?? given }, () => {
  test("leaves nothing when it is stopped", async () => {
    const { child, folder } = await folderOf(["--input-type=module-typescript", "-e", start]);
    const running = (await run("ps", ["-eo", "args"]))!.stdout;
    assert.ok(running.includes(`etcd --data-dir=${folder}`), "the test sees what is running");
    child.stdin!.write("stop\n");
    await once(child, "exit");
    await nothingLeft(folder);
  });

  test("leaves nothing when the process is killed", async () => {
    const { child, folder } = await folderOf(["--input-type=module-typescript", "-e", start]);
    child.kill("SIGKILL");
    await nothingLeft(folder);
  });

  test("leaves nothing when the program that holds its parts is killed", async () => {
    const { child, folder } = await folderOf(["--input-type=module-typescript", "-e", start]);
    const parts = (await run("ps", ["-eo", "ppid,args"]))!.stdout;
    const holder = new RegExp(`(\\d+) \\S+ etcd --data-dir=${folder}`).exec(parts)?.[1];
    process.kill(Number(holder), "SIGKILL");
    await nothingLeft(folder);
    child.kill("SIGKILL");
  });

  test("from the command line ends at Ctrl-C", async () => {
    const { child, folder } = await folderOf([script]);
    child.kill("SIGINT");
    const [code] = await once(child, "exit");
    assert.equal(code, 0);
    await nothingLeft(folder);
  });
});

test("without Go, or with one that is too old, the command says what to install", async (t) => {
  const bin = await mkdtemp(join(tmpdir(), "slipway-old-go-"));
  t.after(() => rm(bin, { recursive: true }));
  const env = { ...own, PATH: bin };
  const without = await run(process.execPath, [script], { env });
  assert.equal(without?.code, 2);
  await writeFile(join(bin, "go"), "#!/bin/sh\necho go version go1.19.8 linux/amd64\n", {
    mode: 0o755,
  });
  const ended = await run(process.execPath, [script], { env });
  assert.equal(ended?.code, 2);
  assert.match(ended?.stderr ?? "", /found: go version go1.19.8/);
  assert.match(ended?.stderr ?? "", /needs Go 1.26: apt-get install golang-go/);
});
