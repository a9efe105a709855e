import { replicasText } from "./components.ts";
import { configTables } from "./configuration/configs.ts";
import { backEndText } from "./configuration/secrets.ts";
import type { Environment } from "./environment.ts";
import { plainName } from "./given.ts";
import { routesOf, urlOf } from "./network/hosts.ts";
import { objectGroups } from "./objects.ts";
import { code, listed } from "./purposes/purposes.ts";
import { podLine } from "./resources.ts";
import { claimsOf } from "./volumes.ts";

/** One thing that every environment answers for itself; nothing where it has no such thing. */
export interface Fact {
  readonly group: string;
  readonly name: string;
  readonly values: ReadonlyMap<string, string>;
}

/** What the environments have, side by side; in Markdown. */
export interface Comparison {
  readonly differing: readonly Fact[];
  /** How many facts are the same everywhere. */
  readonly same: number;
}

export function comparison(environments: readonly Environment[]): Comparison {
  const facts = [
    ...environments.flatMap((environment) => plainFacts(environment).map(entry(environment))),
    ...settings(environments),
    ...addresses(environments),
    ...presence(environments),
  ];
  const rows = Map.groupBy(facts, ({ group, name }) => JSON.stringify([group, name]));
  const all = [...rows.values()].map((row): Fact => {
    const [{ group, name }] = row as [(typeof row)[number]];
    return {
      group,
      name,
      values: new Map(row.map(({ environment, value }) => [environment, value])),
    };
  });
  const differing = all.filter(
    ({ values }) => values.size < environments.length || new Set(values.values()).size > 1,
  );
  const groups = [...Map.groupBy(differing, ({ group }) => group).values()];
  return { differing: groups.flat(), same: all.length - differing.length };
}

interface Entry {
  readonly environment: string;
  readonly group: string;
  readonly name: string;
  readonly value: string;
}

type Plain = readonly [group: string, name: string, value: string];

function entry({ name: environment }: Environment) {
  return ([group, name, value]: Plain): Entry => ({ environment, group, name, value });
}

/** Facts that stand on one environment alone. */
function plainFacts(environment: Environment): Plain[] {
  const { resolved, workloads } = environment;
  const { cluster, quota } = resolved;
  const gateway = resolved.cluster.gateway !== undefined;
  return [
    ["The environment", "namespace", code(resolved.namespace)],
    ["The environment", "domain", resolved.domain ?? "none"],
    [
      "The environment",
      "names begin with",
      resolved.prefix === "" ? "nothing" : code(resolved.prefix),
    ],
    ["The environment", "Pod Security level", resolved.podSecurity],
    ["The environment", "Kubernetes", cluster.kubernetes],
    [
      "The environment",
      "requests come in by",
      `${gateway ? "Gateway" : "Ingress"} of class ${code(cluster.ingress.class)}`,
    ],
    [
      "The environment",
      "quota",
      quota ? `${quota.cpu} CPU, ${quota.memory}, ${quota.pods} pods` : "none",
    ],
    ...workloads.map(
      ({ title, pod }): Plain => ["Images", title, code(pod.containers[0]?.image ?? "")],
    ),
    ...workloads.map(({ title, replicas }): Plain => ["Replicas", title, replicasText(replicas)]),
    ...workloads.map(
      (workload): Plain => ["Each pod's CPU and memory", workload.title, podLine(workload)],
    ),
    ...workloads.map(({ title, pod }): Plain => ["Spread over nodes", title, spreadOf(pod)]),
    ...claimsOf(environment).map(
      ({ title, size, className }): Plain => [
        "Volumes",
        title,
        `${size}, ${className === undefined ? "default class" : code(className)}`,
      ],
    ),
    ...resolved.secrets.map(
      (secret): Plain => ["Secrets", plainName(environment, secret.name), backEndText(secret)],
    ),
    ...resolved.certificates.map(
      ({ name, issuer }): Plain => [
        "Certificates",
        plainName(environment, name),
        `issued by ${code(issuer)}`,
      ],
    ),
  ];
}

function spreadOf({
  topologySpreadConstraints = [],
}: Environment["workloads"][number]["pod"]): string {
  if (topologySpreadConstraints.length === 0) return "no";
  const required = topologySpreadConstraints.some(
    ({ whenUnsatisfiable }) => whenUnsatisfiable === "DoNotSchedule",
  );
  return required ? "required" : "preferred";
}

/** A text of several lines is told to differ; what it says is shown with the configuration. */
function settings(environments: readonly Environment[]): Entry[] {
  return configTables(environments).flatMap(({ title, keys }) =>
    keys.flatMap(({ key, values }) =>
      values.flatMap(({ value, environments: names }, index) =>
        names.map((environment): Entry => {
          const shown = value.includes("\n")
            ? `text ${index + 1} of ${values.length}`
            : code(value);
          return { environment, group: `Settings in ${title}`, name: key, value: shown };
        }),
      ),
    ),
  );
}

/** Addresses by what stands before the domain, which differs anyway. */
function addresses(environments: readonly Environment[]): Entry[] {
  return environments.flatMap((environment) => {
    const { domain = "" } = environment.resolved;
    return routesOf(environment).map(
      (route): Entry => ({
        environment: environment.name,
        group: "Addresses",
        name: urlOf(route)
          .replace(/^https?:\/\//, "")
          .replace(domain, "…"),
        value: `${route.tls ? "https" : "http"}, to ${code(route.component)}`,
      }),
    );
  });
}

/** Objects that only some environments have. */
function presence(environments: readonly Environment[]): Entry[] {
  return objectGroups(environments).flatMap(({ title, objects }) =>
    objects
      .filter((object) => object.environments.length < environments.length)
      .flatMap(({ kind, names, environments: having }) =>
        having.map(
          (environment): Entry => ({
            environment,
            group: "Objects that only some have",
            name: `${title}: ${kind} ${listed([names[0]?.value ?? ""])}`,
            value: "yes",
          }),
        ),
      ),
  );
}
