import type { AnyObject, KubernetesObject } from "../../kubernetes/types/index.ts";
import type { Sort } from "../component.ts";
import type { PodSecurity, Quota } from "../environment.ts";
import type { ChosenNames } from "../names.ts";
import type { Patch } from "../patch.ts";
import type { CallSite } from "../where.ts";
import type { ResolvedGitops } from "./resolved/gitops.ts";
import type { Edge, ResolvedCluster } from "./resolved/network.ts";
import type {
  ResolvedAdmission,
  ResolvedClusterAccess,
  ResolvedConfig,
  ResolvedPriority,
  ResolvedSecret,
  ResolvedStorageClass,
  ResolvedVolume,
} from "./resolved/objects.ts";
import type {
  ResolvedDashboard,
  ResolvedNotifications,
  ResolvedPodMetrics,
  ResolvedRules,
  ResolvedScrapeConfig,
} from "./resolved/observation.ts";
import type { Finite, Running, Scheduled } from "./resolved/programs.ts";
import type {
  ResolvedCertificate,
  ResolvedIngress,
  ResolvedIssuer,
  ResolvedSite,
} from "./resolved/routes.ts";
import type { PostgresCluster, PostgresStore, RedisStore } from "./resolved/stores.ts";

export type * from "./resolved/gitops.ts";
export type * from "./resolved/network.ts";
export type * from "./resolved/objects.ts";
export type * from "./resolved/observation.ts";
export type * from "./resolved/programs.ts";
export type * from "./resolved/routes.ts";
export type * from "./resolved/stores.ts";

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
  /** Goes before every component's name; empty where the environment sets none. */
  readonly prefix: string;
  readonly domain?: string | undefined;
  readonly names: ChosenNames;
  readonly labels: Readonly<Record<string, string>>;
  /** The label whose value tells the pods of one component from all others. */
  readonly selector: string;
  /** That value, by the name of the pods: of a component, its migration or its backup. */
  readonly podLabels: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, readonly string[]>> | undefined;
  readonly pull?: string | undefined;
  readonly quota?: Quota | undefined;
  readonly podSecurity: PodSecurity;
  /** Whether a deploy asks before it does what can hurt. */
  readonly isProtected: boolean;
  readonly cluster: ResolvedCluster;
  readonly components: readonly Listed[];
  readonly running: readonly Running[];
  readonly jobs: readonly Finite[];
  readonly crons: readonly Scheduled[];
  readonly sites: readonly ResolvedSite[];
  readonly postgres: readonly PostgresStore[];
  /** Those that the CloudNativePG operator runs. */
  readonly postgresClusters: readonly PostgresCluster[];
  readonly redis: readonly RedisStore[];
  readonly configs: readonly ResolvedConfig[];
  readonly secrets: readonly ResolvedSecret[];
  readonly volumes: readonly ResolvedVolume[];
  /** Claims that each member of a StatefulSet has for itself, by their own names. */
  readonly memberVolumes: readonly ResolvedVolume[];
  readonly storageClasses: readonly ResolvedStorageClass[];
  readonly priorities: readonly ResolvedPriority[];
  readonly ingresses: readonly ResolvedIngress[];
  readonly certificates: readonly ResolvedCertificate[];
  readonly issuers: readonly ResolvedIssuer[];
  readonly rules: readonly ResolvedRules[];
  readonly notifications: readonly ResolvedNotifications[];
  readonly dashboards: readonly ResolvedDashboard[];
  readonly scrapeConfigs: readonly ResolvedScrapeConfig[];
  readonly podMetrics: readonly ResolvedPodMetrics[];
  readonly clusterAccess: readonly ResolvedClusterAccess[];
  readonly admissions: readonly ResolvedAdmission[];
  readonly edges: readonly Edge[];
  /** Who applies what is rendered, where that is not the deploy. */
  readonly gitops: ResolvedGitops | undefined;
  /** What own images are here, by their paths. */
  readonly images: Readonly<Record<string, string>>;
  readonly objects: readonly RawObject[];
  readonly patches: readonly ResolvedPatch[];
  readonly site: CallSite;
}

/** A Kubernetes object as the user wrote it, and where. */
export interface RawObject {
  readonly object: KubernetesObject | AnyObject;
  readonly site: CallSite;
}

/** A patch with the name of the component it belongs to. */
export type ResolvedPatch = Omit<Patch, "component"> & { readonly component: string };
