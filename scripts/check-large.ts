import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Checks inputs of 100 MB and of 100,000 documents, and ends with 1 when one takes more than 60 seconds
 * or 2 GB. Needs GNU time.
 */
const SECONDS = 60;
const MEGABYTES = 2000;
const size = 100 * 10 ** 6;

const object = (at: number) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c${at}\ndata:\n  a: "${"x".repeat(900)}"\n`;
const repeated = (one: (at: number) => string, between: string) => {
  const parts: string[] = [];
  for (let [at, length] = [0, 0]; length < size; at++) {
    const part = one(at);
    parts.push(part);
    length += part.length + between.length;
  }
  return parts.join(between);
};

const inputs: Readonly<Record<string, () => string | Buffer>> = {
  "100 MB in one document": () =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n${repeated((at) => `  k${at}: ${"x".repeat(80)}`, "\n")}\n`,
  "100 MB in one line": () => `a: ${"x".repeat(size)}`,
  "100 MB in many documents": () => repeated(object, "---\n"),
  "100 MB of JSON": () => `{"a":[${repeated((at) => `{"b":${at}}`, ",")}]}`,
  "100 MB of broken lines": () => repeated((at) => `a: b: ${at}`, "\n"),
  "100 MB of random bytes": () => Buffer.alloc(size, "\u0000\u0001\u00ff\n"),
  "100 MB of separators": () => "---\n".repeat(size / 4),
  "100,000 documents": () => Array.from({ length: 100_000 }, (_, at) => `a: ${at}\n`).join("---\n"),
  "100,000 objects, each wrong": () =>
    Array.from(
      { length: 100_000 },
      (_, at) => `apiVersion: v1\nkind: Pod\nmetadata: { name: p${at} }\n`,
    ).join("---\n"),
};

const scratch = mkdtempSync(join(tmpdir(), "slipway-large-"));
const file = join(scratch, "large.yaml");
const slipway = join(import.meta.dirname, "..", "bin", "slipway.js");
try {
  for (const [name, make] of Object.entries(inputs)) {
    writeFileSync(file, make());
    const argv = ["-f", "%U %S %e %M", process.execPath, slipway, "check", file];
    const { status, stderr } = spawnSync("/usr/bin/time", argv, {
      stdio: ["ignore", "ignore", "pipe"],
      encoding: "utf8",
    });
    const last = stderr.trimEnd().split("\n").at(-1) ?? "";
    const [user, system, seconds, kilobytes] = last.split(" ").map(Number);
    const megabytes = kilobytes! / 1000;
    const isFine = (status === 0 || status === 1) && seconds! <= SECONDS && megabytes <= MEGABYTES;
    if (!isFine) process.exitCode = 1;
    const took = `${seconds} s (${(user! + system!).toFixed(1)} s of CPU), ${megabytes.toFixed(0)} MB`;
    console.log(`${isFine ? "fine" : "FAIL"}  ${name}: ${took}, exit code ${status}`);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
