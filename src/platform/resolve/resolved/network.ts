import type { Cidr } from "../../options/values.ts";

/** One end of a connection. */
export type Party =
  | { readonly pods: string }
  | { readonly controller: "ingress" | "monitoring" | "cloudNativePg" }
  | { readonly solver: "acme" }
  | { readonly apiServer: true }
  | { readonly outside: string; readonly cidr: readonly Cidr[] | undefined };

/** Who connects to whom, on which port of the one who answers. */
export interface Edge {
  readonly from: Party;
  readonly to: Party;
  readonly port: number;
}

/** The Gateway of an environment whose cluster has Envoy Gateway. */
export interface ResolvedGateway {
  readonly name: string;
  readonly trustedHops: number | undefined;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface ResolvedCluster {
  readonly kubernetes: string;
  /** The context of the kubeconfig that the environment belongs to. */
  readonly context: string | undefined;
  /** Who lets the world outside in: the ingress controller, or the proxies of the gateway. */
  readonly ingress: {
    readonly class: string;
    readonly namespace: string;
    readonly pods: Readonly<Record<string, string>>;
  };
  readonly gateway: ResolvedGateway | undefined;
  readonly monitoring: {
    readonly namespace: string;
    readonly pods: Readonly<Record<string, string>>;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly cloudNativePg: {
    readonly namespace: string;
    readonly pods: Readonly<Record<string, string>>;
  };
  readonly apiServer: readonly Cidr[] | undefined;
}
