import { operators } from "../kubernetes/operators.ts";
import { type Environment, tables } from "./environment.ts";
import { nameOf, ofKind } from "./given.ts";
import { code, count, listed } from "./purposes/purposes.ts";
import { column, joined, type Varying } from "./varying.ts";
import { selectorText } from "./workloads.ts";

/** Something the cluster must have before the platform comes, because of what is rendered. */
export interface Need {
  readonly title: string;
  readonly why: string;
  /** Commands that fail, or show nothing, where it is missing. */
  readonly checks: readonly string[];
  readonly site: string;
}

/** The same need of several environments. */
export interface NeedRow {
  readonly title: string;
  readonly why: Varying<string>;
  readonly site: string;
  readonly environments: readonly string[];
}

export function needRows(environments: readonly Environment[]): readonly NeedRow[] {
  const rows = tables(environments, (environment) =>
    needsOf(environment).map((need) => [need.title, need] as const),
  );
  return joined(rows).map((row) => ({
    title: row.key,
    why: column(row, ({ why }) => why),
    site: row.first.site,
    environments: row.rows.map(([environment]) => environment),
  }));
}

/** What an environment needs of its cluster, worked out from its objects. */
export function needsOf(environment: Environment): readonly Need[] {
  return [
    ...routing(environment),
    ...operatorNeeds(environment),
    ...metrics(environment),
    ...storage(environment),
    ...network(environment),
  ];
}

function crd(name: string): string {
  return `kubectl get crd ${name}`;
}

function routing(environment: Environment): Need[] {
  const { ingress } = environment.resolved.cluster;
  const ingresses = ofKind(environment, "Ingress");
  const gateways = ofKind(environment, "Gateway");
  const pods = `kubectl -n ${ingress.namespace} get pods -l ${selectorText(ingress.pods)}`;
  return [
    ...(ingresses.length > 0
      ? [
          {
            title: `Ingress controller of class ${code(ingress.class)}`,
            why: `${count(ingresses.length, "Ingress", "Ingresses")}; the network policies expect its pods in the namespace ${code(ingress.namespace)}`,
            checks: [`kubectl get ingressclass ${ingress.class}`, pods],
            site: "https://kubernetes.github.io/ingress-nginx/deploy/",
          },
        ]
      : []),
    ...(gateways.length > 0
      ? [
          {
            title: `Envoy Gateway with the GatewayClass ${code(ingress.class)}`,
            why: `${count(gateways.length, "Gateway")} and its HTTPRoutes; the network policies expect its proxies in the namespace ${code(ingress.namespace)}`,
            checks: [
              crd("httproutes.gateway.networking.k8s.io"),
              `kubectl get gatewayclass ${ingress.class}`,
            ],
            site: "https://gateway.envoyproxy.io/docs/install/",
          },
        ]
      : []),
  ];
}

function operatorNeeds(environment: Environment): Need[] {
  return operators.flatMap(({ title, kinds, crds, site }) => {
    const found = kinds.map((kind) => ({ kind, number: ofKind(environment, kind).length }));
    const some = found.filter(({ number }) => number > 0);
    if (some.length === 0) return [];
    const why = some.map(({ kind, number }) => `${number} ${kind}`).join(", ");
    const stores = kinds.includes("ExternalSecret") ? secretStores(environment) : [];
    return [{ title, why, checks: [...crds.map(crd), ...stores], site }];
  });
}

function secretStores(environment: Environment): string[] {
  const { namespace } = environment.resolved;
  const stores = ofKind(environment, "ExternalSecret").map(({ object }) => {
    const { kind, name } = object.spec?.secretStoreRef ?? {};
    return kind === "ClusterSecretStore"
      ? `kubectl get clustersecretstore ${name}`
      : `kubectl -n ${namespace} get secretstore ${name}`;
  });
  return [...new Set(stores)];
}

