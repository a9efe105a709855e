import type { Arrow, Group, Node } from "./nodes.ts";

/** Groups and arrows, with one arrow in place of many that say the same. */
export interface Bundled {
  readonly groups: readonly Group[];
  readonly arrows: readonly Arrow[];
}

const alikeId = "alike";

/**
 * Who connects to everything in a group of several gets one arrow to the group; programs that do so
 * alike are framed, and the arrows start at the frame.
 */
export function bundled(arrows: readonly Node[], groups: readonly Group[]): Bundled {
  const single = [...new Map(arrows.map((arrow) => [`${arrow.from} ${arrow.to}`, arrow])).values()];
  const bundles = groups.filter(
    ({ id, boxes }) => (id === "data" || id === "services") && boxes.length > 1,
  );
  const wholes = new Map(
    [...new Set(single.map(({ from }) => from))].map((from) => {
      const ends = new Set(single.filter((arrow) => arrow.from === from).map(({ to }) => to));
      return [from, bundles.filter(({ boxes }) => boxes.every(({ id }) => ends.has(id)))] as const;
    }),
  );
  const framed = largestAlike(wholes);
  const isCovered = ({ from, to }: Node) =>
    wholes.get(from)?.some(({ boxes }) => boxes.some(({ id }) => id === to));
  const toGroups = (from: string, of: string): Arrow[] =>
    (wholes.get(of) ?? []).map(({ id }) => ({ from, to: id }));
  return {
    groups: groups.map((group) =>
      group.id === "programs" && framed.length > 0
        ? { ...group, alike: { id: alikeId, boxes: framed } }
        : group,
    ),
    arrows: [
      ...single.filter((arrow) => !isCovered(arrow)),
      ...[...wholes.keys()]
        .filter((from) => !framed.includes(from))
        .flatMap((from) => toGroups(from, from)),
      ...(framed[0] === undefined ? [] : toGroups(alikeId, framed[0])),
    ],
  };
}

/** The most programs that connect to the same groups as a whole. */
function largestAlike(wholes: ReadonlyMap<string, readonly Group[]>): readonly string[] {
  const some = [...wholes].filter(([, groups]) => groups.length > 0);
  const alike = Map.groupBy(some, ([, groups]) => groups.map(({ id }) => id).join());
  const largest = [...alike.values()].sort((a, b) => b.length - a.length)[0] ?? [];
  return largest.length > 1 ? largest.map(([from]) => from) : [];
}
