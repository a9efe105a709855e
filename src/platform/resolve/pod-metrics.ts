import { closest } from "../../closest.ts";
import { type AnyComponent, definitionOf, sortOf } from "../component.ts";
import { type Duration, milliseconds } from "../options/values.ts";
import type { PodMetric, PodMetricRules } from "../pod-metrics.ts";
import type { ResolvedPodMetrics, Running } from "./resolved.ts";
import type { Scope } from "./scope.ts";

/** Long enough for four collections at the usual interval. */
const usualWindow = "2m";

export function resolvePodMetrics(scope: Scope, component: AnyComponent): ResolvedPodMetrics {
  const rules = Object.entries(scope.options<PodMetricRules>(component));
  return {
    ...scope.named(component),
    metrics: rules.map(([name, { counter, window = usualWindow }]) => ({ name, counter, window })),
  };
}

interface Derived extends PodMetric {
  readonly component: AnyComponent;
  readonly window: Duration;
}

/** The metrics that rules of the platform derive, by name. */
function derivedMetrics(scope: Scope): ReadonlyMap<string, Derived> {
  const rules = scope.selection.components.filter(
    (component) => sortOf(component) === "podMetrics",
  );
  return new Map(
    rules.flatMap((component) =>
      resolvePodMetrics(scope, component).metrics.map(
        ({ name, ...metric }) => [name, { ...metric, component }] as const,
      ),
    ),
  );
}

/**
 * Reports metrics that an autoscaler would wait for in vain: nobody serves them, nobody collects what
 * they are made of, or too rarely. `programs` are those with an autoscaler.
 */
export function checkScaleMetrics(
  scope: Scope,
  components: readonly AnyComponent[],
  running: readonly Running[],
): void {
  const programs = new Map(running.map((program) => [program.name, program]));
  const served = scope.environment.cluster?.podMetrics ?? [];
  const derived = derivedMetrics(scope);
  for (const component of components) {
    const program = programs.get(scope.nameOf(component));
    if (program === undefined || typeof program.scale === "number") continue;
    for (const metric of Object.keys(program.scale.metrics ?? {})) {
      if (served.includes(metric)) continue;
      const rule = derived.get(metric);
      if (rule) checkCollected(scope, component, program, metric, rule);
      else reportUnserved(scope, component, metric, [...served, ...derived.keys()]);
    }
  }
}

function checkCollected(
  scope: Scope,
  component: AnyComponent,
  { metrics }: Running,
  metric: string,
  rule: Derived,
): void {
  if (!metrics) {
    scope.report(
      component,
      ["scale", "metrics", metric],
      `its autoscaler follows ${metric}, but nobody collects its ${rule.counter}`,
      sortOf(component) === "site" ? "cpu or memory" : "metrics: true on it",
    );
  } else if (milliseconds(rule.window) < 2 * milliseconds(metrics.interval)) {
    const { name } = definitionOf(component);
    scope.report(
      rule.component,
      [metric, "window"],
      `${metric} looks back ${rule.window}, but ${name} is asked every ${metrics.interval}: a rate needs two values`,
      "a window of four intervals",
    );
  }
}

function reportUnserved(
  scope: Scope,
  component: AnyComponent,
  metric: string,
  known: readonly string[],
): void {
  const near = closest(metric, known);
  scope.report(
    component,
    ["scale", "metrics", metric],
    `its autoscaler follows ${metric}, which nobody serves in ${scope.environmentName}`,
    near === undefined
      ? `podMetrics("adapter-config", { ${metric}: { counter: … } }) among the components, or cluster: { podMetrics: ["${metric}"] } where the cluster serves it`
      : `did you mean "${near}"?`,
  );
}
