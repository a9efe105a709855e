import type { AnyComponent } from "../component.ts";
import type { Budget, Strategy } from "../options/scaling.ts";
import type { AutoScale, Running } from "./resolved.ts";
import type { Scope } from "./scope.ts";

/**
 * Reports a budget that never lets a pod go: a node with one of them could not be drained.
 * Percentages of pods that stay are rounded up.
 * @see k8s.io/kubernetes/pkg/controller/disruption/disruption.go getExpectedPodCount
 */
export function checkBudget(
  scope: Scope,
  component: AnyComponent,
  budget: Budget | undefined,
  scale: number | AutoScale,
): void {
  const fewest = typeof scale === "number" ? scale : scale.min;
  if (budget === undefined || fewest === 0) return;
  if (typeof budget === "object") {
    if (Number.parseInt(String(budget.unavailable), 10) > 0) return;
    const message = "lets no pod go, so no node could be drained";
    scope.report(component, ["budget"], `budget ${message}`, "{ unavailable: 1 }");
    return;
  }
  const stay =
    typeof budget === "number" ? budget : Math.ceil((Number.parseInt(budget, 10) * fewest) / 100);
  if (stay < fewest) return;
  const of = fewest === 1 ? "the only one" : `all ${fewest}`;
  scope.report(
    component,
    ["budget"],
    `budget ${budget} keeps ${of} of its pods in ${scope.environmentName}, so no node could be drained`,
    fewest === 1 ? "budget: null there, or a scale of 2" : `${fewest - 1}, or a higher scale.min`,
  );
}

/** How old pods make way, with what the user left out filled in. */
export function resolveStrategy(
  scope: Scope,
  component: AnyComponent,
  runs: Running["runs"],
  given: Strategy | undefined,
): Strategy {
  if (runs === "one") return "recreate";
  if (runs === "members" && given !== undefined) {
    const why = "members are replaced one after the other, each in its own place";
    scope.report(
      component,
      ["strategy"],
      `strategy has no effect with member: ${why}`,
      "leave it out",
    );
  }
  if (given === "recreate") return given;
  const { surge = 1, unavailable = 0 } = given ?? {};
  if (isNone(surge) && isNone(unavailable)) {
    const message = "strategy can neither add a pod nor take one away";
    scope.report(component, ["strategy"], message, "{ surge: 1, unavailable: 0 }");
  }
  return { surge, unavailable };
}

function isNone(amount: number | string): boolean {
  return Number.parseInt(String(amount), 10) === 0;
}
