import type { ConfigMap } from "../kubernetes/types/index.ts";
import type { Resolved, ResolvedPodMetrics } from "../platform/resolve/index.ts";
import { toYaml } from "../yaml.ts";
import { clusterMeta, common, type Rendered } from "./rendered.ts";

/** What Prometheus Adapter reads. It says nothing of an environment: all of a cluster share it. */
export function renderPodMetrics(resolved: Resolved): Rendered[] {
  return resolved.podMetrics.flatMap((given) => {
    const object: ConfigMap = {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: {
        ...clusterMeta(resolved, given.name),
        namespace: resolved.cluster.monitoring.namespace,
      },
      data: { "config.yaml": toYaml(adapterConfig(given)) },
    };
    return common(resolved, "monitoring", [object], given);
  });
}

/**
 * One rule for each metric: the series of pods, their labels as objects of the API, the metric's
 * name, and the query in which the adapter puts the pods that are asked for.
 * @see https://github.com/kubernetes-sigs/prometheus-adapter/blob/master/docs/config.md
 */
function adapterConfig({ metrics }: ResolvedPodMetrics) {
  return {
    rules: metrics.map(({ name, counter, window }) => ({
      seriesQuery: `${counter}{namespace!="",pod!=""}`,
      resources: {
        overrides: { namespace: { resource: "namespace" }, pod: { resource: "pod" } },
      },
      name: { matches: `^${counter}$`, as: name },
      metricsQuery: `sum(rate(<<.Series>>{<<.LabelMatchers>>}[${window}])) by (<<.GroupBy>>)`,
    })),
  };
}
