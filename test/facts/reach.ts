import { evaluateNetworkPolicies } from "../../src/kubernetes/network-policy.ts";
import type {
  Endpoint,
  NetworkPolicy,
  PolicyPod,
} from "../../src/kubernetes/network-policy-types.ts";
import type { World } from "./assertion.ts";
import type { Reach } from "./fact.ts";

// biome-ignore lint/suspicious/noExplicitAny: a rendered object of any kind that makes pods
type Loose = any;

const elsewhere: Readonly<Record<string, Endpoint>> = {
  internet: { address: "8.8.4.4" },
  "ingress-nginx": pod("ingress-nginx", "ingress-nginx", named("ingress-nginx")),
  prometheus: pod("prometheus", "monitoring", named("prometheus")),
  dns: pod("dns", "kube-system", { "k8s-app": "kube-dns" }),
};

/**
 * Why a connection is not as the row says. An end is a workload, `a stranger` of the same namespace
 * that is nobody's, `address 10.0.0.1`, or one of those elsewhere.
 */
export function reachProblem(reach: Reach, world: World): readonly string[] {
  const policies = world.objects.filter(({ kind }) => kind === "NetworkPolicy");
  const evaluator = evaluateNetworkPolicies(policies as readonly NetworkPolicy[]);
  const [from, to] = [endOf(reach.from, world), endOf(reach.to, world)];
  if (typeof from === "string") return [from];
  if (typeof to === "string") return [to];
  const open = evaluator.allowed({ from, to, port: reach.port });
  const way = `${reach.from} → ${reach.to}:${reach.port}`;
  return open === reach.open ? [] : [`${way} is ${open ? "open" : "closed"}`];
}

function endOf(name: string, { objects }: World): Endpoint | string {
  const known = elsewhere[name];
  if (known) return known;
  const namespace = objects.find(({ kind }) => kind === "Namespace")?.metadata.name ?? "";
  const [, address] = /^address (\S+)$/.exec(name) ?? [];
  if (address) return { address };
  if (name === "a stranger") return pod(name, namespace, {});
  const workload: Loose = objects.find(({ kind, metadata }) => `${kind}/${metadata.name}` === name);
  const template = workload?.spec.jobTemplate?.spec.template ?? workload?.spec.template;
  if (!template) return `there is no ${name} that makes pods`;
  const ports = template.spec.containers.flatMap((each: Loose) => each.ports ?? []);
  return { ...pod(name, namespace, template.metadata.labels), ports };
}

function pod(name: string, namespace: string, labels: PolicyPod["labels"]): PolicyPod {
  return { name, namespace, labels, ip: "10.244.0.1" };
}

function named(name: string): PolicyPod["labels"] {
  return { "app.kubernetes.io/name": name };
}
