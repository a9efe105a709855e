/** Who gives a series: a job that a ServiceMonitor of the platform collects, or the cluster's kube-state-metrics. */
export interface Metric {
  readonly from: "backend" | "postgres" | "redis" | "kube-state-metrics";
  /** Its own labels, beside those that collecting adds. */
  readonly labels: readonly string[];
}

/** Labels that collecting adds to every series of a ServiceMonitor. */
export const collected = ["namespace", "job", "pod", "service", "instance", "endpoint"];

const waiting = ["namespace", "pod", "container", "reason", "uid"];

/**
 * The series that thebot's rules use, as the programs that give them write them:
 * - django-prometheus, `django_prometheus/middleware.py` (the client library adds `_total` to counters)
 * - postgres_exporter 0.17, `cmd/postgres_exporter/postgres_exporter.go` and `pg_setting.go`
 * - redis_exporter 1.7x, `exporter/exporter.go`
 * - kube-state-metrics 2.15, `docs/metrics/workload/pod-metrics.md`
 */
export const metrics: Readonly<Record<string, Metric>> = {
  django_http_responses_total_by_status_total: { from: "backend", labels: ["status"] },
  django_http_requests_latency_seconds_by_view_method_bucket: {
    from: "backend",
    labels: ["view", "method", "le"],
  },
  pg_up: { from: "postgres", labels: [] },
  pg_stat_activity_count: {
    from: "postgres",
    labels: [
      "server",
      "datname",
      "state",
      "usename",
      "application_name",
      "backend_type",
      "wait_event_type",
      "wait_event",
    ],
  },
  pg_settings_max_connections: { from: "postgres", labels: ["server"] },
  redis_up: { from: "redis", labels: [] },
  redis_memory_used_bytes: { from: "redis", labels: [] },
  redis_memory_max_bytes: { from: "redis", labels: [] },
  kube_pod_container_status_restarts_total: {
    from: "kube-state-metrics",
    labels: ["namespace", "pod", "container", "uid"],
  },
  kube_pod_container_status_waiting_reason: { from: "kube-state-metrics", labels: waiting },
  kube_pod_status_ready: {
    from: "kube-state-metrics",
    labels: ["namespace", "pod", "condition", "uid"],
  },
  kube_pod_status_phase: {
    from: "kube-state-metrics",
    labels: ["namespace", "pod", "phase", "uid"],
  },
};
