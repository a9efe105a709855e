import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Assumptions, parseAssumption } from "../../src/check/assumptions.ts";
import { type World, worldOf } from "../../src/check/world.ts";
import { type FromFiles, readTogether } from "../../src/inputs/files.ts";
import { NEWEST_MINOR } from "../../src/kubernetes/versions.ts";
import { NEEDS_GO } from "../go-program.ts";
import { kustomizeProgram } from "../manifests/kustomize/program.ts";
import { pathOf } from "../manifests/read/programs.ts";

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
  if (/^# file: /m.test(text)) return readFolder(filesOf(text));
  if (/^kind: Kustomization$/m.test(text)) return readFolder([["kustomization.yaml", text]]);
  const stdin = (async function* () {
    yield Buffer.from(text);
  })();
  return readTogether(["-"], { stdin });
}

const folders: string[] = [];
process.once("exit", () => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A folder of files, the first of which is what is read; rules ask for places in it until the end. */
async function readFolder(files: readonly [string, string][]): Promise<FromFiles> {
  const folder = mkdtempSync(join(tmpdir(), "slipway-rule-"));
  folders.push(folder);
  for (const [name, text] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return readTogether([join(folder, dirname(files[0]?.[0] ?? ""))], { environment });
}

const kustomize = kustomizeProgram();
const environment = pathOf({ kustomize });

/** Why an example that kustomize builds cannot be read; nothing where it can. */
export function unreadable(text: string): string | undefined {
  const isBuilt = /^kind: Kustomization$/m.test(text);
  return isBuilt && kustomize === undefined ? NEEDS_GO : undefined;
}

/** What stands below lines such as `# file: base/kustomization.yaml`. */
function filesOf(text: string): [string, string][] {
  const parts = text.split(/^# file: (.*)\n/m).slice(1);
  return parts.flatMap((name, at) => (at % 2 === 0 ? [[name, parts[at + 1] ?? ""]] : []));
}

/** What a first line such as `# slipway check --assume Secret/db:password` assumes. */
function assumptionsOf(text: string): Assumptions {
  const [line = ""] = text.split("\n");
  const given = line.startsWith("# slipway check ") ? line.matchAll(/--assume (\S+)/g) : [];
  return new Assumptions([...given].flatMap(([, each = ""]) => parseAssumption(each) ?? []));
}
