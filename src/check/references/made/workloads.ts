import type { Item } from "../../objects/inventory.ts";
import type { Made, Makers } from "../made.ts";
import type { Place } from "../place.ts";
import { made } from "./make.ts";

export const madeByWorkloads: Makers = {
  // https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-storage
  "apps/StatefulSet": (set, by) =>
    set.list("spec", "volumeClaimTemplates").flatMap((template) => {
      const name = template.at("metadata", "name").text;
      return made(by, "PersistentVolumeClaim", name && `${name}-${by.name}-*`);
    }),
  "/Secret": copies,
  "/ConfigMap": copies,
};

/**
 * Controllers copy what is marked into other namespaces.
 *
 * @see https://github.com/emberstack/kubernetes-reflector
 * @see https://github.com/mittwald/kubernetes-replicator
 * @see https://appscode.com/products/config-syncer
 */
const COPYING = [
  "reflector.v1.k8s.emberstack.com/reflection-allowed",
  "replicator.v1.mittwald.de/replicate-to",
  "replicator.v1.mittwald.de/replicate-to-matching",
  "replicator.v1.mittwald.de/replication-allowed",
  "kubed.appscode.com/sync",
];

function copies(object: Place, by: Item): Made[] {
  const annotations = object.at("metadata", "annotations");
  if (!annotations.isThere || !COPYING.some((name) => annotations.key(name).isThere)) return [];
  const parts = ["data", "stringData", "binaryData"].map((field) => object.at(field).fields);
  const keys = parts.flatMap((part) => Object.keys(part));
  return made(by, by.kind, by.name, { namespace: undefined, keys });
}