function metrics(environment: Environment): Need[] {
  const all = ofKind(environment, "HorizontalPodAutoscaler").flatMap(
    ({ object }) => object.spec?.metrics ?? [],
  );
  const usage =
    all.some(({ type }) => type === "Resource") ||
    ofKind(environment, "VerticalPodAutoscaler").length > 0;
  const custom = [...new Set(all.flatMap(({ pods }) => pods?.metric.name ?? []))];
  const { monitoring } = environment.resolved.cluster;
  const rules = ofKind(environment, "ConfigMap").filter(
    ({ object: { metadata } }) =>
      metadata?.namespace === monitoring.namespace &&
      monitoring.namespace !== environment.resolved.namespace,
  );
  return [
    {
      title: "metrics-server",
      why: usage
        ? "the autoscalers read CPU and memory, and so does `kubectl top`"
        : "`kubectl top` shows CPU and memory",
      checks: ["kubectl get apiservice v1beta1.metrics.k8s.io", "kubectl top nodes"],
      site: "https://kubernetes-sigs.github.io/metrics-server/",
    },
    ...(custom.length > 0
      ? [
          {
            title: "An adapter that serves custom metrics (Prometheus Adapter)",
            why: `autoscalers follow ${listed(custom)}${rules.length > 0 ? `; its rules are in the ConfigMap ${listed(rules.map(({ entry }) => nameOf(entry)))} of ${code(monitoring.namespace)}` : ""}`,
            checks: ["kubectl get --raw /apis/custom.metrics.k8s.io"],
            site: "https://github.com/kubernetes-sigs/prometheus-adapter",
          },
        ]
      : []),
  ];
}

function storage(environment: Environment): Need[] {
  const classes = ofKind(environment, "StorageClass");
  const own = new Set(classes.map(({ entry }) => nameOf(entry)));
  const drivers = [...new Set(classes.map(({ object }) => object.provisioner))];
  const claims = [
    ...ofKind(environment, "PersistentVolumeClaim").map(({ object }) => object.spec),
    ...ofKind(environment, "StatefulSet").flatMap(({ object }) =>
      (object.spec?.volumeClaimTemplates ?? []).map(({ spec }) => spec),
    ),
    ...ofKind(environment, "Cluster").map(({ object }) => ({
      storageClassName: object.spec?.storage?.storageClass,
    })),
  ];
  const wanted = [...new Set(claims.map((spec) => spec?.storageClassName))];
  const foreign = wanted.filter((name) => name !== undefined).filter((name) => !own.has(name));
  const usual = wanted.includes(undefined);
  return [
    ...drivers.map((driver) => ({
      title: `The storage driver ${code(driver)}`,
      why: `volumes of ${listed(classes.filter(({ object }) => object.provisioner === driver).map(({ entry }) => nameOf(entry)))}`,
      checks: [`kubectl get csidriver ${driver}`],
      site: "https://kubernetes-csi.github.io/docs/drivers.html",
    })),
    ...foreign.map((name) => ({
      title: `The storage class ${code(name)}`,
      why: "claims name it, and the platform does not make it",
      checks: [`kubectl get storageclass ${name}`],
      site: "https://kubernetes.io/docs/concepts/storage/storage-classes/",
    })),
    ...(usual
      ? [
          {
            title: "A default storage class",
            why: "some claims name no class",
            checks: ["kubectl get storageclass"],
            site: "https://kubernetes.io/docs/concepts/storage/storage-classes/#default-storageclass",
          },
        ]
      : []),
  ];
}

function network(environment: Environment): Need[] {
  const policies = ofKind(environment, "NetworkPolicy").length;
  const balanced = ofKind(environment, "Service").filter(
    ({ object }) => object.spec?.type === "LoadBalancer",
  );
  return [
    ...(policies > 0
      ? [
          {
            title: "A network that enforces NetworkPolicies",
            why: `${count(policies, "policy", "policies")}; a network without support ignores them without a word`,
            checks: [],
            site: "https://kubernetes.io/docs/concepts/cluster-administration/networking/",
          },
        ]
      : []),
    ...(balanced.length > 0
      ? [
          {
            title: "Load balancers",
            why: `the ${balanced.length === 1 ? "Service" : "Services"} ${listed(balanced.map(({ entry }) => nameOf(entry)))} ask for addresses outside the cluster`,
            checks: [],
            site: "https://kubernetes.io/docs/concepts/services-networking/service/#loadbalancer",
          },
        ]
      : []),
  ];
}
