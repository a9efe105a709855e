import { type KubeObject, refOf, titleOf } from "../../client/object.ts";
import { isFields, valueAt } from "../../kubernetes/fields.ts";
import type { ResourceList } from "../../kubernetes/pod-resources.ts";
import { requestsOf } from "../../kubernetes/pod-usage.ts";
import { formatQuantity, parseQuantity, type Quantity } from "../../kubernetes/quantity.ts";
import {
  addQuantities,
  compareQuantities,
  multiplyQuantity,
  subtractQuantities,
} from "../../kubernetes/quantity-arithmetic.ts";
import type { PodSpec } from "../../kubernetes/types/core.ts";
import type { Plan } from "../plan/plan.ts";
import type { Demand } from "./demand.ts";
import { type Look, UNKNOWN } from "./look.ts";
import { at, fine, remarked, some, stopped, together, type Verdict } from "./verdict.ts";

/** What the scheduler counts of every pod. */
const COUNTED = ["cpu", "memory"];

/** Whether the nodes have room for the pods of a plan. */
export async function nodesFor(
  look: Look,
  plan: Plan,
  demands: readonly Demand[],
): Promise<Verdict> {
  const asking = demands.filter(({ spec, peak }) => peak > 0 && requestsOf(spec).size > 0);
  if (asking.length === 0) return fine;
  const [nodes, pods] = await Promise.all([
    look.list({ apiVersion: "v1", kind: "Node" }),
    look.list({
      apiVersion: "v1",
      kind: "Pod",
      fields: "status.phase!=Succeeded,status.phase!=Failed",
    }),
  ]);
  if (nodes === UNKNOWN || nodes.length === 0) return fine;
  const mayGrow = nodes.some(isRented);
  const tooBig = asking.filter(
    ({ spec }) => !nodes.some((node) => admits(node, spec) && fits(requestsOf(spec), node)),
  );
  const single = tooBig.map((demand) => tooBigFor(demand, nodes, mayGrow));
  if (single.length > 0 || pods === UNKNOWN) return together(single);
  const goes = plan.prunes.some(({ kept }) => kept === undefined);
  return together(COUNTED.map((name) => roomFor(name, asking, nodes, pods, mayGrow || goes)));
}

function tooBigFor(demand: Demand, nodes: readonly KubeObject[], mayGrow: boolean): Verdict {
  const { spec, planned } = demand;
  const needs = amounts(requestsOf(spec));
  const open = nodes.filter((node) => admits(node, spec));
  const largest = COUNTED.flatMap((name) => {
    const most = open
      .map((node) => allocatable(node, name))
      .toSorted(compareQuantities)
      .at(-1);
    return most ? [`${formatQuantity(most)} ${name}`] : [];
  });
  const have =
    open.length === 0
      ? `none of the ${nodes.length} nodes takes it (node selector, taints)`
      : `the largest node has ${largest.join(" and ")}`;
  const message = `a pod of ${titleOf(refOf(planned.applied))} needs ${needs}, and ${have}`;
  if (mayGrow) return remarked(`${message}: it waits until the cluster gets a larger one`);
  const later = nodes.map(recovered);
  if (later.some((node) => admits(node, spec) && fits(requestsOf(spec), node)))
    return remarked(`${message} now: it waits until one that could is ready again`);
  return stopped(at(planned, [], message, "smaller requests, or a larger node"));
}

