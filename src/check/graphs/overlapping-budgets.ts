import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { foundAt } from "../objects/found.ts";
import { listedItems } from "../objects/titles.ts";
import { areTogether } from "../objects/together.ts";
import type { Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { areCollapsed } from "./kustomize/selectors.ts";
import { budgets, type Guarding } from "./selectors/budgets.ts";
import { bySelection } from "./selectors/index-of-pods.ts";
import { isAside, isJob, type Pods } from "./selectors/pods.ts";

/** @see k8s.io/kubernetes/pkg/registry/core/pod/storage/eviction.go Create */
export const overlappingBudgets: Rule = {
  id: "overlapping-budgets",
  layer: "graphs",
  severity: "error",
  title: "pods that two PodDisruptionBudgets guard",
  why: "the server answers every eviction of such a pod with error 500: a node that holds one cannot be drained, and cluster upgrades stop there",
  fix: "leave one budget for each pod: narrow a selector, or delete one of them",
  bad: `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web }
spec:
  maxUnavailable: 1
  selector: { matchLabels: { app: web } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: all }
spec:
  maxUnavailable: 1
  selector: {}
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "example.com/web:v1" }] }
`,
  good: `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web }
spec:
  maxUnavailable: 1
  selector: { matchLabels: { app: web } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: others }
spec:
  maxUnavailable: 1
  selector: { matchExpressions: [{ key: app, operator: NotIn, values: [web] }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "example.com/web:v1" }] }
`,
  find: (world: World) =>
    [...overlapsOf(world).values()].map(({ guarding, pods }) => {
      const others = guarding.slice(0, -1).map(({ budget }) => budget);
      const { budget } = guarding.at(-1) as Guarding;
      const guarded = listedItems(pods.map(({ item }) => item));
      const message = `it guards pods of ${guarded}, which ${listedItems(others)} ${others.length > 1 ? "guard" : "guards"} too`;
      return foundAt(budget, FieldPath.root.field("spec", "selector"), message);
    }),
};

interface Overlap {
  readonly guarding: readonly Guarding[];
  readonly pods: Pods[];
}

/** The pods that several budgets of their namespace guard, by those budgets. */
function overlapsOf(world: World): ReadonlyMap<string, Overlap> {
  const whole = budgets(world).filter(({ selection }) => !selection.isPartial);
  const groups = bySelection(whole, ({ budget }) => budget);
  const guards = new Map<Pods, number[]>();
  for (const [number, group] of groups.entries()) {
    const [{ budget, selection }] = group as [Guarding, ...Guarding[]];
    for (const pods of selection.pods) {
      if (!areTogether(budget, pods.item) || isAside(pods) || isJob(pods)) continue;
      const list = guards.get(pods);
      if (list) list.push(number);
      else guards.set(pods, [number]);
    }
  }
  const overlaps = new Map<string, Overlap>();
  for (const [pods, numbers] of guards) {
    const key = numbers.join(" ");
    const known = overlaps.get(key);
    if (known) known.pods.push(pods);
    else
      overlaps.set(key, { guarding: numbers.flatMap((each) => groups[each] ?? []), pods: [pods] });
  }
  for (const [key, { guarding, pods }] of overlaps)
    if (
      guarding.length < 2 ||
      areCollapsed(
        world,
        pods.map(({ item }) => item),
      )
    )
      overlaps.delete(key);
  return overlaps;
}
