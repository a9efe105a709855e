import type { KubeObject } from "../../../client/object.ts";
import { numberAt } from "../../readiness/status.ts";
import type { Wanted } from "../../wanted.ts";
import { named } from "./seen.ts";
import { type LiveTest, unless } from "./test.ts";

/** That each budget counts pods, enough of them healthy, and lets one go where there are several. */
export function budgetTests(wanted: readonly Wanted[], platform: string): LiveTest[] {
  return wanted
    .filter(({ object }) => object.kind === "PodDisruptionBudget")
    .map(({ object, part = platform, where }) => ({
      about: part,
      title: `budget ${object.metadata.name} holds, and lets nodes be drained`,
      where: () => where(["spec"]),
      look: async (seen) =>
        unless(lacking(named(await seen.all("policy/v1", object.kind), object))),
    }));
}

function lacking(budget: KubeObject | undefined): string[] {
  if (!budget) return ["it is not there"];
  const of = (field: string) => numberAt(budget, `status.${field}`);
  if (of("observedGeneration") < (budget.metadata.generation ?? 0))
    return ["its controller has not counted its pods"];
  const pods = of("expectedPods");
  if (pods === 0) return ["it counts no pods"];
  const [healthy, desired] = [of("currentHealthy"), of("desiredHealthy")];
  if (healthy < desired) return [`${healthy} of its pods are healthy, and it asks for ${desired}`];
  const isBlocked = pods > 1 && of("disruptionsAllowed") < 1;
  return isBlocked ? [`it lets none of its ${pods} pods go: every drain of a node stops`] : [];
}
