import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { folderOf, ModuleMissing } from "../../../scripts/generate-kubernetes/sources.ts";
import { Assumptions } from "../../../src/check/assumptions.ts";
import type { Finding, ObjectIdentity } from "../../../src/check/finding.ts";
import { rules } from "../../../src/check/rules.ts";
import { run } from "../../../src/check/run.ts";
import { selected } from "../../../src/check/selection.ts";
import { type World, worldOf } from "../../../src/check/world.ts";
import { readTogether } from "../../../src/inputs/files.ts";
import { NEWEST_MINOR } from "../../../src/kubernetes/versions.ts";
import { NEEDS_GO } from "../../go-program.ts";
import { kustomizeProgram } from "../../manifests/kustomize/program.ts";
import { helmProgram } from "../../manifests/read/helm/program.ts";
import { manifestsIn } from "../others.ts";
import { foundIn } from "./clones.ts";
import type { PrecisionTree } from "./tree.ts";

/** A finding, as it is judged: without what changes from machine to machine. */
export interface Told {
  readonly tree: string;
  readonly rule: string;
  readonly severity: "error" | "warning";
  /** `file:line`, below the tree's folder. */
  readonly place: string;
  /** `Deployment shop/web`; empty for a file or a document that holds no object. */
  readonly object: string;
  readonly message: string;
}

/** What the check tells of a tree. */
export interface CheckedTree {
  readonly tree: PrecisionTree;
  readonly folder: string;
  readonly objects: number;
  /** Errors and warnings outside `practice`, each once. */
  readonly told: readonly Told[];
  /** The same as the check gives them, by {@link keyOf}. */
  readonly findings: ReadonlyMap<string, Finding>;
  /** With what is told as good to know. */
  readonly all: readonly Finding[];
  readonly worlds: readonly World[];
}

const chosen = selected(rules, [], ["practice"]);

/** Milliseconds for a build: on a busy machine one that takes longer than usual is no finding. */
const PATIENCE = 600_000;

/**
 * Checks each installation of a tree by itself, as `slipway check PATHS` does, with the newest minor
 * and no assumption.
 *
 * @returns why not, where the tree or a program is not there
 */
export async function check(tree: PrecisionTree): Promise<CheckedTree | string> {
  const folder = await folderOfTree(tree);
  if ("missing" in folder) return folder.missing;
  const environment = programs();
  if (environment === undefined) return NEEDS_GO;
  const told = new Map<string, Told>();
  const findings = new Map<string, Finding>();
  const all: Finding[] = [];
  const worlds: World[] = [];
  for (const full of installationsIn(folder.path, tree)) {
    const found = await readTogether(full, { environment, timeout: PATIENCE });
    const none = { minor: NEWEST_MINOR, before: [], assumptions: new Assumptions() };
    const world = await worldOf({ ...found, ...none });
    if (world.objects.length + world.problems.length === 0)
      throw new Error(`${tree.name}: nothing is in ${full.join(" ")}`);
    worlds.push(world);
    for (const finding of run(chosen, world)) {
      const { severity } = finding;
      all.push(finding);
      if (severity === "info") continue;
      const one = toldOf(tree, folder.path, finding, severity);
      told.set(keyOf(one), one);
      findings.set(keyOf(one), finding);
    }
  }
  const objects = worlds.reduce((sum, world) => sum + world.objects.length, 0);
  return { tree, folder: folder.path, objects, told: [...told.values()], findings, all, worlds };
}

/** The paths of each installation; a folder with a star holds one in each file. */
function* installationsIn(folder: string, { installations }: PrecisionTree): Iterable<string[]> {
  for (const paths of installations) {
    const [first = ""] = paths;
    if (!first.endsWith("/*")) yield paths.map((path) => join(folder, path));
    else for (const file of manifestsIn(folder, [first.slice(0, -2)])) yield [file];
  }
}

/** What makes a finding the same as the one that was judged. */
export function keyOf({ tree, rule, severity, place, object, message }: Told): string {
  return [tree, rule, severity, place, object, message].join("\n");
}

function toldOf(
  { name: tree, random }: PrecisionTree,
  folder: string,
  { rule, file, line, message, object }: Finding,
  severity: Told["severity"],
): Told {
  const local = (text: string) => {
    const below = text.replaceAll(`${folder}/`, "");
    return random ? below.replace(random, "*") : below;
  };
  const place = `${local(file)}:${line}`;
  return { tree, rule, severity, place, object: local(nameOf(object)), message: local(message) };
}

/** `Deployment shop/web` */
export function nameOf(object: ObjectIdentity | null): string {
  if (object === null) return "";
  const { kind, namespace, name } = object;
  return `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}

type Folder = { readonly path: string } | { readonly missing: string };

async function folderOfTree({ from }: PrecisionTree): Promise<Folder> {
  if (!("version" in from)) return foundIn(from);
  try {
    return { path: await folderOf(from) };
  } catch (problem) {
    if (problem instanceof ModuleMissing) return { missing: problem.message };
    throw problem;
  }
}

let made: NodeJS.ProcessEnv | undefined;

/** An environment with the real helm and kustomize, in which nothing is fetched. */
function programs(): NodeJS.ProcessEnv | undefined {
  if (made) return made;
  const helm = helmProgram();
  const kustomize = kustomizeProgram();
  if (helm === undefined || kustomize === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "slipway-precision-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  symlinkSync(helm, join(folder, "helm"));
  symlinkSync(kustomize, join(folder, "kustomize"));
  made = { PATH: folder, HTTPS_PROXY: "http://127.0.0.1:1", GIT_ALLOW_PROTOCOL: "file" };
  return made;
}
