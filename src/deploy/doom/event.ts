import type { KubeObject } from "../../client/object.ts";
import { isFields } from "../../kubernetes/fields.ts";
import type { EventLine } from "../failure.ts";
import { numberAt, textAt } from "../readiness/status.ts";

/** A message of the cluster, with what it belongs to. */
export interface AboutEvent extends EventLine {
  /** Of the object that it is about. */
  readonly uid: string;
  /** The container that it is about. */
  readonly container: string | undefined;
  /** Milliseconds since 1970, by the cluster's clock; 0 where it says nothing. */
  readonly at: number;
}

/** The object that an Event is about. */
export function uidOf(event: KubeObject): string {
  return textAt(event, "involvedObject.uid") || textAt(event, "regarding.uid");
}

/** Reads an Event, written in the old form or the new one (events.k8s.io, which the scheduler uses). */
export function eventOf(object: KubeObject): AboutEvent {
  const about = isFields(object.involvedObject) ? object.involvedObject : object.regarding;
  const times = [
    "series.lastObservedTime",
    "lastTimestamp",
    "deprecatedLastTimestamp",
    "eventTime",
  ];
  const time =
    times.map((path) => textAt(object, path)).find((text) => text !== "") ??
    object.metadata.creationTimestamp;
  const counts = ["series.count", "count", "deprecatedCount"];
  const count = Math.max(1, ...counts.map((path) => numberAt(object, path)));
  const field = /\{(.+)\}$/.exec(textAt(about, "fieldPath"));
  const namespace = textAt(about, "namespace");
  return {
    type: textAt(object, "type") === "Normal" ? "Normal" : "Warning",
    reason: textAt(object, "reason"),
    message: textAt(object, "message") || textAt(object, "note"),
    count,
    time,
    at: (time !== undefined && Date.parse(time)) || 0,
    uid: textAt(about, "uid"),
    container: field?.[1],
    about: {
      apiVersion: textAt(about, "apiVersion"),
      kind: textAt(about, "kind"),
      ...(namespace && { namespace }),
      name: textAt(about, "name"),
    },
  };
}
