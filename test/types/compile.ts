import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const compiler = join(root, "node_modules/typescript/bin/tsc");

/** A project of these files in a new folder, in which `slipway` is the source of this one. */
export function writeProject(files: ReadonlyMap<string, string>): {
  folder: string;
  remove: () => void;
} {
  const folder = mkdtempSync(join(tmpdir(), "slipway-types-"));
  const compilerOptions = {
    target: "es2024",
    lib: ["es2024", "esnext.iterator", "esnext.collection"],
    module: "nodenext",
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    typeRoots: [join(root, "node_modules/@types")],
    types: ["node"],
    paths: { slipway: [join(root, "src/index.ts")] },
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ compilerOptions, include: ["*.ts"] }),
  );
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export interface Diagnostic {
  readonly line: number;
  /** The sentences of the compiler, from the outermost to the innermost reason. */
  readonly text: string;
}

/** Runs the compiler once over a project; what it says, by file. */
export function compile(files: ReadonlyMap<string, string>): Map<string, Diagnostic[]> {
  return readDiagnostics(run(files));
}

/** How many types the compiler makes of generic ones for a project: what an editor waits for. */
export function instantiations(files: ReadonlyMap<string, string>): number {
  return Number(/Instantiations: +(\d+)/.exec(run(files, "--extendedDiagnostics"))?.[1]);
}

function run(files: ReadonlyMap<string, string>, ...options: string[]): string {
  const { folder, remove } = writeProject(files);
  try {
    const { stdout, status } = spawnSync(
      process.execPath,
      [compiler, "-p", folder, "--pretty", "false", ...options],
      { encoding: "utf8", cwd: folder },
    );
    if (status === null) throw new Error("the compiler did not end by itself");
    return stdout;
  } finally {
    remove();
  }
}

function readDiagnostics(output: string): Map<string, Diagnostic[]> {
  const found = new Map<string, Diagnostic[]>();
  let last: { line: number; text: string } | undefined;
  for (const line of output.split("\n")) {
    const start = /^(.*?)\((\d+),\d+\): error TS\d+: (.*)$/.exec(line);
    if (start) {
      const [, file = "", at, text = ""] = start;
      last = { line: Number(at), text };
      found.set(file, [...(found.get(file) ?? []), last]);
    } else if (last && line.startsWith(" ")) last.text += `\n${line.trim()}`;
  }
  return found;
}
