import { parseSelector } from "../../../src/kubernetes/selector-text.ts";
import { selects } from "../../../src/kubernetes/selectors.ts";
import type { Environment } from "../../../src/reference/environment.ts";
import { nameOf } from "../../../src/reference/given.ts";
import { servicesOf } from "../../../src/reference/network/ports.ts";
import { claimsOf } from "../../../src/reference/volumes.ts";

/** Short names of kubectl, and names in the plural. */
const kinds: Readonly<Record<string, string>> = {
  pvc: "persistentvolumeclaim",
  hpa: "horizontalpodautoscaler",
  pdb: "poddisruptionbudget",
  vpa: "verticalpodautoscaler",
  "clusters.postgresql.cnpg.io": "cluster",
};
/** What others make, or what is the whole cluster's. */
const foreign = [
  "crd",
  "ingressclass",
  "gatewayclass",
  "apiservice",
  "csidriver",
  "clustersecretstore",
  "secretstore",
  "node",
  "pod",
  "pods",
];

/** Names in the commands of a runbook that nothing in its environment has. */
export function strangers(environment: Environment, commands: readonly string[]): string[] {
  return commands.flatMap((line) => {
    // What stands behind the dashes is for a program in a pod.
    const [own = ""] = line.split(" -- ");
    const found = own.includes("kubectl")
      ? unknownIn(environment, own)
      : unknownToSlipway(environment, own);
    return found.map((what) => `${what}: ${line}`);
  });
}

/** Components and containers of commands of ours, and the environment that they name. */
function unknownToSlipway({ workloads, name }: Environment, line: string): string[] {
  const [, verb = "", rest = ""] = /\bslipway (\S+) (.*)$/.exec(line) ?? [];
  const environment = / -e (\S+)/.exec(line)?.[1];
  const [words = ""] = rest.split(/ -/);
  const named = /^(?:logs|restart|scale)$/.test(verb) ? words.split(" ") : [];
  const components = named.filter((word) => !/^\d+$/.test(word));
  const container = / --container (\S+)/.exec(line)?.[1];
  const own = workloads.filter(({ component }) => components.includes(component));
  const strange = components.filter((word) => !own.some(({ component }) => component === word));
  const pods = own.map(({ pod }) => pod);
  const containers = pods.flatMap((pod) => [...pod.containers, ...(pod.initContainers ?? [])]);
  const isThere = containers.some((each) => each.name === container);
  return [
    ...(environment === undefined || environment === name ? [] : [`no environment ${environment}`]),
    ...strange.map((word) => `no component ${word}`),
    ...(container === undefined || isThere ? [] : [`no container ${container}`]),
  ];
}

function unknownIn(environment: Environment, line: string): string[] {
  const { resolved, rendered } = environment;
  const own = line.includes(`-n ${resolved.namespace} `) || !/ -n \S/.test(line);
  if (!own) return [];
  const known = new Set(
    rendered.map((entry) => `${entry.object.kind}/${nameOf(entry)}`.toLowerCase()),
  );
  for (const claim of claimsOf(environment)) {
    if (claim.className !== undefined) known.add(`storageclass/${claim.className}`);
    for (let member = 0; claim.template !== undefined && member < 20; member++)
      known.add(`persistentvolumeclaim/${claim.name}-${member}`);
  }
  for (const { name } of resolved.secrets) known.add(`secret/${name}`);
  for (const workload of environment.workloads) {
    for (const service of servicesOf(environment, workload)) known.add(`service/${service.name}`);
    if (workload.kind === "CronJob") known.add(`job/${workload.name}-shell`);
  }
  const has = (kind: string, name: string) => {
    const full = (kinds[kind] ?? kind).replace(/s$/, "");
    return (
      foreign.includes(kind) || [full, `${full}s`].some((each) => known.has(`${each}/${name}`))
    );
  };
  return [
    ...targetsOf(line).flatMap(([kind, name]) => (has(kind, name) ? [] : [`no ${kind} ${name}`])),
    ...labels(environment, line),
    ...containers(environment, line),
    ...files(environment, line),
    ...ports(environment, line),
  ];
}

