import type { Cluster, Query } from "../../../client/cluster.ts";
import type { KubeObject } from "../../../client/object.ts";
import { fieldsIn, isFields, valueAt } from "../../../kubernetes/fields.ts";
import { type LabelSelector, selectorOf, selects } from "../../../kubernetes/selectors.ts";
import { conditionOf } from "../../readiness/status.ts";

/** One look at the cluster: every kind is listed once at most. */
export class Seen {
  readonly cluster: Cluster;
  readonly namespace: string;
  readonly signal: AbortSignal;
  private readonly lists = new Map<string, Promise<readonly KubeObject[]>>();

  constructor(cluster: Cluster, namespace: string, signal: AbortSignal) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.signal = signal;
  }

  /** What there is of a kind in the namespace. */
  all(apiVersion: string, kind: string): Promise<readonly KubeObject[]> {
    return this.listed({ apiVersion, kind, namespace: this.namespace });
  }

  /** What there is of a kind of the whole cluster. */
  wide(apiVersion: string, kind: string): Promise<readonly KubeObject[]> {
    return this.listed({ apiVersion, kind });
  }

  /** The pods that labels select, without those that have ended or are being deleted. */
  async pods(labels: Readonly<Record<string, string>>): Promise<readonly KubeObject[]> {
    return (await this.all("v1", "Pod")).filter(
      (pod) => isSelected(pod, { matchLabels: labels }) && isRunning(pod),
    );
  }

  private listed(query: Query): Promise<readonly KubeObject[]> {
    const key = `${query.apiVersion}/${query.kind}`;
    const known = this.lists.get(key);
    if (known) return known;
    const list = this.cluster.list(query, this.signal).then(({ items }) => items);
    this.lists.set(key, list);
    return list;
  }
}

/** The one of a name. */
export function named(
  objects: readonly KubeObject[],
  { metadata: { name } }: KubeObject,
): KubeObject | undefined {
  return objects.find(({ metadata }) => metadata.name === name);
}

export function isReady(pod: KubeObject): boolean {
  return conditionOf(pod, "Ready")?.status === "True";
}

function isRunning({ metadata, status }: KubeObject): boolean {
  const isOver = ["Succeeded", "Failed"].includes(String(valueAt(status, ["phase"])));
  return !isOver && metadata.deletionTimestamp === undefined;
}

export function isSelected({ metadata }: KubeObject, selector: LabelSelector): boolean {
  return selects(selectorOf(selector), metadata.labels ?? {});
}

/** The containers of a pod's spec that go on running: sidecars with them. */
export function lastingContainers(spec: unknown): Record<string, unknown>[] {
  const sidecars = fieldsIn(valueAt(spec, ["initContainers"])).filter(
    ({ restartPolicy }) => restartPolicy === "Always",
  );
  return [...sidecars, ...fieldsIn(valueAt(spec, ["containers"]))];
}

/** Labels at a place of an object; undefined where there are none. */
export function labelsAt(
  value: unknown,
  steps: readonly string[],
): Readonly<Record<string, string>> | undefined {
  const labels = valueAt(value, steps);
  return isFields(labels) && Object.keys(labels).length > 0
    ? (labels as Record<string, string>)
    : undefined;
}
