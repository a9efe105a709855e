import type { AnyObject, KubernetesObject } from "../../kubernetes/types/index.ts";
import type { Sort } from "../component.ts";
import type { PodSecurity, Quota } from "../environment.ts";
import type { Severity } from "../monitoring.ts";
import type { Names, ObjectNames } from "../names.ts";
import type { Security } from "../options/container.ts";
import type { ProbeTiming } from "../options/probes.ts";
import type { Budget, Scale, Strategy, VerticalScale } from "../options/scaling.ts";
import type { Spread, Toleration } from "../options/scheduling.ts";
import type { Bytes, Cidr, Cpu, Duration } from "../options/values.ts";
import type { Patch } from "../patch.ts";
import type { ExternalSecrets, SecretType } from "../secret.ts";
import type { CallSite } from "../where.ts";

/** Common to every resolved component. */
export interface Named {
  /** Its key in the platform's `components`, where it is listed. */
  readonly key?: string | undefined;
  readonly name: string;
  readonly site: CallSite;
}

export interface SecretKey {
  readonly secret: string;
  readonly key: string;
  readonly optional: boolean;
}

/** Pieces of a text: literal, or a key of a secret by its name. */
export type Piece = string | SecretKey;

/** One environment variable: a text in pieces, or the pod's own number. */
export type EnvEntry =
  | { readonly name: string; readonly pieces: readonly Piece[] }
  | { readonly name: string; readonly member: true };

export interface EnvSource {
  readonly config?: string;
  readonly secret?: string;
  readonly optional: boolean;
}

export type Storage =
  | { readonly claim: string }
  | { readonly config: string }
  | { readonly secret: string; readonly optional: boolean }
  | {
      readonly scratch: {
        readonly size?: Bytes | undefined;
        readonly memory?: boolean | undefined;
      };
    };

export interface ResolvedMount {
  readonly path: string;
  readonly from: Storage;
  readonly readOnly: boolean;
}

export interface Amount<T> {
  readonly request: T;
  readonly limit?: T;
}

export interface ResolvedResources {
  readonly cpu: Amount<Cpu>;
  readonly memory: Amount<Bytes>;
}

export interface NamedPort {
  readonly name: string;
  readonly number: number;
}

export interface ResolvedContainer {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[] | undefined;
  readonly args?: readonly string[] | undefined;
  readonly env: readonly EnvEntry[];
  readonly envFrom: readonly EnvSource[];
  readonly mounts: readonly ResolvedMount[];
  readonly resources: ResolvedResources;
  readonly ports: readonly NamedPort[];
}

export type ResolvedProbe = ProbeTiming &
  (
    | {
        readonly get: string;
        readonly port: string;
        readonly headers?: Readonly<Record<string, string>> | undefined;
      }
    | { readonly tcp: string }
    | { readonly exec: readonly string[] }
    | { readonly grpc: number; readonly service?: string | undefined }
  );

export interface ResolvedProbes {
  readonly liveness?: ResolvedProbe | undefined;
  readonly readiness?: ResolvedProbe | undefined;
  readonly startup?: ResolvedProbe | undefined;
}

export interface ServicePort {
  readonly name: string;
  readonly port: number;
}

export interface ResolvedService {
  readonly name: string;
  readonly type: "internal" | "headless" | "loadBalancer";
  readonly ports: readonly ServicePort[];
  readonly from?: readonly Cidr[] | undefined;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  /** The one that other components use. */
  readonly first: boolean;
}

export interface ResolvedMetrics {
  readonly path: string;
  readonly port: string;
  readonly interval: Duration;
}

export interface Scheduling {
  readonly spread: Spread;
  /** Names of components to keep away from, or near to. */
  readonly apart: readonly string[];
  readonly near: readonly string[];
  /** A component whose node its pods must share, because both mount a volume of one node. */
  readonly beside?: string | undefined;
  readonly tolerations: readonly Toleration[];
  readonly nodes: Readonly<Record<string, string>>;
  readonly priority?: string | undefined;
}

export type AutoScale = Omit<Scale, "min" | "max"> & { readonly min: number; readonly max: number };

/** What may be done with the Kubernetes API. */
export interface ResolvedAccess {
  readonly group: string;
  readonly resource: string;
  readonly verbs: readonly string[];
  /** The objects it is limited to; empty for all. */
  readonly names: readonly string[];
}

