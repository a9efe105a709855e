import type { ObjectNames } from "../../names.ts";
import type { Duration } from "../../options/values.ts";
import type { ResolvedVolume } from "./objects.ts";
import type {
  Named,
  ResolvedResources,
  ResolvedService,
  Scheduling,
  SecretKey,
  Storage,
} from "./programs.ts";

export interface ResolvedExporter {
  readonly port: number;
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

/** A data store in the cluster, whoever runs its servers. */
export interface Store extends Named {
  readonly names: Required<ObjectNames>;
  /** The port of the server itself. */
  readonly port: number;
  /** The image of the official server, which also has the programs for dumps. */
  readonly image: string;
  readonly resources: ResolvedResources;
  readonly backup?: ResolvedBackup | undefined;
  readonly services: readonly ResolvedService[];
  /** Whom the official image runs as. */
  readonly user: number;
  readonly group: number;
  readonly scheduling: Scheduling;
}

/** A data store of one server, run by the platform itself. */
export interface ServerStore extends Store {
  readonly as: "StatefulSet" | "Deployment";
  readonly storage: Storage;
  readonly exporter?: ResolvedExporter | undefined;
  readonly settings: Readonly<Record<string, string | number | boolean>>;
}

export interface PostgresStore extends ServerStore {
  readonly database: string;
  readonly login: { readonly user: string | SecretKey; readonly password: SecretKey };
  readonly hba: readonly string[] | undefined;
}

/** A Cluster of the CloudNativePG operator. */
export interface PostgresCluster extends Store {
  readonly instances: number;
  /** The image of its servers. */
  readonly serverImage: string;
  readonly database: string;
  readonly owner: string;
  /** The Service of the server that writes, and the Secret of the owner; the operator makes both. */
  readonly host: string;
  readonly login: { readonly user: SecretKey; readonly password: SecretKey };
  /** What each server's claim asks for. */
  readonly claim: ResolvedVolume;
  readonly settings: Readonly<Record<string, string>>;
  /** What the server loads when it starts. */
  readonly libraries: readonly string[];
  readonly hba: readonly string[];
  readonly metrics?: { readonly interval: Duration } | undefined;
}

export interface RedisStore extends ServerStore {
  readonly password: SecretKey | undefined;
}