function roomFor(
  name: string,
  demands: readonly Demand[],
  nodes: readonly KubeObject[],
  pods: readonly KubeObject[],
  mayGrow: boolean,
): Verdict {
  const open = nodes.filter((node) => demands.some(({ spec }) => admits(node, spec)));
  const names = new Set(open.map(({ metadata }) => metadata.name));
  const taken = pods
    .filter(({ spec }) => names.has(String(valueAt(spec, ["nodeName"]))))
    .flatMap(({ spec }) => requestsOf(spec as PodSpec).get(name) ?? []);
  const all = sum(open.map((node) => allocatable(node, name)));
  const free = subtractQuantities(all, sum(taken));
  const sumOf = (count: (demand: Demand) => number) =>
    sum(
      demands.flatMap((demand) => {
        const one = requestsOf(demand.spec).get(name);
        return one ? [multiplyQuantity(one, count(demand))] : [];
      }),
    );
  const [more, peak] = [sumOf((demand) => demand.more), sumOf((demand) => demand.peak)];
  if (compareQuantities(peak, free) <= 0) return fine;
  const isShort = compareQuantities(more, free) > 0;
  const needed = formatQuantity(isShort ? more : peak);
  const who = some(demands.map(({ planned }) => titleOf(refOf(planned.applied))));
  const message = `new pods of ${who} need ${needed} ${name}, and ${formatQuantity(free)} of ${formatQuantity(all)} are free on the nodes`;
  // Pods of a higher priority put others out.
  const mayPutOut = demands.some(({ spec }) => spec.priorityClassName !== undefined);
  const [first] = demands;
  if (!isShort || mayGrow || mayPutOut || first === undefined)
    return remarked(`${message}: some may have to wait`);
  return stopped(at(first.planned, [], message, "another node, or smaller requests"));
}

/** Whether somebody may add nodes: a cloud's nodes name it, and a machine of one's own nobody. */
function isRented({ spec }: KubeObject): boolean {
  const provider = valueAt(spec, ["providerID"]);
  return typeof provider === "string" && !/^(kind|k3s|k0s|docker|kwok|minikube):/.test(provider);
}

/** Whether a pod may be on a node: its selector, and the node's taints. */
function admits(node: KubeObject, spec: PodSpec): boolean {
  const labels = node.metadata.labels ?? {};
  const selector = Object.entries(spec.nodeSelector ?? {});
  if (!selector.every(([name, value]) => labels[name] === value)) return false;
  const taints = valueAt(node, ["spec", "taints"]);
  const keeping = (Array.isArray(taints) ? taints : [])
    .filter(isFields)
    .filter(({ effect }) => effect === "NoSchedule" || effect === "NoExecute");
  const tolerations = (spec.tolerations ?? []) as readonly {
    readonly key?: string;
    readonly operator?: string;
    readonly value?: string;
    readonly effect?: string;
  }[];
  return keeping.every(({ key, value = "", effect }) =>
    tolerations.some(
      (each) =>
        (each.effect === undefined || each.effect === effect) &&
        (each.key === undefined || each.key === key) &&
        (each.operator === "Exists" || (each.value ?? "") === value),
    ),
  );
}

/** What the cluster itself puts on a node while something is wrong with it, and takes away again. */
const PASSING =
  /^node\.kubernetes\.io\/(not-ready|unreachable|network-unavailable|(memory|disk|pid)-pressure)$/;

function recovered(node: KubeObject): KubeObject {
  const taints = valueAt(node, ["spec", "taints"]);
  if (!Array.isArray(taints)) return node;
  const lasting = taints.filter((taint) => !(isFields(taint) && PASSING.test(String(taint.key))));
  return { ...node, spec: { ...(isFields(node.spec) ? node.spec : {}), taints: lasting } };
}

function fits(requests: ResourceList, node: KubeObject): boolean {
  return [...requests].every(
    ([name, amount]) => compareQuantities(amount, allocatable(node, name)) <= 0,
  );
}

function allocatable({ status }: KubeObject, name: string): Quantity {
  const amount = valueAt(status, ["allocatable", name]);
  return parseQuantity(typeof amount === "string" || typeof amount === "number" ? amount : 0);
}

function sum(all: readonly Quantity[]): Quantity {
  return all.reduce(addQuantities, parseQuantity(0));
}

function amounts(requests: ResourceList): string {
  return [...requests].map(([name, amount]) => `${formatQuantity(amount)} ${name}`).join(" and ");
}