/** What every program has once it is resolved. */
export interface Program extends Named {
  readonly names: Required<ObjectNames>;
  readonly main: ResolvedContainer;
  readonly init: readonly ResolvedContainer[];
  readonly sidecars: readonly ResolvedContainer[];
  readonly access: readonly ResolvedAccess[];
  readonly security: Required<Omit<Security, "capabilities">> & {
    readonly capabilities: readonly string[];
  };
  readonly scheduling: Scheduling;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** A program that runs all the time. */
export interface Running extends Program {
  readonly runs: "replicas" | "members" | "one";
  readonly probes: ResolvedProbes;
  readonly strategy: Strategy;
  readonly stopWithin?: Duration | undefined;
  readonly drain?: Duration | undefined;
  readonly metrics?: ResolvedMetrics | undefined;
  readonly scale: number | AutoScale;
  readonly budget?: Budget | undefined;
  readonly vertical?: VerticalScale | undefined;
  readonly services: readonly ResolvedService[];
}

/** A program that runs to its end. */
export interface Finite extends Program {
  readonly retries: number;
  readonly timeout?: Duration | undefined;
  readonly keep: Duration;
  /** A migration: its name ends in a digest of its content, so that a new release runs it again. */
  readonly migrates?: string | undefined;
}

export interface Scheduled extends Finite {
  readonly schedule: string;
  readonly timeZone: string;
  readonly concurrency: "Allow" | "Forbid" | "Replace";
  readonly startWithin: Duration;
}

/** The nginx configuration of a site. */
export interface ResolvedSite {
  readonly site: CallSite;
  readonly program: string;
  readonly config: string;
  readonly key?: string | undefined;
  readonly port: number;
  readonly root: string;
  readonly proxy: readonly {
    readonly path: string;
    readonly host: string;
    readonly port: number;
  }[];
  readonly timeout: Duration;
  readonly bodySize: Bytes;
  readonly headers: Readonly<Record<string, string>>;
  readonly cors: readonly string[];
  readonly httpsOnly: boolean;
  readonly logs: boolean;
}

export interface ResolvedExporter {
  readonly image: string;
  readonly resources: ResolvedResources;
  readonly interval: Duration;
}

export interface ResolvedBackup {
  readonly name: string;
  readonly schedule: string;
  readonly timeZone: string;
  readonly keep: number;
  readonly claim: string;
  readonly resources: ResolvedResources;
}

/** A data store in the cluster. */
export interface Store extends Named {
  readonly names: Required<ObjectNames>;
  /** The port of the server itself. */
  readonly port: number;
  readonly image: string;
  readonly claim: string;
  readonly resources: ResolvedResources;
  readonly exporter?: ResolvedExporter | undefined;
  readonly backup?: ResolvedBackup | undefined;
  readonly services: readonly ResolvedService[];
  readonly user: number;
  readonly group: number;
  readonly scheduling: Scheduling;
  readonly settings: Readonly<Record<string, string | number | boolean>>;
}

export interface PostgresStore extends Store {
  readonly database: string;
  readonly login: { readonly user: SecretKey; readonly password: SecretKey };
  readonly hba: readonly string[] | undefined;
}

export interface RedisStore extends Store {
  readonly password: SecretKey | undefined;
}

export interface ResolvedConfig extends Named {
  readonly data: Readonly<Record<string, string>>;
}

export interface ResolvedSecret extends Named {
  readonly keys: readonly string[];
  readonly type: SecretType;
  readonly optional: boolean;
  readonly from: { readonly from: "existing" } | { readonly from: "generated" } | ExternalSecrets;
}

export interface ResolvedVolume extends Named {
  readonly size: Bytes;
  readonly shared: boolean;
  readonly class?: string | undefined;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Objects that belong to the whole cluster: shared by all environments, or this environment's own. */
export interface ClusterWide extends Named {
  readonly shared: boolean;
}

export interface ResolvedStorageClass extends ClusterWide {
  readonly provisioner: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly expandable: boolean;
  readonly reclaim: "Delete" | "Retain";
  readonly waitForPod: boolean;
  readonly mountOptions: readonly string[];
}

export interface ResolvedPriority extends ClusterWide {
  readonly value: number;
  readonly preempts: boolean;
  readonly description: string;
}

export interface ResolvedRoute {
  readonly host: string;
  readonly paths: readonly {
    readonly path: string;
    readonly service: string;
    readonly port: string;
  }[];
}

export interface ResolvedIngress extends Named {
  readonly routes: readonly ResolvedRoute[];
  /** The Secret with the certificate. */
  readonly tls?: string | undefined;
  readonly redirect: boolean;
  readonly cors: readonly string[];
  readonly rateLimit?:
    | { readonly perSecond?: number; readonly perMinute?: number; readonly connections?: number }
    | undefined;
  readonly timeout?: Duration | undefined;
  readonly streaming: boolean;
  readonly bodySize?: Bytes | undefined;
  readonly class: string;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface ResolvedCertificate extends Named {
  readonly issuer: string;
  readonly hosts: readonly string[];
}

export interface ResolvedIssuer extends ClusterWide {
  readonly email: string;
  readonly server: string;
  readonly http01: boolean;
  readonly dns01?: Readonly<Record<string, unknown>> | undefined;
  readonly ingressClass: string;
}

export interface ResolvedAlert {
  readonly name: string;
  readonly expr: string;
  readonly for?: Duration | undefined;
  readonly severity: Severity;
  readonly summary: string;
  readonly description?: string | undefined;
}

export interface ResolvedRules extends Named {
  readonly groups: readonly {
    readonly name: string;
    readonly alerts: readonly ResolvedAlert[];
    readonly records: readonly { readonly name: string; readonly expr: string }[];
  }[];
}

export interface ResolvedNotifications extends Named {
  readonly server: { readonly host: string; readonly port: number };
  readonly from: string;
  readonly user?: string | undefined;
  readonly password?: SecretKey | undefined;
  readonly to: Partial<Readonly<Record<Severity, string>>>;
}

export interface ResolvedDashboard extends Named {
  readonly dashboard: object;
  readonly labels: Readonly<Record<string, string>>;
}

export interface ScrapeTarget {
  readonly job: string;
  readonly service: string;
  readonly port: string;
  readonly path: string;
  readonly interval: Duration;
}

export interface ResolvedScrapeConfig extends Named {
  readonly targets: readonly ScrapeTarget[];
  readonly rules: readonly ResolvedRules[];
  readonly alertmanager?: string | undefined;
}

export interface ResolvedClusterAccess extends Named {
  readonly rules: readonly ResolvedAccess[];
  readonly paths: readonly string[];
  readonly to: { readonly serviceAccount: string; readonly namespace: string };
}

export interface ResolvedAdmission extends Named {
  readonly on: readonly string[];
  readonly rules: readonly { readonly expression: string; readonly message: string }[];
  readonly action: "Deny" | "Warn" | "Audit";
}

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

/** A component as the user listed or reached it, by its sort. */
export interface Listed {
  readonly sort: Sort;
  readonly name: string;
}

/** A platform in one environment: every name, number and text decided, nothing left to look up. */
export interface Resolved {
  readonly platform: string;
  readonly environment: string;
  readonly namespace: string;
  readonly domain?: string | undefined;
  readonly names: Required<Names>;
  readonly labels: Readonly<Record<string, string>>;
  readonly selector: string;
  readonly files: Readonly<Record<string, readonly string[]>> | undefined;
  readonly pull?: string | undefined;
  readonly quota?: Quota | undefined;
  readonly podSecurity: PodSecurity;
  readonly cluster: ResolvedCluster;
  readonly components: readonly Listed[];
  readonly running: readonly Running[];
  readonly jobs: readonly Finite[];
  readonly crons: readonly Scheduled[];
  readonly sites: readonly ResolvedSite[];
  readonly postgres: readonly PostgresStore[];
  readonly redis: readonly RedisStore[];
  readonly configs: readonly ResolvedConfig[];
  readonly secrets: readonly ResolvedSecret[];
  readonly volumes: readonly ResolvedVolume[];
  readonly storageClasses: readonly ResolvedStorageClass[];
  readonly priorities: readonly ResolvedPriority[];
  readonly ingresses: readonly ResolvedIngress[];
  readonly certificates: readonly ResolvedCertificate[];
  readonly issuers: readonly ResolvedIssuer[];
  readonly rules: readonly ResolvedRules[];
  readonly notifications: readonly ResolvedNotifications[];
  readonly dashboards: readonly ResolvedDashboard[];
  readonly scrapeConfigs: readonly ResolvedScrapeConfig[];
  readonly clusterAccess: readonly ResolvedClusterAccess[];
  readonly admissions: readonly ResolvedAdmission[];
  readonly edges: readonly Edge[];
  readonly objects: readonly (KubernetesObject | AnyObject)[];
  readonly patches: readonly ResolvedPatch[];
  readonly site: CallSite;
}

/** A patch with the name of the component it belongs to. */
export type ResolvedPatch = Omit<Patch, "component"> & { readonly component: string };
