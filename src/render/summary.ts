import type { Sort } from "../platform/component.ts";
import type { Quota } from "../platform/environment.ts";
import type { Party, Resolved, ResolvedShards, Running } from "../platform/resolve/index.ts";
import type { Rendered } from "./rendered.ts";
import { type Amounts, type Range, resourcesOf } from "./resources.ts";

/** What was rendered, in figures and names. */
export interface Summary {
  readonly platform: string;
  readonly environment: string;
  readonly namespace: string;
  /** Names of the components of one sort; of programs also how many run. */
  readonly components: readonly {
    readonly sort: Sort | "migration";
    readonly names: readonly string[];
  }[];
  readonly kinds: readonly { readonly kind: string; readonly count: number }[];
  readonly running: Range;
  /** One run of each Job and CronJob, should they all run at once. */
  readonly jobs: Amounts;
  readonly quota: Quota | undefined;
  readonly hosts: readonly string[];
  readonly connections: readonly { readonly from: string; readonly to: readonly string[] }[];
}

/**
 * Sums up one environment. Amounts and hosts are read from the objects as they are, patches included.
 *
 * @throws ProblemError for a pod whose resources cannot be read, as a raw object or a patch may make one.
 */
export function summarize(resolved: Resolved, rendered: readonly Rendered[]): Summary {
  return {
    platform: resolved.platform,
    environment: resolved.environment,
    namespace: resolved.namespace,
    components: componentsOf(resolved),
    kinds: countBy(rendered.map(({ object }) => object.kind)),
    ...resourcesOf(rendered),
    quota: resolved.quota,
    hosts: [...new Set(rendered.flatMap(({ object }) => hostsOf(object)))],
    connections: connectionsOf(resolved),
  };
}

function componentsOf(resolved: Resolved): Summary["components"] {
  const running = new Map(resolved.running.map((program) => [program.name, program]));
  const clusters = new Map(resolved.postgresClusters.map((cluster) => [cluster.name, cluster]));
  const all = [
    ...resolved.components,
    ...resolved.jobs.flatMap(({ name, migrates }) =>
      migrates === undefined ? [] : [{ sort: "migration" as const, name }],
    ),
  ];
  return [...Map.groupBy(all, ({ sort }) => sort)].map(([sort, listed]) => ({
    sort,
    names: listed.map(({ name }) => {
      const cluster = sort === "postgres" ? clusters.get(name) : undefined;
      return cluster ? `${name} ${cluster.instances}` : withScale(name, running.get(name));
    }),
  }));
}

function withScale(name: string, program: Running | undefined): string {
  if (program === undefined) return name;
  const { scale, shards } = program;
  const [count, most] =
    typeof scale === "number" ? [scale, scale] : [`${scale.min}-${scale.max}`, scale.max];
  return `${name} ${count}${shards ? ` (${shardsText(shards, most)})` : ""}`;
}

/** How the work is split, and how many pods at most wait for a part of their own. */
function shardsText({ count, reshards }: ResolvedShards, most: number): string {
  const shards = count === 1 ? "1 shard" : `${count} shards`;
  if (reshards) return `${shards}, split anew`;
  return most > count ? `${shards}, ${most - count} spare` : shards;
}

function countBy(kinds: readonly string[]): Summary["kinds"] {
  return [...Map.groupBy(kinds, (kind) => kind)].map(([kind, { length }]) => ({
    kind,
    count: length,
  }));
}

function hostsOf(object: Rendered["object"]): string[] {
  if (object.kind === "HTTPRoute")
    return (object as { spec?: { hostnames?: string[] } }).spec?.hostnames ?? [];
  if (object.kind !== "Ingress") return [];
  const { spec } = object as { spec?: { rules?: readonly { host?: string }[] } };
  return (spec?.rules ?? []).flatMap(({ host }) => host ?? []);
}

function connectionsOf({ edges }: Resolved): Summary["connections"] {
  const byFrom = new Map<string, Set<string>>();
  for (const { from, to, port } of edges) {
    const name = nameOf(from);
    const targets = byFrom.get(name) ?? new Set();
    byFrom.set(name, targets.add(`${nameOf(to)}:${port}`));
  }
  return [...byFrom].map(([from, to]) => ({ from, to: [...to] }));
}

function nameOf(party: Party): string {
  if ("pods" in party) return party.pods;
  if ("outside" in party) return `(${party.outside})`;
  if ("controller" in party)
    return { ingress: "(ingress)", monitoring: "(monitoring)", cloudNativePg: "(cloudnative-pg)" }[
      party.controller
    ];
  return "solver" in party ? "(acme solver)" : "(kubernetes api)";
}
