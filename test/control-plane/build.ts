import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { run } from "./process.ts";

const server = join(import.meta.dirname, "server");

/** The Kubernetes that the Go module beside this file names, like `v1.36.3`. */
export const KUBERNETES_VERSION: string = /k8s\.io\/kubernetes (v\S+)/.exec(
  readFileSync(join(server, "go.mod"), "utf8"),
)![1]!;

const options = buildOptions(KUBERNETES_VERSION);

/** Packages in the whole build, to tell how far it is. */
const PACKAGES = 2800;

/** The programs of the control plane. */
export interface Programs {
  readonly controlPlane: string;
  readonly kubectl: string;
}

/** Where the programs and what is made with them are kept. */
export function programsFolder(): string {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
  return join(cache, "slipway", "control-plane");
}

/** Thrown where the control plane cannot be built; the message says what to install. */
export class ControlPlaneMissing extends Error {}

/**
 * The programs of the control plane, built when their sources changed since the last time (5 to 10
 * minutes on two cores the first time, seconds after a small change).
 *
 * @param tell hears one line of progress every few seconds while something is built
 * @throws ControlPlaneMissing when Go is missing, Error when the build fails
 */
export async function programs(tell: (line: string) => void = () => {}): Promise<Programs> {
  const folder = join(programsFolder(), await key());
  const found = { controlPlane: join(folder, "control-plane"), kubectl: join(folder, "kubectl") };
  if (existsSync(found.controlPlane) && existsSync(found.kubectl)) return found;
  await mkdir(join(folder, ".."), { recursive: true });
  const scratch = await mkdtemp(`${folder}-`);
  const interrupted = () => rmSync(scratch, { recursive: true, force: true });
  process.once("exit", interrupted);
  try {
    await build(scratch, tell);
    await rename(scratch, folder).catch((problem: unknown) => {
      if (!existsSync(found.kubectl)) throw problem; // else another process was quicker
    });
  } finally {
    process.off("exit", interrupted);
    await rm(scratch, { recursive: true, force: true });
  }
  return found;
}

/** What the programs are made of: the Go sources, the modules they name, the compiler, its options. */
async function key(): Promise<string> {
  const version = await run("go", ["version"], { cwd: server });
  // An older Go from 1.21 on fetches the one that go.mod asks for, and then says that version.
  const minor = Number(/go version go1\.(\d+)/.exec(version?.stdout ?? "")?.[1] ?? 0);
  if (!version || minor < 26) {
    throw new ControlPlaneMissing(needsGo(version && (version.stderr || version.stdout)));
  }
  const hash = createHash("sha256").update(version.stdout).update(options.join(" "));
  const files = await readdir(server, { recursive: true, withFileTypes: true });
  const paths = files
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name));
  for (const path of paths.sort()) {
    hash.update(`\0${path.slice(server.length)}\0`).update(await readFile(path));
  }
  return hash.digest("hex").slice(0, 16);
}

/** What to install where Go is missing or too old. */
export function needsGo(found: string | undefined): string {
  const line =
    "the real control plane needs Go 1.26: apt-get install golang-go where that is 1.21 or newer (it fetches 1.26 itself), else https://go.dev/dl";
  return found ? `${line}; found: ${found.trim()}` : line;
}

/** Options of the build of a Kubernetes `v1.36.3`, so that it knows its version. */
export function buildOptions(kubernetes: string): string[] {
  const [, major, minor] = /^v(\d+)\.(\d+)/.exec(kubernetes)!;
  const stamps = ["k8s.io/component-base/version", "k8s.io/client-go/pkg/version"].flatMap((at) => [
    `-X ${at}.gitVersion=${kubernetes}`,
    `-X ${at}.gitMajor=${major}`,
    `-X ${at}.gitMinor=${minor}`,
  ]);
  return ["-buildvcs=false", "-trimpath", "-ldflags", `-s -w ${stamps.join(" ")}`];
}

async function build(target: string, tell: (line: string) => void): Promise<void> {
  const started = Date.now();
  const go = spawn(
    "go",
    ["build", "-v", ...options, "-o", `${target}/`, ".", "k8s.io/kubernetes/cmd/kubectl"],
    { cwd: server, env: { ...process.env, CGO_ENABLED: "0", GOWORK: "off" } },
  );
  const interrupted = () => go.kill();
  process.once("exit", interrupted);
  let built = 0;
  let last: string[] = [];
  go.stderr.setEncoding("utf8").on("data", (text: string) => {
    const lines = text.split("\n").filter((line) => line !== "");
    built += lines.length;
    last = [...last, ...lines].slice(-15);
  });
  const say = () => {
    const seconds = Math.round((Date.now() - started) / 1000);
    tell(
      `building Kubernetes ${KUBERNETES_VERSION} (once): ${built} packages of about ${PACKAGES}, ${seconds} s`,
    );
  };
  say();
  const ticking = setInterval(say, 10_000);
  try {
    const code = await new Promise((resolve, reject) =>
      go.on("error", reject).on("close", resolve),
    );
    if (code !== 0) throw new Error(`go build in ${server} failed:\n${last.join("\n")}`);
  } finally {
    process.off("exit", interrupted);
    clearInterval(ticking);
  }
}
