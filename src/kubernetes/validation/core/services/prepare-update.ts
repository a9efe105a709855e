import type { Service, ServicePort, ServiceSpec } from "../../../types/core.ts";
import type { DecodedObject } from "../../kind-rules.ts";
import { isExternal, needsHealthCheck } from "./external-traffic.ts";
import { opensPorts } from "./node-ports.ts";

/**
 * Keeps what the server gave the old Service and the new one does not say, and drops what its new
 * type no longer has, where it was left as it was.
 *
 * @see k8s.io/kubernetes/pkg/registry/core/service/storage/storage.go patchAllocatedValues, normalizeClusterIPs
 * @see k8s.io/kubernetes/pkg/registry/core/service/strategy.go dropTypeDependentFields
 */
export function prepareServiceUpdate(object: Record<string, unknown>, before: DecodedObject): void {
  const { spec } = object as Partial<Service>;
  const { spec: old } = before as Partial<Service>;
  if (!spec || !old) return;
  if (spec.type !== "ExternalName" && old.type !== "ExternalName") keepAddresses(spec, old);
  if (spec.type === "ExternalName" && old.type !== "ExternalName") dropAddresses(spec, old);
  const had = opensPorts(old);
  if (had && opensPorts(spec)) keepNodePorts(spec.ports ?? [], old.ports ?? []);
  if (had && !opensPorts(spec)) dropNodePorts(spec.ports ?? [], old.ports ?? []);
  const wasBalanced = old.type === "LoadBalancer" && spec.type !== "LoadBalancer";
  if (wasBalanced) dropSame(spec, old, "allocateLoadBalancerNodePorts");
  if (wasBalanced) dropSame(spec, old, "loadBalancerClass");
  if (needsHealthCheck(old) && !needsHealthCheck(spec)) dropSame(spec, old, "healthCheckNodePort");
  if (isExternal(old) && !isExternal(spec)) dropSame(spec, old, "externalTrafficPolicy");
}

function keepAddresses(spec: ServiceSpec, old: ServiceSpec): void {
  const oldIPs = old.clusterIPs ?? [];
  spec.clusterIP ||= old.clusterIP ?? "";
  if (!spec.clusterIPs?.length) spec.clusterIPs = [...oldIPs];
  // The older field was changed, and the newer was not.
  if (spec.clusterIP !== (old.clusterIP ?? "") && same(spec.clusterIPs, oldIPs))
    spec.clusterIPs = [spec.clusterIP];
}

function dropAddresses(spec: ServiceSpec, old: ServiceSpec): void {
  if (spec.clusterIP === old.clusterIP && same(spec.clusterIPs, old.clusterIPs)) {
    delete spec.clusterIP;
    delete spec.clusterIPs;
  }
  if (same(spec.ipFamilies, old.ipFamilies)) delete spec.ipFamilies;
  dropSame(spec, old, "ipFamilyPolicy");
}

/** By the port's name, unless another port has it now. */
function keepNodePorts(ports: ServicePort[], old: readonly ServicePort[]): void {
  const open = new Set(ports.map(({ nodePort }) => nodePort));
  const known = new Map(old.map(({ name = "", nodePort }) => [name, nodePort]));
  for (const port of ports) {
    const before = known.get(port.name ?? "");
    if (!port.nodePort && before && !open.has(before)) port.nodePort = before;
  }
}

function dropNodePorts(ports: ServicePort[], old: readonly ServicePort[]): void {
  const known = new Set(old.map(({ nodePort }) => nodePort));
  if (ports.every(({ nodePort }) => !nodePort || known.has(nodePort)))
    for (const port of ports) delete port.nodePort;
}

function dropSame(spec: ServiceSpec, old: ServiceSpec, field: keyof ServiceSpec): void {
  if (spec[field] === old[field]) delete spec[field];
}

function same(a: readonly string[] = [], b: readonly string[] = []): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index]);
}
