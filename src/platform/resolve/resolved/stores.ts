import type { ObjectNames } from "../../names.ts";
import type { Duration } from "../../options/values.ts";
import type {
  Named,
  ResolvedResources,
  ResolvedService,
  Scheduling,
  SecretKey,
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
