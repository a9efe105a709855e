import type { ObjectNames } from "../../names.ts";
import type { Security } from "../../options/container.ts";
import type { ProbeTiming } from "../../options/probes.ts";
import type { Budget, Scale, Strategy, VerticalScale } from "../../options/scaling.ts";
import type { Spread, Toleration } from "../../options/scheduling.ts";
import type { Bytes, Cidr, Cpu, Duration } from "../../options/values.ts";
import type { PodPart } from "../../reference.ts";
import type { CallSite } from "../../where.ts";

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

/** Pieces of a text: literal, a key of a secret by its name, or what each pod knows of itself. */
export type Piece = string | SecretKey | PodPart;

/** One environment variable, its text in pieces. */
export interface EnvEntry {
  readonly name: string;
  readonly pieces: readonly Piece[];
}

export interface EnvSource {
  readonly config?: string;
  readonly secret?: string;
  readonly optional: boolean;
}

export type Storage =
  | { readonly claim: string }
  /** A claim that each member of the StatefulSet has for itself. */
  | { readonly member: string }
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

/** Into how many parts the members of a program split its work. */
export interface ResolvedShards {
  readonly count: number;
  /** Whether the program splits the work anew when members come or go; members above the count are spare otherwise. */
  readonly reshards: boolean;
}

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
  readonly shards?: ResolvedShards | undefined;
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
