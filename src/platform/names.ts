import { didYouMean } from "../closest.ts";
import { anObjectName } from "./options/values.ts";
import {
  type Check,
  type OptionalCheck,
  objectOf,
  optional,
  type ShapeOf,
  syntax,
} from "./shape.ts";

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
  /** ServiceAccount. Default: `"{name}"`. */
  readonly account?: NamePattern;
  /** Role. Default: the account's name. */
  readonly role?: NamePattern;
  /** RoleBinding. Default: the account's name. */
  readonly binding?: NamePattern;
  /** ConfigMap of a data store or a site. Default: `"{name}-config"`. */
  readonly config?: NamePattern;
  /** Job of a migration; a digest of its content follows. Default: `"{name}-migrate"`. */
  readonly migration?: NamePattern;
  /** CronJob of a backup. Default: `"{name}-backup"`. */
  readonly backup?: NamePattern;
  /** NetworkPolicy that lets `{from}` reach `{to}`. Default: `"{platform}-allow-{from}-{to}"`. */
  readonly edge?: EdgePattern;
  /** One NetworkPolicy for each component, with all that it may do, in place of one for each connection. Default: none. */
  readonly policy?: NamePattern;
  /** NetworkPolicy that closes the namespace. Default: `"{platform}-deny-all"`. */
  readonly denyAll?: string;
  /** NetworkPolicy that lets every pod ask for names. Default: `"{platform}-allow-dns"`. */
  readonly dns?: string;
  /** Gateway, where an environment has one. Default: `"{platform}"`. */
  readonly gateway?: string;
  /** Objects of the whole cluster that each environment has for itself. Default: `"{namespace}-{name}"`. */
  readonly cluster?: NamePattern;
}

/** Names of one component's own objects, where the platform's patterns do not fit: an existing deployment keeps its own. */
export interface ObjectNames {
  /** ServiceAccount. */
  readonly account?: string;
  /** Role. Default: the account's name. */
  readonly role?: string;
  /** RoleBinding. Default: the account's name. */
  readonly binding?: string;
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
  role: optional(anObjectName),
  binding: optional(anObjectName),
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

/** Patterns that say something only where they are set. */
type Unset = "role" | "binding" | "policy";
/** The patterns of a platform, with the usual ones where it sets none. */
export type ChosenNames = Required<Omit<Names, Unset>> & Pick<Names, Unset>;

export const defaultNames: ChosenNames = {
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
  gateway: "{platform}",
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

const patterns = objectOf<Names>({
  autoscaler: pattern("name"),
  vertical: pattern("name"),
  budget: pattern("name"),
  monitor: pattern("name"),
  account: pattern("name"),
  role: pattern("name"),
  binding: pattern("name"),
  config: pattern("name"),
  migration: pattern("name"),
  backup: pattern("name"),
  edge: pattern("from", "to"),
  policy: pattern("name"),
  denyAll: pattern(),
  dns: pattern(),
  gateway: pattern(),
  cluster: pattern("name"),
});

export const namesCheck: Check = {
  ...patterns,
  test: (value, path, report, partial) => {
    patterns.test(value, path, report, partial);
    const { edge, policy } = value as Names;
    if (edge !== undefined && policy !== undefined) {
      const message = "has no effect: policy puts all connections of a component in one";
      report([...path, "edge"], message, "one of the two");
    }
  },
};

/** Fills a pattern in. */
export function fill(pattern: string, values: Readonly<Record<string, string>>): string {
  return pattern.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
}
