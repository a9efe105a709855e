import type { Service, ServiceSpec } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import { validateEndpointIp } from "../../endpoint-ip.ts";
import { FieldPath } from "../../field-path.ts";
import { validateIpAddress } from "../../ip-address.ts";
import { validateLabels } from "../../object-meta.ts";
import { validateClusterIPs } from "./cluster-ips.ts";
import { validateExternalName } from "./external-name.ts";
import { validateExternalTraffic } from "./external-traffic.ts";
import { isHeadless } from "./headless.ts";
import { validateLoadBalancer } from "./load-balancer.ts";
import { validateNodePorts } from "./node-ports.ts";
import { validateServicePorts } from "./service-ports.ts";
import { validateSessionAffinity } from "./session-affinity.ts";

const path = FieldPath.root.field("spec");

const TYPES = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];
const INTERNAL_POLICIES = ["Cluster", "Local"];

const TOPOLOGY_HINTS = "service.kubernetes.io/topology-aware-hints";
const TOPOLOGY_MODE = "service.kubernetes.io/topology-mode";

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateService */
export function validateService(service: Decoded<Service>, to: Complaints): void {
  const { spec = {} } = service;
  const annotations = service.metadata?.annotations ?? {};
  validateTopology(annotations, to);
  validateType(spec, to);
  validateServicePorts(spec, path, to);
  validateLabels(spec.selector, path.field("selector"), to);
  validateSessionAffinity(spec, path, to);
  validateClusterIPs(spec, path, to);
  validateExternalIPs(spec, to);
  validateNodePorts(spec, path, to);
  validateLoadBalancer(spec, annotations, path, to);
  validateExternalTraffic(spec, path, to);
  const { internalTrafficPolicy: internal } = spec;
  if (internal !== undefined && !INTERNAL_POLICIES.includes(internal))
    to.unsupported(path.field("internalTrafficPolicy"), internal, INTERNAL_POLICIES);
  validateDistribution(spec, to);
}

function validateTopology(annotations: Decoded<{ [key: string]: string }>, to: Complaints): void {
  const { [TOPOLOGY_HINTS]: hints, [TOPOLOGY_MODE]: mode } = annotations;
  if (hints !== undefined && mode !== undefined && hints !== mode)
    to.invalid(
      FieldPath.root.field("metadata", "annotations").key(TOPOLOGY_MODE),
      `differs from the older annotation ${TOPOLOGY_HINTS}`,
      "remove the older one",
    );
}

function validateType(spec: Decoded<ServiceSpec>, to: Complaints): void {
  const { type = "", ports = [] } = spec;
  if (!TYPES.includes(type)) to.unsupported(path.field("type"), type, TYPES);
  const needsPorts = !isHeadless(spec) && spec.clusterIP !== "None" && type !== "ExternalName";
  if (ports.length === 0 && needsPorts)
    to.required(path.field("ports"), "must have at least one port");
  if (type === "ExternalName") validateExternalName(spec, path, to);
  if ((type === "LoadBalancer" || type === "NodePort") && isHeadless(spec))
    to.invalid(
      path.field("clusterIPs").index(0),
      `a Service of type ${type} needs an address, so it cannot be headless`,
      "remove clusterIP: None, or write type: ClusterIP",
    );
}

function validateExternalIPs({ externalIPs = [] }: Decoded<ServiceSpec>, to: Complaints): void {
  for (const [index, ip] of externalIPs.entries()) {
    const at = path.field("externalIPs").index(index);
    const before = to.errors.length;
    validateIpAddress(ip, at, to);
    if (to.errors.length === before) validateEndpointIp(ip, at, to);
  }
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateServiceTrafficDistribution */
function validateDistribution(spec: Decoded<ServiceSpec>, to: Complaints): void {
  const { trafficDistribution } = spec;
  if (trafficDistribution === undefined) return;
  const known = ["PreferClose", ...(to.minor >= 34 ? ["PreferSameZone", "PreferSameNode"] : [])];
  if (!known.includes(trafficDistribution))
    to.unsupported(path.field("trafficDistribution"), trafficDistribution, known);
}
