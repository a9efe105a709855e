import { portNameProblem, portProblem } from "../../ports.ts";
import type {
  NetworkPolicy,
  NetworkPolicyPeer,
  NetworkPolicyPort,
} from "../../types/networking.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { validateLabelSelector } from "../label-selector.ts";
import { validateProtocol } from "../port-protocol.ts";
import { validateIpBlock, warnIpBlock } from "./ip-block.ts";

const path = FieldPath.root.field("spec");
const TYPES = ["Egress", "Ingress"];

type Peers = readonly Decoded<NetworkPolicyPeer>[];
type Ports = readonly Decoded<NetworkPolicyPort>[];

/** @see k8s.io/kubernetes/pkg/apis/networking/validation/validation.go ValidateNetworkPolicySpec */
export function validateNetworkPolicy(policy: Decoded<NetworkPolicy>, to: Complaints): void {
  const { podSelector, policyTypes = [] } = policy.spec ?? {};
  validateLabelSelector(podSelector, path.field("podSelector"), to);
  for (const { at, field, ports, peers } of rulesOf(policy)) {
    for (const [index, port] of ports.entries())
      validatePort(port, at.field("ports").index(index), to);
    for (const [index, peer] of peers.entries())
      validatePeer(peer, at.field(field).index(index), to);
  }
  if (policyTypes.length > TYPES.length) {
    to.invalid(path.field("policyTypes"), "there are only two types, Ingress and Egress");
    return;
  }
  for (const [index, type] of policyTypes.entries())
    if (!TYPES.includes(type)) to.unsupported(path.field("policyTypes").index(index), type, TYPES);
}

function* rulesOf({ spec = {} }: Decoded<NetworkPolicy>): Generator<{
  at: FieldPath;
  field: "from" | "to";
  ports: Ports;
  peers: Peers;
}> {
  for (const [index, { ports = [], from = [] }] of (spec.ingress ?? []).entries())
    yield { at: path.field("ingress").index(index), field: "from", ports, peers: from };
  for (const [index, { ports = [], to = [] }] of (spec.egress ?? []).entries())
    yield { at: path.field("egress").index(index), field: "to", ports, peers: to };
}

/** @see k8s.io/kubernetes/pkg/apis/networking/validation/validation.go ValidateNetworkPolicyPort */
function validatePort(
  { protocol = "TCP", port, endPort }: Decoded<NetworkPolicyPort>,
  path: FieldPath,
  to: Complaints,
): void {
  validateProtocol(protocol, path.field("protocol"), to);
  const end = path.field("endPort");
  if (typeof port === "number") {
    to.problem(path.field("port"), portProblem(port));
    if (endPort === undefined) return;
    if (endPort < port) to.invalid(end, `${endPort} is below port, ${port}`);
    to.problem(end, portProblem(endPort));
    return;
  }
  if (port !== undefined) to.problem(path.field("port"), portNameProblem(port));
  if (endPort !== undefined) to.invalid(end, "a range needs a number in port");
}

/** @see k8s.io/kubernetes/pkg/apis/networking/validation/validation.go ValidateNetworkPolicyPeer */
function validatePeer(
  { podSelector, namespaceSelector, ipBlock }: Decoded<NetworkPolicyPeer>,
  path: FieldPath,
  to: Complaints,
): void {
  validateLabelSelector(podSelector, path.field("podSelector"), to);
  validateLabelSelector(namespaceSelector, path.field("namespaceSelector"), to);
  if (ipBlock) validateIpBlock(ipBlock, path.field("ipBlock"), to);
  const hasSelector = podSelector !== undefined || namespaceSelector !== undefined;
  if (!hasSelector && !ipBlock)
    to.required(path, "must name a podSelector, a namespaceSelector or an ipBlock");
  if (hasSelector && ipBlock)
    to.forbidden(path, "an ipBlock and a selector exclude each other", "two items of the list");
}

/** @see k8s.io/kubernetes/pkg/registry/networking/networkpolicy/strategy.go networkPolicyWarnings */
export function warnNetworkPolicy(policy: Decoded<NetworkPolicy>, to: Complaints): void {
  if (to.minor < 33) return;
  for (const { at, field, peers } of rulesOf(policy))
    for (const [index, { ipBlock }] of peers.entries())
      if (ipBlock) warnIpBlock(ipBlock, at.field(field).index(index).field("ipBlock"), to);
}
