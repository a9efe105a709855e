import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Assumptions, parseAssumption } from "../../src/check/assumptions.ts";
import { type World, worldOf } from "../../src/check/world.ts";
import { type FromFiles, readTogether } from "../../src/inputs/files.ts";
import { NEWEST_MINOR } from "../../src/kubernetes/versions.ts";

/** The world of a text, as `slipway check` reads it: a kustomization from its folder, else from stdin. */
export async function worldOfText(text: string, before = "", minor = NEWEST_MINOR): Promise<World> {
  const { objects } = await read(before);
  return worldOf({
    ...(await read(text)),
    minor,
    before: objects,
    assumptions: assumptionsOf(text),
  });
}

async function read(text: string): Promise<FromFiles> {
  if (/^kind: Kustomization$/m.test(text)) return readFolder("kustomization.yaml", text);
  const stdin = (async function* () {
    yield Buffer.from(text);
  })();
  return readTogether(["-"], { stdin });
}

async function readFolder(name: string, text: string): Promise<FromFiles> {
  const folder = mkdtempSync(join(tmpdir(), "slipway-rule-"));
  try {
    writeFileSync(join(folder, name), text);
    return await readTogether([folder], {});
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What a first line such as `# slipway check --assume Secret/db:password` assumes. */
function assumptionsOf(text: string): Assumptions {
  const [line = ""] = text.split("\n");
  const given = line.startsWith("# slipway check ") ? line.matchAll(/--assume (\S+)/g) : [];
  return new Assumptions([...given].flatMap(([, each = ""]) => parseAssumption(each) ?? []));
}
