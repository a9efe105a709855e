import type {
  Container,
  KubernetesObject,
  PodSpec,
  StatefulSet,
} from "../kubernetes/types/index.ts";
import type {
  EnvEntry,
  Resolved,
  ResolvedMount,
  ResolvedProbes,
  Store,
} from "../platform/resolve/index.ts";
import { type BackupParts, dumpFolder, renderBackup } from "./backup.ts";
import { configMap } from "./config.ts";
import { renderContainer, renderProbes } from "./container.ts";
import { podSecurity, pullSecrets } from "./pod.ts";
import { compact, labelsOf, meta, owned, type Rendered, selectorOf } from "./rendered.ts";
import { renderScheduling } from "./scheduling.ts";
import { firstService, renderServices } from "./services.ts";
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

/** A data store: a StatefulSet of one, its configuration and its Services. */
export function renderStore(resolved: Resolved, store: Store, parts: StoreParts): Rendered[] {
  const objects: KubernetesObject[] = [
    configMap(resolved, store, store.names.config, parts.files),
    statefulSet(resolved, store, parts),
  ];
  const { backup } = store;
  return [
    ...owned(store, "workloads", ...objects),
    ...renderServices(resolved, store),
    ...(backup ? renderBackup(resolved, store, backup, parts.backup) : []),
  ];
}

function statefulSet(resolved: Resolved, store: Store, parts: StoreParts): StatefulSet {
  const main = {
    name: store.name,
    image: store.image,
    command: parts.command,
    args: parts.args,
    env: parts.env,
    envFrom: [],
    mounts: [...parts.mounts, ...dumps(store)],
    resources: store.resources,
    ports: [{ name: parts.port, number: store.port }],
  };
  const volumes = volumeNames([main]);
  const server: Container = {
    ...renderContainer(main, security, volumes),
    ...renderProbes(parts.probes),
  };
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: meta(resolved, store.name, store.name),
    spec: {
      replicas: 1,
      serviceName: firstService(store),
      selector: { matchLabels: selectorOf(resolved, store.name) },
      template: {
        metadata: { labels: labelsOf(resolved, store.name) },
        spec: compact<PodSpec>({
          serviceAccountName: store.names.account,
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          imagePullSecrets: pullSecrets(resolved),
          securityContext: podSecurity({ ...store, volumeGroup: store.group }),
          ...renderScheduling(resolved, store.name, store.scheduling, false),
          containers: [server, ...exporter(store, parts)],
          volumes: renderVolumes([main], volumes),
        }),
      },
    },
  };
}

/** The dumps, at hand for a restore. */
function dumps({ backup }: Store): ResolvedMount[] {
  return backup ? [{ path: dumpFolder, from: { claim: backup.claim }, readOnly: true }] : [];
}

/** The exporter's own page answers even while the server is down, so that the outage is seen. */
function exporter(store: Store, parts: StoreParts): Container[] {
  if (!store.exporter) return [];
  const container = {
    name: `${store.name}-exporter`,
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
      ...renderContainer(container, security, volumeNames([container])),
      ...renderProbes({ liveness: answers, readiness: answers }),
    },
  ];
}
