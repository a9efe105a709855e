import { toYaml } from "../../yaml.ts";
import type { Shared } from "./base.ts";
import { type Fields, groupOf, isFields, type Manifest } from "./fields.ts";
import { jsonPatch } from "./json-patch.ts";
import { podPath } from "./known-kinds.ts";
import { pattern } from "./namespaces.ts";
import { strategicPatch } from "./strategic.ts";

/** A patch of one object: the text of its file, and what the kustomization says beside its path. */
export interface Patch {
  readonly text: string;
  readonly entry: Fields;
}

/**
 * The patch that turns an object of the base into an environment's own: a strategic merge patch, which
 * looks like the object, or a JSON patch where the other cannot say it, or would have to repeat long
 * lists of which little differs. Undefined where nothing differs.
 */
export function patchOf(
  base: Manifest,
  wanted: Manifest,
  all: readonly Manifest[],
): Patch | undefined {
  const steps = jsonPatch(base, wanted);
  if (steps.length === 0) return undefined;
  const target = { ...kindOf(base, all), name: pattern(base.metadata.name), ...placeOf(base, all) };
  const exact: Patch = { text: toYaml(steps), entry: { target } };
  const strategic = strategicPatch(base, wanted);
  if (strategic === undefined) return exact;
  const { apiVersion, kind, metadata } = base;
  const { apiVersion: _, kind: __, metadata: changed, ...others } = strategic.fields;
  const { name, namespace } = metadata;
  const at = { name, ...(namespace !== undefined && { namespace }) };
  const text = toYaml({ apiVersion, kind, metadata: { ...at, ...(changed as Fields) }, ...others });
  if (exact.text.length * timesShorter(base) < text.length) return exact;
  const isRenamed = wanted.metadata.name !== name;
  if (isRenamed && takesOutLabels(changed)) return exact;
  const note = strategic.hasPlaceholders ? placeholderNote : "";
  return {
    text: note + text,
    entry: isRenamed ? { target, options: { allowNameChange: true } } : {},
  };
}

/** From where on a JSON patch is better to read. Pods are known by their shape, not by numbers of items. */
function timesShorter(base: Manifest): number {
  return podPath(base) !== undefined ? 3 : 2;
}

/** Kustomize takes the `null` of a label for its value, in a patch that has a target. */
function takesOutLabels(metadata: unknown): boolean {
  const { labels, annotations } = (metadata ?? {}) as Fields;
  return [labels, annotations].some(
    (map) => map === null || (isFields(map) && Object.values(map).includes(null)),
  );
}

const placeholderNote =
  "# A name alone keeps its place: kustomize puts the items that a patch names first.\n";

/** Entries that take objects of the base out, one for each kind. */
export function leavingOut(objects: readonly Shared[], all: readonly Manifest[]): Fields[] {
  const places = Map.groupBy(objects, ({ base }) =>
    JSON.stringify([kindOf(base, all), placeOf(base, all)]),
  );
  return [...places].map(([place, of]) => {
    const [kind, namespace] = JSON.parse(place) as [Fields, Fields];
    const name = of.map(({ base }) => pattern(base.metadata.name)).join("|");
    const patch = { kind: kind.kind, metadata: { name: "left-out" }, $patch: "delete" };
    return { target: { ...kind, name, ...namespace }, patch: toYaml(patch) };
  });
}

/** The kind, and its group where another group has one too. */
function kindOf(base: Manifest, all: readonly Manifest[]): Fields {
  const group = groupOf(base);
  const groups = new Set(all.filter(({ kind }) => kind === base.kind).map(groupOf));
  return { ...(groups.size > 1 && { group: group || "^$" }), kind: base.kind };
}

/**
 * The namespace, where one object has none and another of its kind and name has one. Kustomize takes
 * those that have none for objects of `default`.
 */
function placeOf(base: Manifest, all: readonly Manifest[]): Fields {
  const { name, namespace } = base.metadata;
  const twins = all.filter(
    ({ apiVersion, kind, metadata }) =>
      apiVersion === base.apiVersion && kind === base.kind && metadata.name === name,
  );
  return twins.length > 1 ? { namespace: namespace ?? "default" } : {};
}
