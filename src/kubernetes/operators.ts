/** A program that brings kinds of its own into a cluster. */
export interface Operator {
  readonly title: string;
  /** The API groups that are its own. */
  readonly groups: readonly string[];
  /** Its kinds that platforms render. */
  readonly kinds: readonly OperatorKind[];
  /** Definitions by which it is found. */
  readonly crds: readonly string[];
  readonly site: string;
  /** A command that installs it with its own defaults. */
  readonly install?: string;
}

export type OperatorKind =
  | "Certificate"
  | "ClusterIssuer"
  | "Issuer"
  | "ExternalSecret"
  | "SealedSecret"
  | "Cluster"
  | "ServiceMonitor"
  | "PodMonitor"
  | "PrometheusRule"
  | "AlertmanagerConfig"
  | "VerticalPodAutoscaler";

/** A helm command for a chart that makes a namespace of its own. */
function chart(release: string, from: string, namespace: string, more = ""): string {
  return `helm install ${release} ${from} -n ${namespace} --create-namespace${more}`;
}

export const operators: readonly Operator[] = [
  {
    title: "cert-manager",
    groups: ["cert-manager.io", "acme.cert-manager.io"],
    kinds: ["Certificate", "ClusterIssuer", "Issuer"],
    crds: ["certificates.cert-manager.io", "clusterissuers.cert-manager.io"],
    site: "https://cert-manager.io/docs/installation/",
    install: chart(
      "cert-manager",
      "oci://quay.io/jetstack/charts/cert-manager",
      "cert-manager",
      " --set crds.enabled=true",
    ),
  },
  {
    title: "External Secrets Operator",
    groups: ["external-secrets.io", "generators.external-secrets.io"],
    kinds: ["ExternalSecret"],
    crds: ["externalsecrets.external-secrets.io"],
    site: "https://external-secrets.io/latest/introduction/getting-started/",
    install: chart(
      "external-secrets",
      "external-secrets --repo https://charts.external-secrets.io",
      "external-secrets",
    ),
  },
  {
    title: "Sealed Secrets controller",
    groups: ["bitnami.com"],
    kinds: ["SealedSecret"],
    crds: ["sealedsecrets.bitnami.com"],
    site: "https://github.com/bitnami-labs/sealed-secrets#installation",
  },
  {
    title: "CloudNativePG operator",
    groups: ["postgresql.cnpg.io"],
    kinds: ["Cluster"],
    crds: ["clusters.postgresql.cnpg.io"],
    site: "https://cloudnative-pg.io/documentation/current/installation_upgrade/",
    install: chart(
      "cnpg",
      "cloudnative-pg --repo https://cloudnative-pg.github.io/charts",
      "cnpg-system",
    ),
  },
  {
    title: "Prometheus Operator",
    groups: ["monitoring.coreos.com"],
    kinds: ["ServiceMonitor", "PodMonitor", "PrometheusRule", "AlertmanagerConfig"],
    crds: ["servicemonitors.monitoring.coreos.com"],
    site: "https://prometheus-operator.dev/docs/getting-started/installation/",
    install: chart(
      "kube-prometheus-stack",
      "oci://ghcr.io/prometheus-community/charts/kube-prometheus-stack",
      "monitoring",
    ),
  },
  {
    title: "Vertical Pod Autoscaler",
    groups: ["autoscaling.k8s.io"],
    kinds: ["VerticalPodAutoscaler"],
    crds: ["verticalpodautoscalers.autoscaling.k8s.io"],
    site: "https://github.com/kubernetes/autoscaler/tree/master/vertical-pod-autoscaler",
  },
];

/** Programs that platforms need and that render no kinds of their own here. */
const others: readonly Operator[] = [
  {
    title: "Gateway API",
    groups: ["gateway.networking.k8s.io"],
    kinds: [],
    crds: ["gateways.gateway.networking.k8s.io"],
    site: "https://gateway-api.sigs.k8s.io/guides/",
  },
  {
    title: "Envoy Gateway",
    groups: ["gateway.envoyproxy.io"],
    kinds: [],
    crds: ["envoyproxies.gateway.envoyproxy.io"],
    site: "https://gateway.envoyproxy.io/docs/install/",
    install: chart("eg", "oci://docker.io/envoyproxy/gateway-helm", "envoy-gateway-system"),
  },
];

/** Who brings the kinds of a group, where that is known. */
export function operatorOf(group: string): Operator | undefined {
  return [...operators, ...others].find(({ groups }) => groups.includes(group));
}

/** How an operator gets into a cluster, in one clause. */
export function installing({ title, install, site }: Operator): string {
  return install === undefined ? `install ${title}: ${site}` : `install ${title}: ${install}`;
}
