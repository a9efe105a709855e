import { isDeepStrictEqual } from "node:util";
import type { Step } from "../../../kubernetes/validation/field-path.ts";
import type { Value } from "../source.ts";
import { isMap } from "../values.ts";

/** What stands at a path. */
export function at(value: Value | undefined, steps: readonly Step[]): Value | undefined {
  let found = value;
  for (const step of steps) {
    if (Array.isArray(found)) found = typeof step === "number" ? found[step] : undefined;
    else found = isMap(found) && Object.hasOwn(found, step) ? found[step] : undefined;
  }
  return found;
}

export function isScalar(value: Value | undefined): boolean {
  return value !== undefined && (typeof value !== "object" || value === null);
}

/** Fields that tell the items of a list apart, in Kubernetes' own lists. */
const mergeKeys = [
  "name",
  "containerPort",
  "port",
  "mountPath",
  "devicePath",
  "key",
  "ip",
  "topologyKey",
];

/**
 * The path in a base or patch that a path in the built object comes from: items of lists are found by
 * what tells them apart. As far as it goes; shorter where something is not there.
 */
export function counterpart(source: Value, built: Value, steps: readonly Step[]): Step[] {
  const path: Step[] = [];
  let here: Value | undefined = source;
  let there: Value | undefined = built;
  for (const step of steps) {
    const isSameLength =
      Array.isArray(there) && Array.isArray(here) && there.length === here.length;
    there = at(there, [step]);
    let own: Step = step;
    if (Array.isArray(here)) {
      const index = sameItem(here, there, step, isSameLength);
      if (index === undefined) return path;
      own = index;
    }
    here = at(here, [own]);
    if (here === undefined) return path;
    path.push(own);
  }
  return path;
}

function sameItem(
  list: readonly Value[],
  item: Value | undefined,
  index: Step,
  isSameLength: boolean,
): number | undefined {
  // Kustomize sorts the keys of maps.
  const isEqual = (each: Value | undefined) => isDeepStrictEqual(each, item);
  if (typeof index === "number" && isEqual(list[index])) return index;
  const equal = list.findIndex(isEqual);
  if (equal !== -1) return equal;
  if (isMap(item))
    for (const key of mergeKeys) {
      if (!Object.hasOwn(item, key)) continue;
      const found = list.findIndex((each) => isMap(each) && each[key] === item[key]);
      if (found !== -1) return found;
    }
  // What tells it apart may be what was changed.
  const isKeyed = isMap(item) && mergeKeys.some((key) => Object.hasOwn(item, key));
  const isThere = typeof index === "number" && index < list.length;
  return isThere && (isSameLength || !isKeyed) ? index : undefined;
}
