import type { Cluster, Query } from "../../client/cluster.ts";
import { type KubeObject, keyOf, refOf } from "../../client/object.ts";

/** Whose a field is concerns plans alone, and takes as much room as all the rest of an object. */
export function withoutOwners(object: KubeObject): KubeObject {
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

/** The cluster as it is now, as far as somebody asked to see it; without who owns which field. */
export class Observatory {
  private readonly cluster: Cluster;
  private readonly signal: AbortSignal;
  private readonly changed: () => void;
  private readonly seen = new Map<string, Map<string, KubeObject>>();
  private readonly watches: Promise<void>[] = [];
  private fault: unknown;

  /** @param changed is called after every change */
  constructor(cluster: Cluster, signal: AbortSignal, changed: () => void) {
    this.cluster = cluster;
    this.signal = signal;
    this.changed = changed;
  }

  /** What a query finds now, by keys; from the first call on it is watched. */
  look(query: Query): ReadonlyMap<string, KubeObject> {
    if (this.fault !== undefined) throw this.fault;
    // Asked for each object that settles, again and again.
    const { apiVersion, kind, namespace = "", labels = "", fields = "" } = query;
    const name = `${apiVersion} ${kind} ${namespace} ${labels} ${fields}`;
    const known = this.seen.get(name);
    if (known) return known;
    const found = new Map<string, KubeObject>();
    this.seen.set(name, found);
    this.watches.push(this.follow(query, found));
    return found;
  }

  /** Once the signal ended the watches. */
  async closed(): Promise<void> {
    await Promise.all(this.watches);
  }

  private async follow(query: Query, found: Map<string, KubeObject>): Promise<void> {
    try {
      for await (const change of this.cluster.watch(query, this.signal)) {
        if (change.type === "all") found.clear();
        const objects = change.type === "all" ? change.items : [change.object];
        for (const object of objects) {
          const key = keyOf(refOf(object));
          if (change.type === "gone") found.delete(key);
          else found.set(key, withoutOwners(object));
        }
        this.changed();
      }
    } catch (problem) {
      if (this.signal.aborted) return;
      // Without its eyes a deploy cannot say that anything is well: it ends with this at its next look.
      this.fault ??= problem;
      this.changed();
    }
  }
}
