import { type Component, defineComponent } from "./component.ts";
import { aPrometheusDuration, type Duration } from "./options/values.ts";
import { mapOf, objectOf, optional, syntax } from "./shape.ts";
import { callSite } from "./where.ts";

/** A metric of each pod: how fast one of its counters rises, in units per second. */
export interface PodMetric {
  /** The counter that the program exports: `"http_requests_total"`. */
  readonly counter: string;
  /** The rate is that of this span; at least two collections must lie in it. Default: `"2m"`. */
  readonly window?: Duration;
}

/** Metrics by the names that autoscalers follow. */
export type PodMetricRules = Readonly<Record<string, PodMetric>>;

export interface PodMetrics extends Component<false, "ConfigMap"> {}

/**
 * Metrics of pods that autoscalers follow in `scale.metrics`: rules by which Prometheus Adapter makes
 * them from counters that Prometheus collects. One ConfigMap beside Prometheus, with the adapter's
 * whole `config.yaml`, serves every environment of a cluster.
 *
 * @example
 * const rates = podMetrics("adapter-config", { http_requests_per_second: { counter: "http_requests_total" } });
 */
export function podMetrics(name: string, rules: PodMetricRules): PodMetrics {
  const site = callSite(podMetrics);
  return defineComponent<PodMetrics, PodMetricRules>({
    sort: "podMetrics",
    name,
    options: rules,
    site,
  });
}

/** @see https://prometheus.io/docs/concepts/data_model/#metric-names-and-labels */
function metricProblem(text: string): string | undefined {
  return /^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(text)
    ? undefined
    : `${JSON.stringify(text)} is no name of a metric: letters, digits, "_" and ":", such as "http_requests_total"`;
}

export const podMetricsCheck = mapOf(
  objectOf<PodMetric>({
    counter: syntax('the name of a counter such as "http_requests_total"', metricProblem),
    window: optional(aPrometheusDuration),
  }),
  metricProblem,
);