/** `deployment/backend`, `describe hpa backend-hpa`, `--from=cronjob/x`. */
function targetsOf(line: string): [string, string][] {
  const slashed = [...line.matchAll(/(?<=[ =])([a-z][a-z.]*)\/([\w.-]+)(?=[ )"]|$)/g)].filter(
    ([, kind = ""]) => !["dev", "deploy", "k8s"].includes(kind),
  );
  const spaced = [
    ...line.matchAll(/ (?:get|describe|delete|annotate|patch) ([a-z]+) ([a-z0-9][\w.-]*)(?= |$)/g),
  ].filter(([, kind]) => kind !== "pods");
  const created = [...line.matchAll(/ get services ((?:[\w-]+ ?)+)$/g)].flatMap(([, names = ""]) =>
    names.split(" ").map((name) => ["", "service", name] as const),
  );
  return [...slashed, ...spaced.filter(([, kind]) => kind !== "services"), ...created].map(
    ([, kind = "", name = ""]) => [kind, name],
  );
}

/** Selectors that pick no pod and no object. */
function labels({ workloads, rendered }: Environment, line: string): string[] {
  const selectors = [...line.matchAll(/ -l (?:'([^']+)'|(\S+))/g)].map(
    ([, quoted, bare]) => quoted ?? bare ?? "",
  );
  return selectors.flatMap((text) => {
    const clean = text.replace(/[)"]+$/, "");
    const job = /^job-name=(.*)-shell$/.exec(clean)?.[1];
    if (job !== undefined)
      return workloads.some(({ name }) => name === job) ? [] : [`no job ${job}`];
    const service = /^kubernetes\.io\/service-name=(.*)$/.exec(clean)?.[1];
    const services = rendered.filter(({ object }) => object.kind === "Service").map(nameOf);
    const made = workloads.flatMap(({ kind, name }) => (kind === "Cluster" ? [`${name}-rw`] : []));
    if (service !== undefined)
      return [...services, ...made].includes(service) ? [] : [`no Service ${service}`];
    const selector = parseSelector(clean.replace(/,?cnpg\.io\/instanceRole=primary/, ""));
    const pods = workloads.map(({ podLabels }) => podLabels);
    const objects = rendered.map(({ object }) => object.metadata.labels ?? {});
    return [...pods, ...objects].some((each) => selects(selector, each))
      ? []
      : [`no pods ${clean}`];
  });
}

/** A container that the pods of the target do not have. */
function containers({ workloads }: Environment, line: string): string[] {
  const of = / (?:logs|exec|set resources) .*?(deployment|statefulset|job)\/(\S+)/.exec(line);
  const named = / -c ([\w-]+)/.exec(line)?.[1];
  if (!of || named === undefined) return [];
  const name = of[2]?.replace(/-shell$/, "");
  const pods = workloads.filter((workload) => workload.name === name).map(({ pod }) => pod);
  const all = pods.flatMap((pod) => [...pod.containers, ...(pod.initContainers ?? [])]);
  return all.some((container) => container.name === named) ? [] : [`no container ${named}`];
}

function files({ rendered, fileOf, name }: Environment, line: string): string[] {
  const written = new Set(rendered.map(fileOf));
  return [...line.matchAll(/ -f deploy\/([^/ ]+)(?:\/(\S+))?/g)].flatMap(([, folder, file]) => [
    ...(folder === name ? [] : [`no folder deploy/${folder}`]),
    ...(file === undefined || written.has(file) ? [] : [`no file ${file}`]),
  ]);
}

function ports(environment: Environment, line: string): string[] {
  const [, service, list = ""] = / port-forward service\/(\S+) (.*)$/.exec(line) ?? [];
  if (service === undefined) return [];
  const open = environment.workloads
    .flatMap((workload) => servicesOf(environment, workload))
    .filter(({ name }) => name === service)
    .flatMap((each) => each.ports.map(({ port }) => String(port)));
  return list
    .split(" ")
    .map((pair) => pair.split(":")[1] ?? "")
    .filter((port) => !open.includes(port))
    .map((port) => `no port ${port} at ${service}`);
}
