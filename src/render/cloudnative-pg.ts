import type {
  Affinity,
  Cluster,
  PodMonitor,
  TopologySpreadConstraint,
} from "../kubernetes/types/index.ts";
import type { PostgresCluster, Resolved } from "../platform/resolve/index.ts";
import { renderBackup } from "./backup.ts";
import { renderResources } from "./container.ts";
import { pullSecrets } from "./pod.ts";
import { postgresBackup } from "./postgres.ts";
import {
  clusterLabel,
  common,
  compact,
  labelsOf,
  meta,
  owned,
  ownLabel,
  type Rendered,
  selectorOf,
} from "./rendered.ts";
import { renderScheduling } from "./scheduling.ts";
import { renderServices } from "./services.ts";

type ClusterSpec = NonNullable<Cluster["spec"]>;

/**
 * A Cluster of the CloudNativePG operator, which makes the pods, claims, Services, accounts and budgets
 * of it, and the Secret of the database's owner. What it makes by itself is left out here.
 * @see github.com/cloudnative-pg/cloudnative-pg/api/v1/cluster_types.go ClusterSpec
 */
export function renderPostgresCluster(resolved: Resolved, cluster: PostgresCluster): Rendered[] {
  const { name, backup } = cluster;
  const object: Cluster = {
    apiVersion: "postgresql.cnpg.io/v1",
    kind: "Cluster",
    metadata: meta(resolved, name, name),
    spec: spec(resolved, cluster),
  };
  const pods = { selector: writer(name), port: (port: string) => podPorts.get(port) ?? port };
  return [
    ...owned(cluster, "workloads", object),
    ...renderServices(resolved, cluster, pods),
    ...(backup
      ? renderBackup(resolved, cluster, backup, postgresBackup(cluster, cluster.host))
      : []),
  ];
}

/** The operator's pods call their ports so. */
const podPorts = new Map([["postgres", "postgresql"]]);

/** The one server that writes. */
function writer(name: string): { [key: string]: string } {
  return { [clusterLabel]: name, "cnpg.io/instanceRole": "primary" };
}

function spec(resolved: Resolved, cluster: PostgresCluster): ClusterSpec {
  const { instances, claim, settings, libraries, hba, database, owner } = cluster;
  const scheduling = renderScheduling(resolved, cluster.name, cluster.scheduling, false);
  return compact<ClusterSpec>({
    instances,
    imageName: cluster.serverImage,
    imagePullSecrets: pullSecrets(resolved),
    inheritedMetadata: { labels: inherited(resolved, cluster.name) },
    bootstrap: { initdb: { database, owner } },
    storage: compact({
      size: claim.size,
      storageClass: claim.class,
      pvcTemplate: claim.shared ? { accessModes: ["ReadWriteMany"] } : undefined,
    }),
    postgresql: compact({
      parameters: { ...settings },
      shared_preload_libraries: [...libraries],
      pg_hba: [...hba],
    }),
    resources: renderResources(cluster.resources),
    affinity: affinity(cluster, scheduling),
    topologySpreadConstraints: zones(resolved, cluster),
    priorityClassName: scheduling.priorityClassName,
    // The budget of a single server would never let its node be drained.
    enablePDB: instances > 1 ? undefined : false,
  });
}

/** Labels that the operator puts on everything it makes, those that it sets itself left alone. */
function inherited(resolved: Resolved, name: string): { [key: string]: string } {
  const own = ["name", "instance", "version", "component", "managed-by"].map(
    (part) => `app.kubernetes.io/${part}`,
  );
  const all = { ...labelsOf(resolved), ...ownLabel(resolved, name) };
  return Object.fromEntries(Object.entries(all).filter(([label]) => !own.includes(label)));
}

/** Servers keep apart like replicas do; the operator adds the term for that, a condition or a wish. */
function affinity(
  { scheduling: { spread } }: PostgresCluster,
  { nodeSelector, tolerations, affinity }: ReturnType<typeof renderScheduling>,
): NonNullable<ClusterSpec["affinity"]> {
  const { podAffinity, podAntiAffinity } = (affinity ?? {}) as Affinity;
  return compact({
    enablePodAntiAffinity: spread === "none" ? false : undefined,
    podAntiAffinityType: spread === "require" ? "required" : undefined,
    nodeSelector,
    tolerations,
    additionalPodAffinity: podAffinity,
    additionalPodAntiAffinity: podAntiAffinity,
  }) as NonNullable<ClusterSpec["affinity"]>;
}

/** Over zones too, where there are any. */
function zones(
  resolved: Resolved,
  { name, instances, scheduling }: PostgresCluster,
): TopologySpreadConstraint[] {
  if (instances === 1 || scheduling.spread === "none") return [];
  return [
    {
      maxSkew: 1,
      topologyKey: "topology.kubernetes.io/zone",
      whenUnsatisfiable: "ScheduleAnyway",
      labelSelector: { matchLabels: selectorOf(resolved, name) },
    },
  ];
}

/** The servers' own metrics; the series get the component's name as `job`, which alerts count on. */
export function clusterMonitor(resolved: Resolved, cluster: PostgresCluster): Rendered[] {
  const { name, names, metrics } = cluster;
  if (!metrics) return [];
  const [job] = Object.values(ownLabel(resolved, name));
  const object: PodMonitor = {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PodMonitor",
    metadata: meta(resolved, names.monitor, name, {
      labels: { ...resolved.cluster.monitoring.labels },
    }),
    spec: {
      selector: { matchLabels: selectorOf(resolved, name) },
      podMetricsEndpoints: [
        {
          port: "metrics",
          interval: metrics.interval,
          relabelings: [{ targetLabel: "job", replacement: job as string }],
        },
      ],
    },
  };
  return common(resolved, "monitoring", [object], cluster);
}
