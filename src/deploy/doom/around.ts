import type { Cluster } from "../../client/cluster.ts";
import type { KubeObject } from "../../client/object.ts";
import { type AboutEvent, eventOf, uidOf } from "./event.ts";

/** The objects of a namespace that tell how its workloads fare. */
export interface Neighbours {
  readonly replicaSets: readonly KubeObject[];
  readonly controllerRevisions: readonly KubeObject[];
  readonly pods: readonly KubeObject[];
  readonly claims: readonly KubeObject[];
  readonly events: readonly KubeObject[];
}

/** A moment of a namespace. Made anew for each; what is looked up in it is sorted once. */
export class Around {
  private readonly neighbours: Neighbours;
  private owned: Map<string, KubeObject[]> | undefined;
  private told: Map<string, KubeObject[]> | undefined;
  private readonly read = new Map<string, AboutEvent[]>();

  constructor(neighbours: Neighbours) {
    this.neighbours = neighbours;
  }

  /** ReplicaSets, ControllerRevisions and pods that an object's controller made. */
  ownedBy(
    { metadata }: KubeObject,
    kind: "ReplicaSet" | "ControllerRevision" | "Pod",
  ): KubeObject[] {
    this.owned ??= ownedIn(this.neighbours);
    return this.owned.get(`${metadata.uid}/${kind}`) ?? [];
  }

  claim(name: string): KubeObject | undefined {
    return this.neighbours.claims.find(({ metadata }) => metadata.name === name);
  }

  /** The events about an object, the oldest first. */
  eventsAbout({ metadata }: KubeObject): AboutEvent[] {
    const uid = metadata.uid ?? "";
    const known = this.read.get(uid);
    if (known) return known;
    this.told ??= Map.groupBy(this.neighbours.events, uidOf);
    const events = (this.told.get(uid) ?? []).map(eventOf).sort((a, b) => a.at - b.at);
    this.read.set(uid, events);
    return events;
  }
}

function ownedIn(neighbours: Neighbours): Map<string, KubeObject[]> {
  const kinds = {
    ReplicaSet: neighbours.replicaSets,
    ControllerRevision: neighbours.controllerRevisions,
    Pod: neighbours.pods,
  };
  const owned = new Map<string, KubeObject[]>();
  for (const [kind, objects] of Object.entries(kinds)) {
    for (const object of objects) {
      const owner = object.metadata.ownerReferences?.find(({ controller }) => controller);
      if (!owner) continue;
      const key = `${owner.uid}/${kind}`;
      const others = owned.get(key);
      if (others) others.push(object);
      else owned.set(key, [object]);
    }
  }
  return owned;
}

/** The kinds that tell how workloads fare, as they are asked for. */
export const NEIGHBOURS: Readonly<
  Record<keyof Neighbours, { readonly apiVersion: string; readonly kind: string }>
> = {
  replicaSets: { apiVersion: "apps/v1", kind: "ReplicaSet" },
  controllerRevisions: { apiVersion: "apps/v1", kind: "ControllerRevision" },
  pods: { apiVersion: "v1", kind: "Pod" },
  claims: { apiVersion: "v1", kind: "PersistentVolumeClaim" },
  events: { apiVersion: "v1", kind: "Event" },
};

/** Reads a namespace as it is now. What may not be read is left out: nothing here is worth failing for. */
export async function readAround(
  cluster: Cluster,
  namespace: string,
  signal?: AbortSignal,
): Promise<Around> {
  const read = async (name: keyof Neighbours) => {
    try {
      return (await cluster.list({ ...NEIGHBOURS[name], namespace }, signal)).items;
    } catch {
      return [];
    }
  };
  const [replicaSets, controllerRevisions, pods, claims, events] = await Promise.all([
    read("replicaSets"),
    read("controllerRevisions"),
    read("pods"),
    read("claims"),
    read("events"),
  ]);
  return new Around({ replicaSets, controllerRevisions, pods, claims, events });
}
