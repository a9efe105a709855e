import type {
  Resolved,
  ResolvedRules,
  ResolvedScrapeConfig,
  ScrapeTarget,
} from "../platform/resolve/index.ts";
import { clusterLabel } from "./rendered.ts";

/** prometheus.yml for a Prometheus that runs without the operator, reading its rule files from the same folder. */
export function prometheusYml(resolved: Resolved, config: ResolvedScrapeConfig) {
  return {
    global: { scrape_interval: "30s", evaluation_interval: "30s" },
    ...(config.rules.length > 0 && { rule_files: ["/etc/prometheus/*.rules.yml"] }),
    ...(config.alertmanager !== undefined && {
      alerting: { alertmanagers: [{ static_configs: [{ targets: [config.alertmanager] }] }] },
    }),
    scrape_configs: [
      ...config.targets.map((target) => job(resolved.namespace, target)),
      ...(config.rules.some(asksForPods) ? [kubeStateMetrics(resolved)] : []),
    ],
  };
}

/** A label's name in those that Prometheus makes of what it finds. */
const metaName = (label: string) => label.replace(/\W/g, "_");

const keep = (label: string, regex: string) => ({
  action: "keep",
  source_labels: [label],
  regex,
});

/** Do the rules use series of kube-state-metrics? Without its job they could never fire. */
function asksForPods({ groups }: ResolvedRules): boolean {
  return groups.some(({ alerts, records }) =>
    [...alerts, ...records].some(({ expr }) => /\bkube_/.test(expr)),
  );
}

/** kube-state-metrics beside the cluster's Prometheus; its series say themselves whose they are. */
function kubeStateMetrics({ cluster }: Resolved) {
  return {
    job_name: "kube-state-metrics",
    honor_labels: true,
    kubernetes_sd_configs: [{ role: "pod", namespaces: { names: [cluster.monitoring.namespace] } }],
    relabel_configs: [
      keep("__meta_kubernetes_pod_label_app_kubernetes_io_name", "kube-state-metrics"),
      keep("__meta_kubernetes_pod_container_port_name", "http"),
    ],
  };
}

/** Every pod behind the Service is asked by itself; the Service would answer for one of them. */
function job(namespace: string, target: ScrapeTarget) {
  const isCluster = "cluster" in target;
  const role = isCluster ? "pod" : "endpointslice";
  return {
    job_name: target.job,
    metrics_path: target.path,
    scrape_interval: target.interval,
    kubernetes_sd_configs: [{ role, namespaces: { names: [namespace] } }],
    relabel_configs: [
      ...(isCluster
        ? [
            keep(`__meta_kubernetes_pod_label_${metaName(clusterLabel)}`, target.cluster),
            keep("__meta_kubernetes_pod_container_port_name", target.port),
          ]
        : [
            keep("__meta_kubernetes_service_name", target.service),
            keep("__meta_kubernetes_endpointslice_port_name", target.port),
          ]),
      { source_labels: ["__meta_kubernetes_namespace"], target_label: "namespace" },
      { source_labels: ["__meta_kubernetes_pod_name"], target_label: "pod" },
    ],
  };
}
