import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { crdPaths, OPERATORS } from "../../scripts/generate-kubernetes/sources.ts";
import { KUBERNETES_VERSION, type Programs, programsFolder } from "./build.ts";
import { run } from "./process.ts";

/**
 * The database of an API server that knows the custom resources of all bundled operators: their
 * CustomResourceDefinitions are taken from the operators' own Go modules, installed once (a server
 * takes a minute or two for them all) and kept beside the programs for every later start.
 */
export async function operatorSeed(
  { controlPlane }: Programs,
  tell: (line: string) => void = () => {},
): Promise<string> {
  const modules = OPERATORS.map(({ path, version, crds }) => `${path}@${version}/${crds.join()}`);
  const made = [KUBERNETES_VERSION, ...modules].join("\n");
  const key = createHash("sha256").update(made).digest("hex").slice(0, 16);
  const seed = join(programsFolder(), `seed-${key}`);
  if (existsSync(seed)) return seed;
  tell("installing the operators' custom resources (once, a minute or two)");
  const scratch = await mkdtemp(`${seed}-`);
  try {
    const crds = join(scratch, "crds.jsonl");
    const out = join(scratch, "etcd");
    const paths = (await Promise.all(OPERATORS.map(crdPaths))).flat();
    await writeFile(crds, await output(controlPlane, ["crds", ...paths]));
    await output(controlPlane, ["seed", `--crds=${crds}`, `--out=${out}`]);
    await rename(out, seed).catch((problem: unknown) => {
      if (!existsSync(seed)) throw problem; // else another process was quicker
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return seed;
}

async function output(program: string, args: readonly string[]): Promise<string> {
  const ended = await run(program, args, { holdStdin: true });
  if (ended?.code !== 0) throw new Error(`${args[0]}: ${ended?.stderr.trim()}`);
  return ended.stdout;
}
