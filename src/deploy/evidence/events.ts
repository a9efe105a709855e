import type { KubeObject } from "../../client/object.ts";
import type { Around } from "../doom/around.ts";
import type { AboutEvent } from "../doom/event.ts";
import { newPodsOf } from "../doom/revision.ts";
import type { EventLine } from "../failure.ts";
import { claimsOf } from "../readiness/claim.ts";

/** The most that are shown of an object. */
const MOST = 10;

/**
 * What the cluster tells of an object, its ReplicaSets, its new pods and their claims: equal messages as
 * one, warnings before others where there are too many, the newest last.
 */
export function eventsOf(object: KubeObject, around: Around): EventLine[] {
  const pods = newPodsOf(object, around);
  const claims = pods.flatMap(claimsOf).map((name) => around.claim(name));
  const about = [object, ...around.ownedBy(object, "ReplicaSet"), ...pods, ...claims];
  const unique = new Set(about.filter((each) => each !== undefined));
  const merged = merge([...unique].flatMap((each) => around.eventsAbout(each)));
  const chosen = merged.sort((a, b) => rankOf(a) - rankOf(b) || b.at - a.at).slice(0, MOST);
  return chosen.sort((a, b) => a.at - b.at).map(lineOf);
}

function merge(events: readonly AboutEvent[]): AboutEvent[] {
  const alike = Map.groupBy(
    events,
    ({ reason, message, type }) => `${type}\n${reason}\n${message}`,
  );
  return [...alike.values()].map((group) => {
    const newest = group.reduce((a, b) => (b.at > a.at ? b : a));
    return { ...newest, count: group.reduce((sum, { count }) => sum + count, 0) };
  });
}

function rankOf({ type }: AboutEvent): number {
  return type === "Warning" ? 0 : 1;
}

function lineOf({ type, reason, message, count, time, about }: AboutEvent): EventLine {
  return { type, reason, message, count, time, about };
}
