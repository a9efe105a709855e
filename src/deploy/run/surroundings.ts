import type { Query } from "../../client/cluster.ts";
import { type KubeObject, keyOf, refOf } from "../../client/object.ts";
import { Around, NEIGHBOURS } from "../doom/around.ts";
import { awaitsConsumer } from "../readiness/claim.ts";
import type { Beside } from "../readiness/index.ts";
import { unreachableOf } from "../readiness/unreachable.ts";
import type { Observatory } from "./observatory.ts";

/** What is seen around the objects of a deploy while it goes on; each namespace is watched from the first look on. */
export class Surroundings {
  private readonly observatory: Observatory;

  constructor(observatory: Observatory) {
    this.observatory = observatory;
  }

  /** An object as it is now; undefined where it is gone or was not seen yet. */
  now(object: KubeObject): KubeObject | undefined {
    const { apiVersion, kind, namespace, name } = refOf(object);
    // Objects of the whole cluster are few and may be large, such as definitions: each is watched by itself.
    const query =
      namespace === undefined
        ? { apiVersion, kind, fields: `metadata.name=${name}` }
        : { apiVersion, kind, namespace };
    return this.observatory.look(query).get(keyOf(refOf(object)));
  }

  /** @param namespace undefined for what lies in none: nothing is around it */
  around(namespace: string | undefined): Around {
    const all = (query: Query) =>
      namespace === undefined ? [] : [...this.observatory.look({ ...query, namespace }).values()];
    return new Around({
      replicaSets: all(NEIGHBOURS.replicaSets),
      controllerRevisions: all(NEIGHBOURS.controllerRevisions),
      pods: all(NEIGHBOURS.pods),
      claims: all(NEIGHBOURS.claims),
      events: all(NEIGHBOURS.events),
    });
  }

  /** What the status of an object does not tell. */
  beside(object: KubeObject): Beside {
    const { namespace } = object.metadata;
    if (object.kind === "PersistentVolumeClaim") {
      const pods = this.all({ ...NEIGHBOURS.pods, namespace });
      return { awaitsConsumer: awaitsConsumer(object, this.all(CLASSES), pods) };
    }
    if (object.kind !== "DaemonSet") return {};
    const pods = this.all({ ...NEIGHBOURS.pods, namespace });
    return { unreachable: unreachableOf(object, pods, this.all(NODES)) };
  }

  private all(query: Query): KubeObject[] {
    return [...this.observatory.look(query).values()];
  }
}

const CLASSES = { apiVersion: "storage.k8s.io/v1", kind: "StorageClass" };
const NODES = { apiVersion: "v1", kind: "Node" };
