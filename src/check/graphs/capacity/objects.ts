import { findKind } from "../../../kubernetes/kinds.ts";
import { ONE, type Usage } from "../../../kubernetes/pod-usage.ts";
import { parseQuantity, type Quantity } from "../../../kubernetes/quantity.ts";
import type { StatefulSet } from "../../../kubernetes/types/apps.ts";
import type { PersistentVolumeClaimSpec, Service } from "../../../kubernetes/types/core.ts";
import type { Decoded } from "../../../kubernetes/validation/decoded.ts";
import type { Item } from "../../objects/inventory.ts";

/** Kinds that quotas have a short name for. */
const SHORT: ReadonlyMap<string, string> = new Map([
  ["ConfigMap", "configmaps"],
  ["PersistentVolumeClaim", "persistentvolumeclaims"],
  ["ReplicationController", "replicationcontrollers"],
  ["ResourceQuota", "resourcequotas"],
  ["Secret", "secrets"],
  ["Service", "services"],
]);

/**
 * What a quota counts of an object that is no pod: that it is there, and what it asks for.
 *
 * @see k8s.io/kubernetes/pkg/quota/v1/evaluator/core/registry.go
 */
export function objectUsage({ apiVersion, group, kind, object }: Item): Usage {
  const plural = findKind(apiVersion, kind)?.plural;
  const usage = new Map<string, Quantity>();
  if (plural === undefined || kind === "Pod") return usage;
  usage.set(`count/${plural}${group === "" ? "" : `.${group}`}`, ONE);
  if (group !== "") return usage;
  const short = SHORT.get(kind);
  if (short !== undefined) usage.set(short, ONE);
  if (kind === "Service") addService(object as Decoded<Service>, usage);
  if (kind === "PersistentVolumeClaim")
    for (const [name, amount] of claimUsage(
      (object.spec ?? {}) as Decoded<PersistentVolumeClaimSpec>,
    ))
      usage.set(name, amount);
  return usage;
}

/** @see k8s.io/kubernetes/pkg/quota/v1/evaluator/core/services.go Usage */
function addService({ spec = {} }: Decoded<Service>, usage: Map<string, Quantity>): void {
  const { type, ports = [], allocateLoadBalancerNodePorts } = spec;
  const isBalancer = type === "LoadBalancer";
  if (isBalancer) usage.set("services.loadbalancers", ONE);
  if (!isBalancer && type !== "NodePort") return;
  const isSparing = isBalancer && allocateLoadBalancerNodePorts === false;
  const counted = isSparing ? ports.filter(({ nodePort = 0 }) => nodePort !== 0) : ports;
  usage.set("services.nodeports", parseQuantity(counted.length));
}

const CLASS = ".storageclass.storage.k8s.io/";

/** @see k8s.io/kubernetes/pkg/quota/v1/evaluator/core/persistent_volume_claims.go Usage */
export function claimUsage({
  storageClassName = "",
  resources,
}: Decoded<PersistentVolumeClaimSpec>): Usage {
  const counted = "persistentvolumeclaims";
  const usage = new Map<string, Quantity>([
    [counted, ONE],
    [`count/${counted}`, ONE],
  ]);
  const size = resources?.requests?.storage;
  if (size !== undefined) usage.set("requests.storage", parseQuantity(size));
  if (storageClassName !== "")
    for (const name of [counted, "requests.storage"]) {
      const amount = usage.get(name);
      if (amount) usage.set(`${storageClassName}${CLASS}${name}`, amount);
    }
  return usage;
}

/** What each pod of a StatefulSet claims for itself. */
export function templateUsages({ kind, object }: Item): readonly Usage[] {
  if (kind !== "StatefulSet") return [];
  const { volumeClaimTemplates = [] } = (object as Decoded<StatefulSet>).spec ?? {};
  return volumeClaimTemplates.map(({ spec = {} }) => claimUsage(spec));
}
