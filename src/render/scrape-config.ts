import type { Resolved, ResolvedScrapeConfig, ScrapeTarget } from "../platform/resolve/index.ts";

/** prometheus.yml for a Prometheus that runs without the operator, reading its rule files from the same folder. */
export function prometheusYml(resolved: Resolved, config: ResolvedScrapeConfig) {
  return {
    global: { scrape_interval: "30s", evaluation_interval: "30s" },
    ...(config.rules.length > 0 && { rule_files: ["/etc/prometheus/*.rules.yml"] }),
    ...(config.alertmanager !== undefined && {
      alerting: { alertmanagers: [{ static_configs: [{ targets: [config.alertmanager] }] }] },
    }),
    scrape_configs: config.targets.map((target) => job(resolved.namespace, target)),
  };
}

/** Every pod behind the Service is asked by itself; the Service would answer for one of them. */
function job(namespace: string, { job, service, port, path, interval }: ScrapeTarget) {
  const keep = (label: string, regex: string) => ({
    action: "keep",
    source_labels: [label],
    regex,
  });
  return {
    job_name: job,
    metrics_path: path,
    scrape_interval: interval,
    kubernetes_sd_configs: [{ role: "endpointslice", namespaces: { names: [namespace] } }],
    relabel_configs: [
      keep("__meta_kubernetes_service_name", service),
      keep("__meta_kubernetes_endpointslice_port_name", port),
      { source_labels: ["__meta_kubernetes_namespace"], target_label: "namespace" },
      { source_labels: ["__meta_kubernetes_pod_name"], target_label: "pod" },
    ],
  };
}
