import { areTogether } from "../../objects/together.ts";
import { once } from "../../world.ts";
import { areCollapsed } from "../kustomize/selectors.ts";
import { budgets, type Guarding } from "./budgets.ts";
import { bySelection } from "./index-of-pods.ts";
import { isAside, isJob, type Pods } from "./pods.ts";

/** Pods that several budgets of their namespace guard, and those budgets. */
export interface Overlap {
  readonly guarding: readonly Guarding[];
  readonly pods: readonly Pods[];
}

/** The pods that several budgets guard, by those budgets. */
export const budgetOverlaps = once((world): readonly Overlap[] => {
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
  const byGroups = Map.groupBy(guards, ([, numbers]) => numbers.join(" "));
  return [...byGroups.values()]
    .map((all): Overlap => {
      const [[, numbers]] = all as [[Pods, number[]]];
      const guarding = numbers.flatMap((each) => groups[each] ?? []);
      return { guarding, pods: all.map(([pods]) => pods) };
    })
    .filter(({ guarding, pods }) => guarding.length > 1 && !areCollapsed(world, itemsOf(pods)));
});

function itemsOf(pods: readonly Pods[]) {
  return pods.map(({ item }) => item);
}
