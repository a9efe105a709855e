import { aHostName } from "./external.ts";
import { anExactImage } from "./image.ts";
import { type ObjectNames, objectNamesCheck } from "./names.ts";
import {
  type Resources,
  resourcesCheck,
  type Security,
  securityCheck,
} from "./options/container.ts";
import { type SchedulingOptions, schedulingShape } from "./options/scheduling.ts";
import { type Services, servicesCheck } from "./options/services.ts";
import {
  aComponent,
  aPortNumber,
  aPrometheusDuration,
  aSchedule,
  aTimeZone,
  type Cidr,
  cidrs,
  type Duration,
} from "./options/values.ts";
import { aBoolean, either, literal, objectOf, optional, type ShapeOf, whole } from "./shape.ts";
import type { Volume } from "./volume.ts";

/** A server outside the cluster in place of the platform's own; references to it stay the same. */
export interface ExternalStore {
  readonly host: string;
  readonly port?: number;
  /** Its addresses, where they are known. Default: every public address on its port. */
  readonly cidr?: readonly Cidr[];
}

/** The exporter that serves a store's metrics. */
export interface Exporter {
  /** Default: a known version of the usual exporter. */
  readonly image?: string;
  /** Default: `{ cpu: ["25m", "100m"], memory: ["32Mi", "64Mi"] }`. */
  readonly resources?: Resources;
  /** How often the metrics are collected. Default: `"30s"`. */
  readonly interval?: Duration;
}

/** What every data store has. */
export interface StoreOptions extends SchedulingOptions {
  /** Replaces the image that `version` names. */
  readonly image?: string;
  /** Where the data lives. */
  readonly storage: Volume;
  readonly resources: Resources;
  /** Metrics by an exporter beside the server. */
  readonly metrics?: boolean | Exporter;
  /** Names of its objects that do not follow the platform's patterns. */
  readonly names?: ObjectNames;
  /** Further Services, by name. */
  readonly services?: Services;
  readonly security?: Pick<Security, "user" | "group">;
  /** Dumps on a schedule, each read back before it counts. */
  readonly backup?: Backup | false;
  /** Use this server outside the cluster instead. */
  readonly external?: ExternalStore;
}

/** Dumps on a schedule. */
export interface Backup {
  /** A cron line: `"0 2 * * *"`. */
  readonly schedule: `${string} ${string} ${string} ${string} ${string}` | `@${string}`;
  /** How many dumps are kept. */
  readonly keep: number;
  /** Where they are kept. */
  readonly to: Volume;
  /** Default: `"Etc/UTC"`. */
  readonly timeZone?: string;
  /** Default: `{ cpu: ["100m", "500m"], memory: ["128Mi", "512Mi"] }`. */
  readonly resources?: Resources;
}

const backupCheck = either(
  literal(false),
  objectOf<Backup>({
    schedule: aSchedule,
    keep: whole(1),
    to: aComponent("a volume", "volume"),
    timeZone: optional(aTimeZone),
    resources: optional(resourcesCheck),
  }),
);

export const storeShape: ShapeOf<StoreOptions> = {
  ...schedulingShape,
  image: optional(anExactImage),
  storage: aComponent("a volume", "volume"),
  resources: resourcesCheck,
  metrics: optional(
    either(
      aBoolean,
      objectOf<Exporter>({
        image: optional(anExactImage),
        resources: optional(resourcesCheck),
        interval: optional(aPrometheusDuration),
      }),
    ),
  ),
  names: optional(objectNamesCheck),
  services: optional(servicesCheck),
  security: optional(securityCheck),
  backup: optional(backupCheck),
  external: optional(
    objectOf<ExternalStore>({
      host: aHostName,
      port: optional(aPortNumber),
      cidr: optional(cidrs),
    }),
  ),
};
