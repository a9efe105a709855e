import { shareOf } from "../../kubernetes/pod-share.ts";
import type { PodDisruptionBudgetSpec } from "../../kubernetes/types/policy.ts";
import type { Decoded } from "../../kubernetes/validation/decoded.ts";
import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { foundAt } from "../objects/found.ts";
import { listedItems, titleOf } from "../objects/titles.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import { once, type World } from "../world.ts";
import { scaleOf } from "./rollout/scale.ts";
import type { Autoscaler } from "./selectors/autoscalers.ts";
import { budgets, type Guarding } from "./selectors/budgets.ts";
import type { Selection } from "./selectors/index-of-pods.ts";

/** @see k8s.io/kubernetes/pkg/controller/disruption/disruption.go getExpectedPodCount */
export const blockingBudget: Rule = {
  id: "blocking-budget",
  layer: "graphs",
  severity: "warning",
  title: "a PodDisruptionBudget that allows no disruption even when all is well",
  why: "no pod may be evicted: a drain of its node waits for ever, and with it an upgrade of the cluster",
  fix: "write maxUnavailable: 1, or have at least one pod more than must be there",
  bad: `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web }
spec:
  minAvailable: 2
  selector: { matchLabels: { app: web } }
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
  minAvailable: 50%
  selector: { matchLabels: { app: web } }
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
  find: (world: World) => budgets(world).flatMap((each) => judge(world, each)),
};

function judge(world: World, { budget, selection }: Guarding): FoundInObject[] {
  const { minAvailable, maxUnavailable } = budget.object.spec ?? {};
  const field = maxUnavailable === undefined ? "minAvailable" : "maxUnavailable";
  const path = FieldPath.root.field("spec", field);
  if (maxUnavailable === 0 || maxUnavailable === "0%")
    return [foundAt(budget, path, `maxUnavailable ${maxUnavailable} allows no pod to be evicted`)];
  if (minAvailable === "100%")
    return [foundAt(budget, path, "minAvailable 100% allows no pod to be evicted")];
  const fewest = fewestOf(world)(selection);
  if (!fewest || allowed({ minAvailable, maxUnavailable }, fewest.pods) > 0) return [];
  const { pods, autoscaler } = fewest;
  const at = autoscaler
    ? `at the least that ${titleOf(autoscaler.item)} scales to`
    : "all there are";
  const written = `${field} ${maxUnavailable ?? minAvailable}`;
  const of = listedItems(selection.pods.map(({ item }) => item));
  const message = `${written} allows no eviction of ${of} with ${pods} ${pods === 1 ? "pod" : "pods"}, ${at}`;
  return [foundAt(budget, path, message)];
}

interface Fewest {
  readonly pods: number;
  readonly autoscaler: Autoscaler | undefined;
}

/** The fewest pods that there are of a selection when all is well; undefined where that is not written down. */
const fewestOf = once((world) => {
  const known = new Map<Selection, Fewest | undefined>();
  return (selection: Selection): Fewest | undefined => {
    if (!known.has(selection)) known.set(selection, count(world, selection));
    return known.get(selection);
  };
});

function count(world: World, { pods, isPartial }: Selection): Fewest | undefined {
  if (pods.length === 0 || isPartial) return undefined;
  let sum = 0;
  let autoscaler: Autoscaler | undefined;
  for (const { item } of pods) {
    const scale = scaleOf(world, item);
    // An autoscaler may take all pods away; of other kinds the number of pods is not known.
    if (!scale || scale.minimum === 0) return undefined;
    sum += scale.minimum;
    autoscaler ??= scale.autoscaler;
  }
  return { pods: sum, autoscaler };
}

/** How many pods may be evicted while all of them are ready. */
function allowed(
  { minAvailable, maxUnavailable }: Decoded<PodDisruptionBudgetSpec>,
  pods: number,
): number {
  if (maxUnavailable !== undefined) return shareOf(maxUnavailable, pods, "up") ?? pods;
  return pods - (shareOf(minAvailable, pods, "up") ?? 0);
}
