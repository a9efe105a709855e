import type { Step } from "../../../kubernetes/validation/field-path.ts";
import type { Where } from "../../../problem.ts";
import type { Part, Value, ValueMap } from "../source.ts";
import { isMap, maps } from "../values.ts";
import { patchSetters } from "./patches.ts";
import type { Kustomization } from "./tree.ts";

/** An entry of a kustomization that sets a field, and to what if that is known. */
export interface Setter {
  readonly value: Value | undefined;
  readonly where: (part: Part) => Where;
}

/** A built object. */
export interface BuiltObject {
  readonly value: ValueMap;
  /** Its name before prefixes and suffixes. */
  readonly name: string;
  /** What stands at the path in question. */
  readonly wanted: Value | undefined;
}

/**
 * What of one kustomization sets a field, the last to be applied first.
 *
 * @see sigs.k8s.io/kustomize/api/internal/target/kusttarget.go
 */
export function* setters(
  kustomization: Kustomization,
  object: BuiltObject,
  steps: readonly Step[],
): Generator<Setter> {
  const { document, value } = kustomization;
  const entry = (path: readonly Step[], set: Value | undefined): Setter => ({
    value: set,
    where: (part) => document.locate(path, part),
  });
  const last = steps.at(-1);
  const { wanted } = object;
  if (last === "image" && typeof wanted === "string")
    for (const path of imageEntries(value, wanted)) yield entry(path, wanted);
  if (steps.join(".") === "spec.replicas")
    for (const [index, each] of maps(value.replicas))
      if (each.name === object.name) yield entry(["replicas", index, "count"], each.count);
  yield* patchSetters(kustomization, object, steps, "patchesJson6902");
  for (const [path, pairs] of pairLists(value))
    if (typeof last === "string" && isUnder(steps, path) && Object.hasOwn(pairs, last))
      yield entry([...path, last], asText(pairs[last]));
  if (last === "namespace" && typeof value.namespace === "string")
    yield entry(["namespace"], value.namespace);
  // Some kinds, such as CustomResourceDefinitions, keep their names.
  if (steps.join(".") === "metadata.name" && wanted !== object.name)
    for (const field of ["nameSuffix", "namePrefix"])
      if (typeof value[field] === "string" && value[field] !== "") yield entry([field], wanted);
  yield* patchSetters(kustomization, object, steps, "patches");
  yield* patchSetters(kustomization, object, steps, "patchesStrategicMerge");
}

function imageEntries({ images }: ValueMap, image: string): Step[][] {
  const [, name, tag, digest] = /^(.*?)(?::([\w][\w.-]*))?(?:@(.*))?$/.exec(image) ?? [];
  return maps(images).flatMap(([index, entry]): Step[][] => {
    if ((entry.newName ?? entry.name) !== name) return [];
    if (digest !== undefined && entry.digest === digest) return [["images", index, "digest"]];
    if (tag !== undefined && asText(entry.newTag) === tag) return [["images", index, "newTag"]];
    return entry.newName === undefined ? [] : [["images", index, "newName"]];
  });
}

/** Labels and annotations that a kustomization adds, with their paths. */
function pairLists(value: ValueMap): [Step[], ValueMap][] {
  const lists: [Step[], Value | undefined][] = [
    [["commonAnnotations"], value.commonAnnotations],
    ...maps(value.labels).map(([index, { pairs }]): [Step[], Value | undefined] => [
      ["labels", index, "pairs"],
      pairs,
    ]),
    [["commonLabels"], value.commonLabels],
  ];
  return lists.filter((list): list is [Step[], ValueMap] => isMap(list[1]));
}

function isUnder(steps: readonly Step[], [field]: readonly Step[]): boolean {
  const parent = steps.at(-2);
  if (field === "commonAnnotations") return parent === "annotations";
  return (
    parent === "labels" ||
    parent === "matchLabels" ||
    parent === "selector" ||
    parent === "podSelector"
  );
}

function asText(value: Value | undefined): string | undefined {
  return value === undefined || typeof value === "object" ? undefined : String(value);
}
