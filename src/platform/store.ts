import { anExternalStore, type ExternalStore } from "./external-store.ts";
import { anExactImage } from "./image.ts";
import { type ObjectNames, objectNamesCheck } from "./names.ts";
import {
  type Resources,
  resourcesCheck,
  type Security,
  securityCheck,
} from "./options/container.ts";
import { type SchedulingOptions, schedulingShape } from "./options/scheduling.ts";
import {
  aServiceName,
  type ServiceOptions,
  type Services,
  servicesCheck,
} from "./options/services.ts";
import {
  aComponent,
  aPrometheusDuration,
  aSchedule,
  aSelectorValue,
  aTimeZone,
  type Duration,
} from "./options/values.ts";
import { aBoolean, either, literal, objectOf, optional, type ShapeOf, whole } from "./shape.ts";
import { aScratch, type Scratch, type Volume } from "./volume.ts";

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
  /** What runs the server: a StatefulSet, or a Deployment whose old pod ends before the new one starts. Default: `"StatefulSet"`. */
  readonly as?: "StatefulSet" | "Deployment";
  /** Where the data lives: a volume; or `scratch()` for a cache, which its pod takes with it. */
  readonly storage: Volume | Scratch;
  readonly resources: Resources;
  /** Metrics by an exporter beside the server. */
  readonly metrics?: boolean | Exporter;
  /** Names of its objects that do not follow the platform's patterns. */
  readonly names?: ObjectNames;
  /** The value of the platform's selector label, where an existing deployment has its own; also the `job` of its metrics. Default: the name. */
  readonly label?: string;
  /** The name of the first Service, by which others reach it. Default: the component's name. */
  readonly service?: Pick<ServiceOptions, "name">;
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
  as: optional(literal("StatefulSet", "Deployment")),
  storage: either(aComponent("a volume", "volume"), aScratch),
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
  label: optional(aSelectorValue),
  service: optional(objectOf<Pick<ServiceOptions, "name">>({ name: optional(aServiceName) })),
  services: optional(servicesCheck),
  security: optional(securityCheck),
  backup: optional(backupCheck),
  external: optional(anExternalStore),
};
