import { type AnyComponent, sortOf } from "../component.ts";
import type { Priority } from "../priority.ts";
import {
  aString,
  type Check,
  either,
  listOf,
  literal,
  objectOf,
  optional,
  type ShapeOf,
  whole,
} from "../shape.ts";
import { aComponent, labels } from "./values.ts";

/** A taint that the pods put up with, as Kubernetes writes it. */
export interface Toleration {
  readonly key?: string;
  readonly operator?: "Exists" | "Equal";
  readonly value?: string;
  readonly effect?: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
  readonly tolerationSeconds?: number;
}

/** How replicas keep apart: by preference, as a condition, or not at all. */
export type Spread = "prefer" | "require" | "none";

/** On which nodes pods may run. */
export interface SchedulingOptions {
  /** Prefer nodes on which none of these runs. */
  readonly apart?: readonly AnyComponent[];
  /** Prefer nodes on which these run. */
  readonly near?: readonly AnyComponent[];
  /** Taints that the pods put up with. */
  readonly tolerations?: readonly Toleration[];
  /** Only nodes with these labels. */
  readonly nodes?: Readonly<Record<string, string>>;
  /** A `priority()` of this platform, or the name of a PriorityClass that the cluster has. */
  readonly priority?: Priority | string;
}

const running: Check = {
  says: "a component that runs pods",
  accepts: (value) =>
    ["web", "worker", "scheduler", "site", "postgres", "redis", "job", "cron"].includes(
      sortOf(value) ?? "",
    ),
  test: () => {},
};
const aToleration = objectOf<Toleration>({
  key: optional(aString),
  operator: optional(literal("Exists", "Equal")),
  value: optional(aString),
  effect: optional(literal("NoSchedule", "PreferNoSchedule", "NoExecute")),
  tolerationSeconds: optional(whole(0)),
});

export const aSpread = literal("prefer", "require", "none");
export const schedulingShape: ShapeOf<SchedulingOptions> = {
  apart: optional(listOf(running)),
  near: optional(listOf(running)),
  tolerations: optional(listOf(aToleration)),
  nodes: optional(labels),
  priority: optional(either(aString, aComponent("priority(…)", "priority"))),
};
