import type { PolicyPod } from "../../src/kubernetes/network-policy-types.ts";

/** Who may open connections to whom, on which TCP ports of the one who answers, and what for. */
export interface Row {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly ports: readonly number[];
  readonly udp?: readonly number[];
  /** The environments it holds in; all where it is left out. */
  readonly in?: readonly string[];
  readonly why: string;
}

/** A change of one policy's text, and what must be seen then in the environment that is named last. */
export interface Fault {
  readonly what: string;
  readonly policy: string;
  readonly from: string;
  readonly to: string;
  readonly seen: string;
}

/** The network of a system as its documents have it, written by hand. */
export interface Network {
  /** The pods of each environment, by component. */
  readonly pods: Readonly<Record<string, readonly string[]>>;
  /** What the names of an environment's pods begin with. */
  readonly prefix?: Readonly<Record<string, string>>;
  /** Everything that is allowed; whatever is not in here is closed, also between environments. */
  readonly rows: readonly Row[];
  /** Parts of policies that another part covers, with the reason for both. */
  readonly covered: Readonly<Record<string, string>>;
  readonly faults: readonly Fault[];
}

/** Two more pods in each namespace: cert-manager's, and one that is nobody's in particular. */
export const guests = ["acme-solver", "stranger"];

/** Pods of other namespaces, in which nothing is closed. */
export const elsewhere = [
  "ingress-controller",
  "prometheus",
  "grafana",
  "kube-dns",
  "stranger-elsewhere",
  "false-prometheus",
] as const;

const named = (name: string) => ({ "app.kubernetes.io/name": name });

/** Where those pods are, and their labels; a stranger has the labels of a component. */
export const placesElsewhere: Readonly<
  Record<Exclude<(typeof elsewhere)[number], "stranger-elsewhere">, Place>
> = {
  "ingress-controller": { namespace: "ingress-nginx", labels: named("ingress-nginx") },
  prometheus: { namespace: "monitoring", labels: named("prometheus") },
  grafana: { namespace: "monitoring", labels: named("grafana") },
  "kube-dns": { namespace: "kube-system", labels: { "k8s-app": "kube-dns" } },
  "false-prometheus": { namespace: "other", labels: named("prometheus") },
};

export type Place = Pick<PolicyPod, "namespace" | "labels">;

/** Addresses that belong to no pod. */
export const addresses = {
  internet: "8.8.4.4",
  "internet-v6": "2600:1901::1",
  vpn: "10.8.0.7",
  "next-to-the-vpn": "10.8.1.7",
  "data-network": "10.20.4.7",
  "next-to-the-data-network": "10.21.4.7",
  "private-network": "192.168.7.7",
  node: "10.0.3.4",
  "cloud-metadata": "169.254.169.254",
} as const;

export const internet = ["internet", "internet-v6"];
export const anyAddress = Object.keys(addresses);

/** Ports that somebody could listen on, beside those of the pods and of the tables. */
export const usualPorts = [22, 25, 53, 80, 443, 587, 3306, 4444, 5432, 6379, 6443, 8080, 8443];
export const usualDatagrams = [53, 4444, 5432];

/** What every pod may do: look up names. */
export function lookups(pods: readonly string[]): Row {
  const from = [...pods, ...guests];
  return { from, to: ["kube-dns"], ports: [53], udp: [53], why: "names are looked up" };
}

/** Let's Encrypt asks through the ingress controller whether a host is ours. */
export const solver: Row = {
  from: ["ingress-controller"],
  to: ["acme-solver"],
  ports: [8089],
  why: "Let's Encrypt asks whether a host is ours",
};

/** The Kubernetes API, whose address differs from cluster to cluster and is not configured. */
export function kubernetesApi(...from: readonly string[]): Row {
  const to = [...anyAddress, ...elsewhere];
  return { from, to, ports: [443, 6443], why: "asks the Kubernetes API, wherever it is" };
}
