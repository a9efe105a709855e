import type { Environment } from "../environment.ts";
import { nameOf, ofKind } from "../given.ts";
import { routesOf, urlOf } from "../network/hosts.ts";
import { code } from "../purposes/purposes.ts";
import { target, type Workload } from "../workloads.ts";
import { firstServiceOf, kubectl, programs, running, slipway } from "./commands.ts";
import { type Chapter, procedure } from "./runbook.ts";

/** Whether it works, and how to get to it. */
export function verifyChapter(environment: Environment): Chapter {
  const k = kubectl(environment);
  const has = (kind: Parameters<typeof ofKind>[1]) => ofKind(environment, kind).length > 0;
  const lists = [
    "get all",
    "get pods -o wide",
    "get endpointslices",
    ...(has("Ingress") ? ["get ingress"] : []),
    ...(has("Gateway") ? ["get gateways,httproutes"] : []),
    ...(has("PersistentVolumeClaim") ? ["get pvc"] : []),
    ...(has("HorizontalPodAutoscaler") ? ["get hpa"] : []),
    ...(has("PodDisruptionBudget") ? ["get pdb"] : []),
    ...(has("Certificate") ? ["get certificates"] : []),
    ...(has("ExternalSecret") ? ["get externalsecrets"] : []),
    ...(has("SealedSecret") ? ["get sealedsecrets"] : []),
    ...(has("ServiceMonitor") ? ["get servicemonitors,prometheusrules"] : []),
  ];
  return {
    title: "Verify and reach it",
    procedures: [
      ...procedure(
        "Verify a deployment",
        {
          text: "The last deployment, and every object with whether it is ready, and what is missing; it ends with 1 where something is.",
        },
        { script: [slipway(environment, "status")] },
        { text: "Every pod is Running and ready, every claim Bound, every Service has endpoints:" },
        { script: lists.map((list) => `${k} ${list}`) },
        { script: healthChecks(environment) },
      ),
      ...procedure(
        "Open the platform",
        {
          head: ["address", "answers"],
          rows: [
            ...new Set(routesOf(environment).map((route) => `${urlOf(route)} ${route.component}`)),
          ].map((line) => {
            const [url = "", component = ""] = line.split(" ");
            return [url.includes("*") ? code(url) : `<${url}>`, code(component)];
          }),
        },
        ...balanced(environment),
      ),
      ...procedure(
        "Reach a Service from your machine",
        {
          text: "Past the ingress and the network policies, as long as the command runs. Each leads to `localhost` at the first port that it names.",
        },
        { script: running(environment).flatMap((workload) => forwards(environment, workload)) },
      ),
    ],
  };
}

function healthChecks(environment: Environment): string[] {
  return programs(environment).flatMap((program) => {
    const url = healthUrl(environment, program);
    return url === undefined ? [] : [`curl -fsS ${url}`];
  });
}

/** The readiness page of a program, where a route from outside leads to it. */
export function healthUrl(environment: Environment, { title, pod }: Workload): string | undefined {
  const { readinessProbe, livenessProbe } = pod.containers[0] ?? {};
  const path = (readinessProbe ?? livenessProbe)?.httpGet?.path;
  if (path === undefined) return undefined;
  const [route] = routesOf(environment)
    .filter(({ host, component }) => !host.includes("*") && component === title)
    .filter((each) => covers(each.path, path))
    .sort((a, b) => b.path.length - a.path.length);
  return route && `${urlOf({ ...route, path: "/" })}${path}`;
}

function covers(prefix: string, path: string): boolean {
  return prefix === "/" || path === prefix || path.startsWith(`${prefix.replace(/\/$/, "")}/`);
}

function balanced(environment: Environment) {
  const services = ofKind(environment, "Service").filter(
    ({ object }) => object.spec?.type === "LoadBalancer",
  );
  if (services.length === 0) return [];
  const names = services.map(({ entry }) => nameOf(entry)).join(" ");
  return [
    { text: "Load balancers have addresses of their own:" },
    { script: [`${kubectl(environment)} get services ${names}`] },
  ];
}

function forwards(environment: Environment, workload: Workload): string[] {
  const service = firstServiceOf(environment, workload);
  if (!service) return listens(workload) ? [direct(environment, workload)] : [];
  const ports = service.ports.map(({ port }) => `${port < 1024 ? port + 8000 : port}:${port}`);
  return [`${kubectl(environment)} port-forward service/${service.name} ${ports.join(" ")}`];
}

function listens({ pod }: Workload): boolean {
  return pod.containers.some(({ ports }) => ports?.length);
}

function direct(environment: Environment, workload: Workload): string {
  const ports = workload.pod.containers.flatMap(({ ports = [] }) =>
    ports.map(({ containerPort }) => containerPort),
  );
  return `${kubectl(environment)} port-forward ${target(workload)} ${ports.map((port) => `${port}:${port}`).join(" ")}`;
}
