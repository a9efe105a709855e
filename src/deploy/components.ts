import { type KubeObject, keyOf } from "../client/object.ts";
import { didYouMean } from "../closest.ts";
import { podSpecOf, readsOf } from "../kubernetes/pod-reads.ts";
import { fail } from "../problem.ts";
import { MAKER_KINDS } from "./order/made-secrets.ts";
import { type Order, orderOf } from "./order/order.ts";
import { isGround } from "./order/stage.ts";
import type { Desired, Wanted } from "./wanted.ts";

/** A deploy of some components. */
export interface Chosen {
  /** The whole release: what is not chosen as the last good deploy had it. */
  readonly desired: Desired;
  /** Keys of what is not chosen: it is neither written nor waited for. */
  readonly untouched: ReadonlySet<string>;
  /** Components that come along: a chosen one needs them, and they are not there. */
  readonly along: readonly string[];
}

/**
 * Some components of what is desired, in place of what the last good deploy had of them. With them come
 * the ConfigMaps and Secrets that they read, what belongs to no component and they need, such as their
 * namespace, and components that they need and that were never deployed, such as a migration of this
 * version.
 *
 * @param former what the last good deploy brought; undefined before there was one
 * @throws ProblemError for a component that there is not
 */
export function onlyComponents(
  desired: Desired,
  names: readonly string[],
  former: Desired | undefined,
): Chosen {
  const known = [...new Set(desired.wanted.flatMap(({ part }) => part ?? []))];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined)
    return fail({
      message: `there is no component "${unknown}" in this environment`,
      instead: didYouMean(unknown, known),
    });
  const before = former?.wanted ?? [];
  const { keys, parts } = chosenIn(desired.wanted, names, new Set(before.map(({ key }) => key)));
  const rest = before.filter(({ key }) => !keys.has(key));
  const own = desired.wanted.filter(({ key }) => keys.has(key));
  return {
    desired: {
      ...desired,
      wanted: [...rest, ...own],
      required: requiredOf(desired, keys),
      images: { ...former?.images, ...desired.images },
    },
    untouched: new Set(rest.map(({ key }) => key)),
    along: [...parts].filter((part) => !names.includes(part)),
  };
}

/** The Secrets that must be there, without those that only pods read that stay as they are. */
function requiredOf({ required, wanted }: Desired, chosen: ReadonlySet<string>) {
  const [own, others] = [true, false].map(
    (isOwn) =>
      new Set(
        wanted.flatMap(({ key, object }) => (chosen.has(key) === isOwn ? readBy(object) : [])),
      ),
  ) as [Set<string>, Set<string>];
  return required?.filter(({ namespace, name }) => {
    const key = keyOf({ apiVersion: "v1", kind: "Secret", namespace, name });
    return own.has(key) || !others.has(key);
  });
}

/** The objects of the components, with what they need. */
function chosenIn(
  wanted: readonly Wanted[],
  names: readonly string[],
  there: ReadonlySet<string>,
): { readonly keys: ReadonlySet<string>; readonly parts: ReadonlySet<string> } {
  const order = orderOf(wanted);
  const byKey = new Map(wanted.map((each) => [each.key, each]));
  const keys = new Set<string>();
  const parts = new Set<string>();
  const takePart = (name: string) => {
    if (parts.has(name)) return;
    parts.add(name);
    for (const each of wanted) if (each.part === name) take(each);
  };
  const take = (one: Wanted | undefined) => {
    if (!one || keys.has(one.key)) return;
    const { key, object } = one;
    keys.add(key);
    for (const read of readBy(object)) take(byKey.get(read));
    for (const need of needsOf(order, key)) {
      const needed = byKey.get(need.key);
      if (!needed) continue;
      if (needed.part === undefined) take(needed);
      // What all of a namespace stands on belongs to other components too, and is not asked for by this one.
      else if (need.isGround) continue;
      else if (MAKERS.includes(needed.object.kind)) take(needed);
      else if (!there.has(need.key)) takePart(needed.part);
    }
  };
  for (const name of names) takePart(name);
  return { keys, parts };
}

/** Keys of the ConfigMaps and Secrets that an object's pods read: their contents are a part of the pods. */
function readBy(object: KubeObject): string[] {
  const { namespace } = object.metadata;
  const read = readsOf(podSpecOf(object) ?? {});
  return read.map(({ kind, name }) => keyOf({ apiVersion: "v1", kind, namespace, name }));
}

/** What only makes Secrets; a database is more than those that it makes. */
const MAKERS = MAKER_KINDS.filter((kind) => kind !== "Cluster");

interface Needed {
  readonly key: string;
  readonly isGround: boolean;
}

/** What an object needs; of the ground of a namespace each object that it is made of. */
function needsOf(order: Order, key: string): Needed[] {
  return (order.get(key) ?? []).flatMap((need): Needed[] =>
    isGround(need.key)
      ? (order.get(need.key) ?? []).map((one) => ({ key: one.key, isGround: true }))
      : [{ key: need.key, isGround: false }],
  );
}
