import type { Sort } from "../platform/component.ts";
import type { Quota } from "../platform/environment.ts";
import type { AutoScale, Party, Resolved } from "../platform/resolve/index.ts";
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
  const scales = new Map(resolved.running.map(({ name, scale }) => [name, scale]));
  const all = [
    ...resolved.components,
    ...resolved.jobs.flatMap(({ name, migrates }) =>
      migrates === undefined ? [] : [{ sort: "migration" as const, name }],
    ),
  ];
  return [...Map.groupBy(all, ({ sort }) => sort)].map(([sort, listed]) => ({
    sort,
    names: listed.map(({ name }) => withScale(name, scales.get(name))),
  }));
}

function withScale(name: string, scale: number | AutoScale | undefined): string {
  if (scale === undefined) return name;
  return typeof scale === "number" ? `${name} ${scale}` : `${name} ${scale.min}-${scale.max}`;
}

function countBy(kinds: readonly string[]): Summary["kinds"] {
  return [...Map.groupBy(kinds, (kind) => kind)].map(([kind, { length }]) => ({
    kind,
    count: length,
  }));
}

function hostsOf(object: Rendered["object"]): string[] {
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
  if ("controller" in party) return party.controller === "ingress" ? "(ingress)" : "(monitoring)";
  return "solver" in party ? "(acme solver)" : "(kubernetes api)";
}
