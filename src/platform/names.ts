import { didYouMean } from "../problem.ts";
import { anObjectName } from "./options/values.ts";
import { type OptionalCheck, objectOf, optional, type ShapeOf, syntax } from "./shape.ts";

/** A pattern for names of rendered objects; `{name}` stands for the component's name. */
export type NamePattern = `${string}{name}${string}`;
/** A pattern for a rule between two components. */
export type EdgePattern = `${string}{from}${string}{to}${string}`;

/** How rendered objects are called. `{platform}` and `{namespace}` may stand in every pattern. */
export interface Names {
  /** HorizontalPodAutoscaler. Default: `"{name}-hpa"`. */
  readonly autoscaler?: NamePattern;
  /** VerticalPodAutoscaler. Default: `"{name}-vpa"`. */
  readonly vertical?: NamePattern;
  /** PodDisruptionBudget. Default: `"{name}-pdb"`. */
  readonly budget?: NamePattern;
  /** ServiceMonitor. Default: `"{name}"`. */
  readonly monitor?: NamePattern;
  /** ServiceAccount, Role and RoleBinding. Default: `"{name}"`. */
  readonly account?: NamePattern;
  /** ConfigMap of a data store or a site. Default: `"{name}-config"`. */
  readonly config?: NamePattern;
  /** Job of a migration; a digest of its content follows. Default: `"{name}-migrate"`. */
  readonly migration?: NamePattern;
  /** CronJob of a backup. Default: `"{name}-backup"`. */
  readonly backup?: NamePattern;
  /** NetworkPolicy that lets `{from}` reach `{to}`. Default: `"{platform}-allow-{from}-{to}"`. */
  readonly edge?: EdgePattern;
  /** NetworkPolicy that closes the namespace. Default: `"{platform}-deny-all"`. */
  readonly denyAll?: string;
  /** NetworkPolicy that lets every pod ask for names. Default: `"{platform}-allow-dns"`. */
  readonly dns?: string;
  /** Objects of the whole cluster that each environment has for itself. Default: `"{namespace}-{name}"`. */
  readonly cluster?: NamePattern;
}

/** Names of one component's own objects, where the platform's patterns do not fit: an existing deployment keeps its own. */
export interface ObjectNames {
  /** ServiceAccount, Role and RoleBinding. */
  readonly account?: string;
  /** HorizontalPodAutoscaler. */
  readonly autoscaler?: string;
  /** VerticalPodAutoscaler. */
  readonly vertical?: string;
  /** PodDisruptionBudget. */
  readonly budget?: string;
  /** ServiceMonitor. */
  readonly monitor?: string;
  /** ConfigMap of a data store or a site. */
  readonly config?: string;
  /** Job of the migration; a digest of its content follows. */
  readonly migration?: string;
  /** CronJob of the backup. */
  readonly backup?: string;
}

const exceptions: ShapeOf<ObjectNames> = {
  account: optional(anObjectName),
  autoscaler: optional(anObjectName),
  vertical: optional(anObjectName),
  budget: optional(anObjectName),
  monitor: optional(anObjectName),
  config: optional(anObjectName),
  migration: optional(anObjectName),
  backup: optional(anObjectName),
};
export const objectNamesCheck = objectOf(exceptions);
export const ownNames = Object.keys(exceptions) as (keyof ObjectNames)[];

export const defaultNames: Required<Names> = {
  autoscaler: "{name}-hpa",
  vertical: "{name}-vpa",
  budget: "{name}-pdb",
  monitor: "{name}",
  account: "{name}",
  config: "{name}-config",
  migration: "{name}-migrate",
  backup: "{name}-backup",
  edge: "{platform}-allow-{from}-{to}",
  denyAll: "{platform}-deny-all",
  dns: "{platform}-allow-dns",
  cluster: "{namespace}-{name}",
};

/** A pattern with these placeholders, which may also name the platform and the namespace. */
function pattern(...needed: readonly string[]): OptionalCheck {
  const known = [...needed, "platform", "namespace"];
  const check = syntax("a pattern for names", (text) => {
    const used = [...text.matchAll(/\{(.*?)\}/g)].map(([, name = ""]) => name);
    const unknown = used.find((name) => !known.includes(name));
    if (unknown !== undefined)
      return `{${unknown}} stands for nothing; ${didYouMean(unknown, known)}`;
    const missing = needed.find((name) => !used.includes(name));
    return missing && `has no {${missing}}: all objects of this sort would have one name`;
  });
  return optional(check);
}

export const namesCheck = objectOf<Names>({
  autoscaler: pattern("name"),
  vertical: pattern("name"),
  budget: pattern("name"),
  monitor: pattern("name"),
  account: pattern("name"),
  config: pattern("name"),
  migration: pattern("name"),
  backup: pattern("name"),
  edge: pattern("from", "to"),
  denyAll: pattern(),
  dns: pattern(),
  cluster: pattern("name"),
});

/** Fills a pattern in. */
export function fill(pattern: string, values: Readonly<Record<string, string>>): string {
  return pattern.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
}
