import type {
  Container,
  Deployment,
  KubernetesObject,
  PodSpec,
  PodTemplateSpec,
  StatefulSet,
} from "../kubernetes/types/index.ts";
import type {
  EnvEntry,
  Resolved,
  ResolvedContainer,
  ResolvedMount,
  ResolvedProbes,
  ServerStore,
} from "../platform/resolve/index.ts";
import { type BackupParts, dumpFolder, renderBackup } from "./backup.ts";
import { configMap } from "./config.ts";
import { renderContainer, renderProbes } from "./container.ts";
import { podSecurity, pullSecrets } from "./pod.ts";
import { bare, compact, labelsOf, meta, owned, type Rendered, selectorOf } from "./rendered.ts";
import { renderScheduling } from "./scheduling.ts";
import { firstService, renderServices } from "./services.ts";
import { claimTemplates } from "./storage.ts";
import { renderVolumes, volumeNames } from "./volumes.ts";

/** What is particular to one kind of data store. */
export interface StoreParts {
  /** What the server's port is called. */
  readonly port: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env: readonly EnvEntry[];
  readonly mounts: readonly ResolvedMount[];
  readonly probes: ResolvedProbes;
  /** Configuration files by name. */
  readonly files: Readonly<Record<string, string>>;
  readonly exporter: { readonly env: readonly EnvEntry[] };
  readonly backup: BackupParts;
}

const security = { readOnlyRoot: true, capabilities: [] };

/** A data store: a StatefulSet or Deployment of one, its configuration and its Services. */
export function renderStore(resolved: Resolved, store: ServerStore, parts: StoreParts): Rendered[] {
  const workload = store.as === "Deployment" ? deployment : statefulSet;
  const objects: KubernetesObject[] = [
    configMap(resolved, store, store.names.config, parts.files),
    workload(resolved, store, parts),
  ];
  const { backup } = store;
  return [
    ...owned(store, "workloads", ...objects),
    ...renderServices(resolved, store),
    ...(backup ? renderBackup(resolved, store, backup, parts.backup, store.name) : []),
  ];
}

function statefulSet(resolved: Resolved, store: ServerStore, parts: StoreParts): StatefulSet {
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: meta(resolved, store.name, store.name),
    spec: compact({
      replicas: 1,
      serviceName: firstService(store),
      selector: { matchLabels: selectorOf(resolved, store.name) },
      template: podTemplate(resolved, store, parts),
      volumeClaimTemplates: claimTemplates(resolved, [mainContainer(resolved, store, parts)]),
    }),
  };
}

/** Two servers on one folder of data would ruin it, so the old pod ends before the new one starts. */
function deployment(resolved: Resolved, store: ServerStore, parts: StoreParts): Deployment {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: meta(resolved, store.name, store.name),
    spec: {
      replicas: 1,
      strategy: { type: "Recreate" },
      selector: { matchLabels: selectorOf(resolved, store.name) },
      template: podTemplate(resolved, store, parts),
    },
  };
}

function mainContainer(
  resolved: Resolved,
  store: ServerStore,
  parts: StoreParts,
): ResolvedContainer {
  return {
    name: bare(resolved, store.name),
    image: store.image,
    command: parts.command,
    args: parts.args,
    env: parts.env,
    envFrom: [],
    mounts: [...parts.mounts, ...dumps(store)],
    resources: store.resources,
    ports: [{ name: parts.port, number: store.port }],
  };
}

function podTemplate(resolved: Resolved, store: ServerStore, parts: StoreParts): PodTemplateSpec {
  const main = mainContainer(resolved, store, parts);
  const volumes = volumeNames(resolved, [main]);
  const server: Container = {
    ...renderContainer(main, security, volumes),
    ...renderProbes(parts.probes),
  };
  return {
    metadata: { labels: labelsOf(resolved, store.name) },
    spec: compact<PodSpec>({
      serviceAccountName: store.names.account,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      imagePullSecrets: pullSecrets(resolved),
      securityContext: podSecurity({ ...store, volumeGroup: store.group }),
      ...renderScheduling(resolved, store.name, store.scheduling, false),
      containers: [server, ...exporter(resolved, store, parts)],
      volumes: renderVolumes([main], volumes),
    }),
  };
}

/** The dumps, at hand for a restore. */
function dumps({ backup }: ServerStore): ResolvedMount[] {
  return backup ? [{ path: dumpFolder, from: { claim: backup.claim }, readOnly: true }] : [];
}

/** The exporter's own page answers even while the server is down, so that the outage is seen. */
function exporter(resolved: Resolved, store: ServerStore, parts: StoreParts): Container[] {
  if (!store.exporter) return [];
  const container = {
    name: `${bare(resolved, store.name)}-exporter`,
    image: store.exporter.image,
    env: parts.exporter.env,
    envFrom: [],
    mounts: [],
    resources: store.exporter.resources,
    ports: [{ name: "metrics", number: store.exporter.port }],
  };
  const answers = { get: "/", port: "metrics" };
  return [
    {
      ...renderContainer(container, security, volumeNames(resolved, [container])),
      ...renderProbes({ liveness: answers, readiness: answers }),
    },
  ];
}
