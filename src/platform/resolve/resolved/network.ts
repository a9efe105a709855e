import type { Cidr } from "../../options/values.ts";

/** One end of a connection. */
export type Party =
  | { readonly pods: string }
  | { readonly controller: "ingress" | "monitoring" }
  | { readonly solver: "acme" }
  | { readonly apiServer: true }
  | { readonly outside: string; readonly cidr: readonly Cidr[] | undefined };

/** Who connects to whom, on which port of the one who answers. */
export interface Edge {
  readonly from: Party;
  readonly to: Party;
  readonly port: number;
}

export interface ResolvedCluster {
  readonly kubernetes: string;
  readonly ingress: {
    readonly class: string;
    readonly namespace: string;
    readonly pods: Readonly<Record<string, string>>;
  };
  readonly monitoring: {
    readonly namespace: string;
    readonly pods: Readonly<Record<string, string>>;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly apiServer: readonly Cidr[] | undefined;
}
