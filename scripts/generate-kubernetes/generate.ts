import { readCrds } from "./crds.ts";
import { readDiscovery } from "./discovery.ts";
import { type Lifecycle, readDefaultBetas, readLifecycles } from "./lifecycle.ts";
import { Likeness } from "./likeness.ts";
import { mergeKinds, mergeTypes } from "./merge.ts";
import { type OpenApi, readOpenApi } from "./openapi.ts";
import { apiVersionOf, fileOf, type KindShape, referencesOf, type Types } from "./shape.ts";
import { folderOf, KUBERNETES, LIFECYCLE, OPERATORS } from "./sources.ts";
import { type IndexedKind, writeIndex, writeRemovals, writeTypeFiles } from "./write-data.ts";
import { writeTypes } from "./write-types.ts";
import { newestFirst } from "./written-kinds.ts";

const OLDEST = Math.min(...KUBERNETES.keys());
const NEWEST = Math.max(...KUBERNETES.keys());

/** Everything that is generated from files of Go modules: path below `src/kubernetes` to text. */
export async function generate(): Promise<Map<string, string>> {
  const byMinor = new Map<number, { openApi: OpenApi; kinds: KindShape[]; betas: Set<string> }>();
  for (const [minor, module] of KUBERNETES) {
    const folder = await folderOf(module);
    const openApi = await readOpenApi(folder);
    const kinds = await readDiscovery(folder, openApi);
    byMinor.set(minor, { openApi, kinds, betas: await readDefaultBetas(folder) });
  }
  const betas = new Set([...byMinor.values()].flatMap((minor) => [...minor.betas]));
  const types = mergeTypes(mapValues(byMinor, ({ openApi }) => openApi.types));
  const lifecycles = await readLifecycles(await folderOf(LIFECYCLE));
  const kinds: IndexedKind[] = mergeKinds(mapValues(byMinor, (minor) => minor.kinds)).map(
    (kind) => ({
      ...kind,
      ...(/alpha|beta/.test(kind.version) &&
        !betas.has(`${fileOf(kind.type)}:${kind.plural}`) && { optIn: true }),
      lifecycle: lifecycleOf(kind, lifecycles.get(kind.type)),
    }),
  );

  const newest = byMinor.get(NEWEST)!;
  const newestTypes: Types = new Map(newest.openApi.types);
  const writtenKinds = [...newest.kinds];
  const likeness = new Likeness([...byMinor.values()].map(({ openApi }) => openApi.types));
  for (const operator of OPERATORS) {
    const crds = await readCrds(operator, likeness);
    for (const [name, type] of crds.types) newestTypes.set(name, type);
    for (const [name, type] of mergeTypes(new Map([[NEWEST, crds.types]]))) types.set(name, type);
    kinds.push(...crds.kinds.map((kind) => ({ ...kind, operator: operator.name })));
    writtenKinds.push(...crds.kinds);
  }

  const files = new Map<string, string>();
  for (const [file, text] of writeTypeFiles(usedTypes(types, kinds)))
    files.set(`data/types/${file}`, text);
  files.set("data/kinds.json", writeIndex(newestFirst(kinds) as IndexedKind[]));
  files.set("data/removals.json", writeRemovals(earlierRemovals(lifecycles, kinds)));
  files.set("data/sources.json", `${JSON.stringify(sources(), null, 2)}\n`);
  const operators = new Set(OPERATORS.map(({ name }) => name));
  const typeFiles = writeTypes({ kinds: writtenKinds, types: newestTypes, operators });
  for (const [file, text] of typeFiles) files.set(`types/${file}`, text);
  return files;
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
  lifecycles: Awaited<ReturnType<typeof readLifecycles>>,
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
    if (replacement)
      lifecycle.replacement = { ...replacement, kind: replacement.kind.replace(/List$/, "") };
    found.set(key, lifecycle);
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
