import type { Service, ServiceSpec } from "../../../types/core.ts";
import { warnCidr } from "../../cidr.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import { FieldPath } from "../../field-path.ts";
import { warnIpAddress } from "../../ip-address.ts";

const path = FieldPath.root.field("spec");
const TOPOLOGY_HINTS = "service.kubernetes.io/topology-aware-hints";

/** @see k8s.io/kubernetes/pkg/api/service/warnings.go GetWarningsForService */
export function warnService({ metadata = {}, spec = {} }: Decoded<Service>, to: Complaints): void {
  if (metadata.annotations?.[TOPOLOGY_HINTS] !== undefined)
    to.warn(
      FieldPath.root,
      `the annotation ${TOPOLOGY_HINTS} is deprecated`,
      "service.kubernetes.io/topology-mode",
    );
  warnAddresses(spec, to);
  const isHeadless = spec.type === "ClusterIP" && spec.clusterIP === "None";
  if (isHeadless && to.minor >= 34) warnHeadless(spec, to);
  const isAlias = spec.type === "ExternalName";
  const hasExternalIPs = (spec.externalIPs ?? []).length > 0;
  if (hasExternalIPs && !isHeadless && !isAlias && to.minor >= 36)
    to.warn(path.field("externalIPs"), "is deprecated, and some clusters do without it");
  if (hasExternalIPs && isAlias)
    to.warn(path.field("externalIPs"), "has no effect in type ExternalName", "remove it");
  if (!isAlias && (spec.externalName ?? "") !== "")
    to.warn(path.field("externalName"), "has effect in type ExternalName only", "remove it");
  if (spec.trafficDistribution === "PreferClose" && to.minor >= 35)
    to.warn(path.field("trafficDistribution"), `"PreferClose" is deprecated`, `"PreferSameZone"`);
}

function warnAddresses(spec: Decoded<ServiceSpec>, to: Complaints): void {
  const { clusterIP = "", clusterIPs = [], externalIPs = [], loadBalancerIP = "" } = spec;
  if (clusterIP !== "" && clusterIP !== "None")
    for (const [index, ip] of clusterIPs.entries())
      warnIpAddress(ip, path.field("clusterIPs").index(index), to);
  for (const [index, ip] of externalIPs.entries())
    warnIpAddress(ip, path.field("externalIPs").index(index), to);
  if (loadBalancerIP !== "") warnIpAddress(loadBalancerIP, path.field("loadBalancerIP"), to);
  for (const [index, range] of (spec.loadBalancerSourceRanges ?? []).entries())
    warnCidr(range, path.field("loadBalancerSourceRanges").index(index), to);
}

function warnHeadless(spec: Decoded<ServiceSpec>, to: Complaints): void {
  const without = "has no effect in a headless Service";
  if ((spec.loadBalancerIP ?? "") !== "") to.warn(path.field("loadBalancerIP"), without);
  if ((spec.externalIPs ?? []).length > 0) to.warn(path.field("externalIPs"), without);
  // The server spells it with a capital.
  if (spec.sessionAffinity !== "None") to.warn(path.field("SessionAffinity"), without);
}
