import type { Cluster } from "../../client/cluster.ts";
import { ApiError } from "../../client/errors.ts";
import type { KubeObject } from "../../client/object.ts";
import { isFields, valueAt } from "../../kubernetes/fields.ts";
import { policyTypes } from "../../kubernetes/network-policy.ts";
import type { NetworkPolicy } from "../../kubernetes/network-policy-types.ts";
import { selectorOf, selects } from "../../kubernetes/selectors.ts";
import type { Wanted } from "../wanted.ts";
import type { Program } from "./live/programs.ts";

/**
 * Lets the API server's proxy through to programs that network policies keep to themselves, on the ports
 * of their probes, once everything is healthy without that. The API server's address is known to nobody
 * here, so everyone is let in; nothing but the test's own namespace is concerned.
 */
export async function letServerIn(
  cluster: Cluster,
  namespace: string,
  programs: readonly Program[],
  wanted: readonly Wanted[],
  signal: AbortSignal,
): Promise<void> {
  const policies = wanted.map(({ object }) => object).filter(isolatesIngress);
  for (const { wanted: own, labels, health } of programs) {
    if (!policies.some((policy) => isolates(policy, labels))) continue;
    const ports = [...new Set(health.map(({ port }) => port))];
    const policy: KubeObject = {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { namespace, name: `slipway-test-${own.object.metadata.name}` },
      spec: {
        podSelector: { matchLabels: labels },
        policyTypes: ["Ingress"],
        ingress: [{ ports: ports.map((port) => ({ protocol: "TCP", port })) }],
      },
    };
    try {
      await cluster.create(policy, {}, signal);
    } catch (error) {
      // Then the programs may not be reached, which is told of each.
      if (!(error instanceof ApiError)) throw error;
    }
  }
}

/** Pods that no policy isolates are open, and one of ours would close them. */
function isolatesIngress({ kind, apiVersion, spec }: KubeObject): boolean {
  const isPolicy = kind === "NetworkPolicy" && apiVersion === "networking.k8s.io/v1";
  return isPolicy && policyTypes({ spec: spec as NetworkPolicy["spec"] }).includes("Ingress");
}

function isolates({ spec }: KubeObject, labels: Readonly<Record<string, string>>): boolean {
  const selector = valueAt(spec, ["podSelector"]);
  return isFields(selector) && selects(selectorOf(selector), labels);
}
