import { type KubeObject, keyOf, refOf } from "../client/object.ts";
import { depthsIn } from "../deploy/order/depths.ts";
import { type Order, orderOf } from "../deploy/order/order.ts";
import type { Rendered } from "../render/index.ts";
import type { Environment } from "./environment.ts";
import type { Role, Workload } from "./workloads.ts";

/** One step of a deployment: objects that wait for nothing of each other. */
export interface Step {
  readonly title: string;
  readonly objects: readonly Rendered[];
  /** Workloads of this step that later ones wait for, until they are ready. */
  readonly workloads: readonly Workload[];
}

/** The steps of a deployment, in the very order of `slipway deploy`. */
export function rolloutSteps(environment: Environment): readonly Step[] {
  const { rendered, workloads, wanted } = environment;
  const order = orderOf(wanted);
  const depths = depthsIn(order);
  const awaited = awaitedIn(order);
  const steps = Map.groupBy(rendered, (entry) => depths.get(keyIn(entry)) ?? 0);
  const sorted = [...steps].sort(([a], [b]) => a - b).map(([, objects]) => objects);
  const isWork = (objects: readonly Rendered[]) =>
    workloads.some(({ entry, role }) => objects.includes(entry) && TITLES[role] !== undefined);
  const first = sorted.findIndex(isWork);
  return sorted.map((objects, index) => {
    const here = workloads.filter(({ entry }) => objects.includes(entry));
    return {
      title: titleOf(objects, here, first === -1 || index < first),
      objects,
      workloads: here.filter(({ entry }) => awaited.has(keyIn(entry))),
    };
  });
}

function keyIn({ object }: Rendered): string {
  return keyOf(refOf(object as unknown as KubeObject));
}

/** What others need, until it is ready. */
function awaitedIn(order: Order): ReadonlySet<string> {
  const needs = [...order.values()].flat();
  return new Set(needs.flatMap(({ key, until }) => (until === "ready" ? key : [])));
}

/** What a step is called by what runs in it. What runs by the clock waits for its time, not for its turn. */
const TITLES: Readonly<Partial<Record<Role, string>>> = {
  store: "data stores",
  migration: "migrations and jobs",
  job: "migrations and jobs",
  program: "programs",
  raw: "programs",
};

function titleOf(
  objects: readonly Rendered[],
  workloads: readonly Workload[],
  isGround: boolean,
): string {
  if (objects.some(({ object }) => object.kind === "Namespace"))
    return "The namespace, and what is the whole cluster's";
  const titles = [...new Set(workloads.flatMap(({ role }) => TITLES[role] ?? []))];
  if (titles.length === 0) return isGround ? "What the others need" : "Autoscalers and routes";
  const text = titles.join(", ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
