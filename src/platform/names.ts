/** A pattern for names of rendered objects; `{name}` stands for the component's name. */
export type NamePattern = `${string}{name}${string}`;
/** A pattern for a rule between two components. */
export type EdgePattern = `${string}{from}${string}{to}${string}`;

/** How rendered objects are called. `{platform}` and `{namespace}` may stand in every pattern. */
export interface Names {
  /** HorizontalPodAutoscaler. Default: `"{name}"`. */
  readonly autoscaler?: NamePattern;
  /** VerticalPodAutoscaler. Default: `"{name}"`. */
  readonly vertical?: NamePattern;
  /** PodDisruptionBudget. Default: `"{name}"`. */
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
  /** NetworkPolicy that lets `{from}` reach `{to}`. Default: `"allow-{from}-{to}"`. */
  readonly edge?: EdgePattern;
  /** NetworkPolicy that closes the namespace. Default: `"deny-all"`. */
  readonly denyAll?: string;
  /** NetworkPolicy that lets every pod ask for names. Default: `"allow-dns"`. */
  readonly dns?: string;
  /** Objects of the whole cluster that each environment has for itself. Default: `"{namespace}-{name}"`. */
  readonly cluster?: NamePattern;
}

export const defaultNames: Required<Names> = {
  autoscaler: "{name}",
  vertical: "{name}",
  budget: "{name}",
  monitor: "{name}",
  account: "{name}",
  config: "{name}-config",
  migration: "{name}-migrate",
  backup: "{name}-backup",
  edge: "allow-{from}-{to}",
  denyAll: "deny-all",
  dns: "allow-dns",
  cluster: "{namespace}-{name}",
};

/** Fills a pattern in. */
export function fill(pattern: string, values: Readonly<Record<string, string>>): string {
  return pattern.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
}
