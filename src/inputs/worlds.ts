import type { Assumptions } from "../check/assumptions.ts";
import type { NodeSize } from "../check/nodes.ts";
import { type InPlatform, type World, worldOf } from "../check/world.ts";
import { ApiServer, type Judged } from "../kubernetes/api-server.ts";
import { NEWEST_MINOR } from "../kubernetes/versions.ts";
import { renderEnvironment } from "../load/environment.ts";
import { loadPlatform } from "../load/load.ts";
import type { ReadOptions } from "../manifests/read/index.ts";
import type { ImageChoice } from "../platform/resolve/index.ts";
import { fail } from "../problem.ts";
import type { ProgramEntry } from "../program-entry.ts";
import type { FromFiles } from "./files.ts";
import { type FromPlatform, materialOf } from "./platform.ts";
import type { SourceLines } from "./source-lines.ts";

/** What a command is pointed at. */
export interface Inputs {
  /** Platform files, manifests, folders, `-`. */
  readonly paths: readonly string[];
  /** One environment of the platforms; all of them by default. */
  readonly environment: string | undefined;
  readonly choice: ImageChoice;
  /** The minor to check for; a platform's own, or the newest, by default. */
  readonly minor: number | undefined;
  /** Whether every file is a world of its own. */
  readonly each: boolean;
  /** What is in the cluster before: paths of the same sorts, without platforms. */
  readonly against: readonly string[];
  /** What is there without being among the objects. */
  readonly assumptions: Assumptions;
  /** The nodes of the cluster, where a person tells them. */
  readonly nodes: readonly NodeSize[];
  /** What a person knows of programs. */
  readonly programs: readonly ProgramEntry[];
  /** Of charts: the values files of each rendering; one without any by default. */
  readonly values: readonly (readonly string[])[];
  /** Builds of kustomizations among the paths that were begun before. */
  readonly begun?: NonNullable<ReadOptions["begun"]>;
  /** Remembers what cannot be read again. */
  readonly lines: SourceLines;
  /** URL of the module that `import … from "slipway"` stands for in a platform file. */
  readonly entry: string;
}

/**
 * The worlds to check, one after the other: every environment of a platform, with the objects of the
 * other paths beside it; without a platform all paths together, or each file by itself. With several
 * renderings of the charts, all that once for each.
 *
 * @throws ProblemError for what cannot be read or rendered at all
 */
export async function* worlds(inputs: Inputs): AsyncGenerator<World> {
  const { values } = inputs;
  for (const each of values.length > 0 ? values : [[]]) yield* worldsWith(each, inputs);
}

async function* worldsWith(values: readonly string[], inputs: Inputs): AsyncGenerator<World> {
  const platforms = inputs.paths.filter(isPlatformFile);
  const files = inputs.paths.filter((path) => !isPlatformFile(path));
  const { begun } = inputs;
  const reading = {
    values,
    meanwhile: loadFor(inputs.minor ?? NEWEST_MINOR),
    ...(begun && { begun }),
  };
  const { objects: before } = await together(inputs.against, reading);
  const { nodes, programs } = inputs;
  const told = { ...(nodes.length > 0 && { nodes }), ...(programs.length > 0 && { programs }) };
  const complete = (
    found: FromFiles & { readonly environment?: InPlatform },
    minor = inputs.minor ?? NEWEST_MINOR,
    assumptions = inputs.assumptions,
  ) => worldOf({ ...found, ...told, minor, before, assumptions });
  if (platforms.length === 0) {
    if (inputs.environment !== undefined)
      fail({ message: "-e is for a platform, and none is named", instead: "leave -e out" });
    if (!inputs.each) return yield complete(await together(files, reading, inputs.lines));
    const { readEach } = await import("./files.ts");
    for await (const found of readEach(files, reading, inputs.lines)) yield complete(found);
    return;
  }
  const beside = await together(files, reading, inputs.lines);
  for (const file of platforms) {
    const before: World[] = [];
    for await (const { name, objects, minor, assumed } of environmentsOf(file, inputs)) {
      const environment = { name, before: [...before] };
      const found = { ...beside, objects: [...objects, ...beside.objects], environment };
      const assumptions = inputs.assumptions.implying(assumed);
      const world = await complete(found, inputs.minor ?? minor, assumptions);
      yield world;
      before.push(world);
    }
  }
}

/** Reads paths; without any, the reader is not even loaded: a platform alone needs none. */
async function together(
  paths: readonly string[],
  reading: ReadOptions,
  lines?: SourceLines,
): Promise<FromFiles> {
  if (paths.length === 0) return { problems: [], surprises: [], objects: [], trees: [] };
  const { readTogether } = await import("./files.ts");
  return readTogether(paths, reading, lines);
}

/** Makes ready what objects will be judged by, while something else takes time. */
function loadFor(minor: number): ReadOptions["meanwhile"] {
  return (documents) => {
    const objects = documents.flatMap((each) => each.objects.map(({ value }) => value as Judged));
    const ofEachKind = new Map(objects.map((each) => [`${each.apiVersion} ${each.kind}`, each]));
    const ready = ApiServer.of(minor, objects).then((server) => {
      for (const object of ofEachKind.values()) server.create(object);
    });
    // It is only ahead of its time: what goes wrong now goes wrong again when it is needed.
    ready.catch(() => {});
  };
}

const moduleName = /\.[cm]?[jt]s$/;

/** Whether a path names a platform, by its ending. */
export function isPlatformFile(path: string): boolean {
  return moduleName.test(path);
}

async function* environmentsOf(
  file: string,
  { environment, choice, entry, lines }: Inputs,
): AsyncGenerator<FromPlatform & { readonly name: string }> {
  const platform = await loadPlatform(file, entry, (each) => lines.noteFile(each));
  const chosen = environment === undefined ? platform.environments : [environment];
  for (const each of chosen.length > 0 ? chosen : [""]) {
    const forAll: ImageChoice = { ...choice, ...(chosen.length > 1 && { isForAll: true }) };
    const material = materialOf(await renderEnvironment(platform, file, each, forAll), file);
    yield { ...material, name: each };
  }
}
