import type { Labels } from "./labels.ts";
import type { LabelSelector } from "./selectors.ts";

/** networking.k8s.io/v1 NetworkPolicy, as far as its effect depends on it. */
export interface NetworkPolicy {
  /** Without a namespace it is in "default". */
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
  readonly spec?: NetworkPolicySpec;
}

export interface NetworkPolicySpec {
  readonly podSelector?: LabelSelector;
  readonly policyTypes?: readonly string[];
  readonly ingress?: readonly NetworkPolicyIngressRule[];
  readonly egress?: readonly NetworkPolicyEgressRule[];
}

export interface NetworkPolicyIngressRule {
  readonly from?: readonly NetworkPolicyPeer[];
  readonly ports?: readonly NetworkPolicyPort[];
}

export interface NetworkPolicyEgressRule {
  readonly to?: readonly NetworkPolicyPeer[];
  readonly ports?: readonly NetworkPolicyPort[];
}

export interface NetworkPolicyPeer {
  readonly podSelector?: LabelSelector;
  readonly namespaceSelector?: LabelSelector;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

export interface NetworkPolicyPort {
  readonly protocol?: string;
  readonly port?: number | string;
  readonly endPort?: number;
}

export interface PolicyNamespace {
  readonly name: string;
  readonly labels?: Labels;
}

/** A pod as policies see it. */
export interface PolicyPod {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Labels;
  /** The ports of all its containers. */
  readonly ports?: readonly PolicyPodPort[];
  /** What an ipBlock is compared with. A pod without it is matched by no ipBlock. */
  readonly ip?: string;
  /** Policies neither select nor recognise a pod in its node's network. */
  readonly hostNetwork?: boolean;
}

export interface PolicyPodPort {
  readonly name?: string;
  readonly containerPort: number;
  readonly protocol?: string;
}

/** One end of a connection: a pod, an address outside, or the node that the other end runs on. */
export type Endpoint = PolicyPod | { readonly address: string } | { readonly node: true };

export interface Traffic {
  readonly from: Endpoint;
  readonly to: Endpoint;
  /** The port on the destination itself (a Service's targetPort, not its port). */
  readonly port: number;
  /** TCP unless given. */
  readonly protocol?: string;
}

/** Why one end lets a connection through or not. */
export interface PolicySide {
  readonly allowed: boolean;
  /** The policies that isolate the pod in this direction; without any, everything is allowed. */
  readonly isolatedBy: readonly NetworkPolicy[];
  /** Those of them that allow this connection. */
  readonly allowedBy: readonly NetworkPolicy[];
}

export interface PolicyVerdict {
  readonly allowed: boolean;
  /** The source's side; absent where policies do not apply to the source. */
  readonly egress?: PolicySide;
  /** The destination's side; absent where policies do not apply to the destination. */
  readonly ingress?: PolicySide;
}
