import { isDeepStrictEqual } from "node:util";

export type Fields = { [field: string]: unknown };

/** Lists whose items kustomize finds by their name; other lists are replaced whole. */
const byName = new Set(["containers", "initContainers", "volumes"]);

/**
 * Lists that a patch has to replace: kustomize moves patched variables before those that they are made
 * of, and mixes constraints with the base's.
 */
const mixed = new Set(["env", "topologySpreadConstraints"]);

/**
 * The strategic merge patch that turns one object into another, with no more than what differs; nothing
 * where nothing does.
 */
export function difference(base: Fields, wanted: Fields): Fields | undefined {
  const patch: Fields = {};
  for (const field of new Set([...Object.keys(base), ...Object.keys(wanted)])) {
    const [before, after] = [base[field], wanted[field]];
    if (isDeepStrictEqual(before, after)) continue;
    if (!(field in wanted)) patch[field] = null;
    else if (isMap(before) && isMap(after)) patch[field] = difference(before, after);
    else if (byName.has(field) && sameNames(before, after)) patch[field] = items(before, after);
    else if (mixed.has(field)) patch[field] = [...(after as Fields[]), { $patch: "replace" }];
    else patch[field] = after;
  }
  return Object.keys(patch).length === 0 ? undefined : patch;
}

export function isMap(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sameNames(before: unknown, after: unknown): boolean {
  return isDeepStrictEqual(names(before), names(after));
}

function names(list: unknown): unknown[] {
  return (list as Fields[]).map(({ name }) => name);
}

function items(before: unknown, after: unknown): Fields[] {
  return (before as Fields[]).flatMap((item, at) => {
    const wanted = (after as Fields[])[at]!;
    const patch = difference(item, wanted);
    return patch === undefined ? [] : [{ name: wanted.name, ...patch }];
  });
}
