import { readCrds } from "./crds.ts";
import { readDiscovery } from "./discovery.ts";
import { type Lifecycle, readDefaultBetas, readLifecycles } from "./lifecycle.ts";
import { Likeness } from "./likeness.ts";
import { mergeKinds, mergeTypes } from "./merge.ts";
import { type OpenApi, readOpenApi } from "./openapi.ts";
import { apiVersionOf, fileOf, type KindShape, referencesOf, type Types } from "./shape.ts";
import { folderOf, type GoModule, KUBERNETES, LIFECYCLE, OPERATORS } from "./sources.ts";
import { readTimeZones } from "./time-zones.ts";
import { type IndexedKind, writeIndex, writeRemovals, writeTypeFiles } from "./write-data.ts";
import { writeTypes } from "./write-types.ts";
import { newestFirst } from "./written-kinds.ts";

const OLDEST = Math.min(...KUBERNETES.keys());
const NEWEST = Math.max(...KUBERNETES.keys());

type Lifecycles = Awaited<ReturnType<typeof readLifecycles>>;

interface Minor {
  readonly openApi: OpenApi;
  readonly kinds: readonly KindShape[];
  /** The beta versions that are served by default. */
  readonly betas: ReadonlySet<string>;
}

/** Everything that is generated from files of Go modules: path below `src/kubernetes` to text. */
export async function generate(): Promise<Map<string, string>> {
  const minors = new Map<number, Minor>();
  for (const [minor, module] of KUBERNETES) minors.set(minor, await readMinor(module));
  const lifecycles = await readLifecycles(await folderOf(LIFECYCLE));
  const newest = minors.get(NEWEST)!;
  const kinds = kubernetesKinds(minors, lifecycles);
  const types = mergeTypes(mapValues(minors, ({ openApi }) => openApi.types));
  const writtenKinds = [...newest.kinds];
  const writtenTypes: Types = new Map(newest.openApi.types);

  const likeness = new Likeness([...minors.values()].map(({ openApi }) => openApi.types));
  for (const operator of OPERATORS) {
    const crds = await readCrds(operator, likeness);
    kinds.push(...crds.kinds.map((kind) => ({ ...kind, operator: operator.name })));
    for (const [name, type] of mergeTypes(new Map([[NEWEST, crds.types]]))) types.set(name, type);
    writtenKinds.push(...crds.kinds);
    for (const [name, type] of crds.types) writtenTypes.set(name, type);
  }

  const operators = new Set(OPERATORS.map(({ name }) => name));
  return new Map([
    ...below("data/types", writeTypeFiles(usedTypes(types, kinds))),
    ["data/kinds.json", writeIndex(newestFirst(kinds))],
    ["data/removals.json", writeRemovals(earlierRemovals(lifecycles, kinds))],
    ["data/time-zones.json", `${JSON.stringify(await readTimeZones())}\n`],
    ["data/sources.json", `${JSON.stringify(sources(), null, 2)}\n`],
    ...below("types", writeTypes({ kinds: writtenKinds, types: writtenTypes, operators })),
  ]);
}

async function readMinor(module: GoModule): Promise<Minor> {
  const folder = await folderOf(module);
  const openApi = await readOpenApi(folder);
  const kinds = await readDiscovery(folder, openApi);
  return { openApi, kinds, betas: await readDefaultBetas(folder) };
}

function kubernetesKinds(
  minors: ReadonlyMap<number, Minor>,
  lifecycles: Lifecycles,
): IndexedKind[] {
  const betas = new Set([...minors.values()].flatMap((minor) => [...minor.betas]));
  return mergeKinds(mapValues(minors, ({ kinds }) => kinds)).map((kind) => {
    const isEarly = /alpha|beta/.test(kind.version);
    const isOptIn = isEarly && !betas.has(`${fileOf(kind.type)}:${kind.plural}`);
    const lifecycle = lifecycleOf(kind, lifecycles.get(kind.type));
    return { ...kind, ...(isOptIn && { optIn: true as const }), lifecycle };
  });
}

function below(folder: string, files: ReadonlyMap<string, string>): [string, string][] {
  return [...files].map(([file, text]) => [`${folder}/${file}`, text]);
}

/** Drops lists, options and other types that no kind leads to. */
function usedTypes(types: ReturnType<typeof mergeTypes>, kinds: readonly KindShape[]) {
  const used = new Set<string>();
  const visit = (name: string): void => {
    if (used.has(name)) return;
    used.add(name);
    for (const history of Object.values(types.get(name)!.fields)) {
      history.flatMap(referencesOf).forEach(visit);
    }
  };
  for (const { type } of kinds) visit(type);
  return new Map([...types].filter(([name]) => used.has(name)));
}

/**
 * The tagged lifecycle, corrected by what the minors show: some versions went earlier or stayed
 * longer.
 */
function lifecycleOf(kind: IndexedKind, tagged: Lifecycle | undefined): Lifecycle {
  const { introduced, deprecated, removed, replacement } = tagged ?? {};
  const seen = kind.until === undefined ? removed : kind.until + 1;
  return {
    ...(introduced !== undefined && { introduced }),
    ...(deprecated !== undefined && { deprecated }),
    ...(seen !== undefined && { removed: seen }),
    ...(replacement && { replacement }),
  };
}

function earlierRemovals(
  lifecycles: Lifecycles,
  kinds: readonly KindShape[],
): Map<string, Lifecycle> {
  const known = new Set(kinds.map((kind) => `${apiVersionOf(kind)}/${kind.kind}`));
  const found = new Map<string, Lifecycle>();
  for (const [type, { group, ...lifecycle }] of lifecycles) {
    const [version, kind] = type.slice(type.indexOf(".") + 1).split(":") as [string, string];
    const key = `${apiVersionOf({ group, version })}/${kind}`;
    if (known.has(key) || lifecycle.removed === undefined || lifecycle.removed > OLDEST) continue;
    const { replacement } = lifecycle;
    // The tag of IngressClass names its list.
    const named = replacement && { ...replacement, kind: replacement.kind.replace(/List$/, "") };
    found.set(key, named ? { ...lifecycle, replacement: named } : lifecycle);
  }
  return found;
}

function sources(): unknown {
  return {
    kubernetes: Object.fromEntries(
      [...KUBERNETES].map(([minor, { version }]) => [`1.${minor}`, version]),
    ),
    operators: Object.fromEntries(
      OPERATORS.map(({ name, path, version }) => [name, { path, version }]),
    ),
  };
}

function mapValues<K, V, W>(map: ReadonlyMap<K, V>, change: (value: V) => W): Map<K, W> {
  return new Map([...map].map(([key, value]) => [key, change(value)]));
}
