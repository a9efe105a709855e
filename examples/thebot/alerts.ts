import { alerts, namespace, recordings, text } from "slipway";

/** Conditions that somebody should know of; `test/programs/alerts.test.ts` proves that each fires and rests. */
export const alerting = alerts("thebot-alerts", {
  "thebot.backend": {
    BackendPodRestarts: {
      expr: text`increase(kube_pod_container_status_restarts_total{namespace="${namespace}",container="backend"}[15m]) > 3`,
      severity: "critical",
      summary: "A backend pod restarts again and again",
    },
    BackendHighErrorRate: {
      expr: text`sum(rate(django_http_responses_total_by_status_total{namespace="${namespace}",job="backend",status=~"5.."}[5m]))
        / sum(rate(django_http_responses_total_by_status_total{namespace="${namespace}",job="backend"}[5m])) > 0.05`,
      for: "5m",
      severity: "critical",
      summary: "More than 5 % of the answers are errors",
    },
    BackendSlowResponses: {
      expr: text`histogram_quantile(0.95, sum by (le) (rate(django_http_requests_latency_seconds_by_view_method_bucket{namespace="${namespace}",job="backend"}[5m]))) > 1`,
      for: "10m",
      severity: "warning",
      summary: "One request in twenty takes longer than a second",
    },
  },
  "thebot.postgres": {
    PostgresDown: {
      expr: text`pg_up{namespace="${namespace}",job="postgres"} == 0 or absent(pg_up{namespace="${namespace}",job="postgres"})`,
      for: "2m",
      severity: "critical",
      summary: "The database does not answer its exporter",
    },
    PostgresConnectionsHigh: {
      expr: text`sum(pg_stat_activity_count{namespace="${namespace}",job="postgres"})
        / sum(pg_settings_max_connections{namespace="${namespace}",job="postgres"}) > 0.8`,
      for: "5m",
      severity: "warning",
      summary: "More than 80 % of the database's connections are taken",
    },
  },
  "thebot.redis": {
    RedisDown: {
      expr: text`redis_up{namespace="${namespace}",job="redis"} == 0 or absent(redis_up{namespace="${namespace}",job="redis"})`,
      for: "2m",
      severity: "critical",
      summary: "The cache does not answer its exporter",
    },
    RedisMemoryHigh: {
      expr: text`redis_memory_used_bytes{namespace="${namespace}",job="redis"}
        / redis_memory_max_bytes{namespace="${namespace}",job="redis"} > 0.9`,
      for: "5m",
      severity: "warning",
      summary: "The cache is nearly full and will drop entries",
    },
  },
  "thebot.kubernetes": {
    PodNotReady: {
      expr: text`max by (pod) (kube_pod_status_ready{namespace="${namespace}",condition="true"} == 0)
        and on (pod) kube_pod_status_phase{namespace="${namespace}",phase=~"Pending|Running"} == 1`,
      for: "10m",
      severity: "warning",
      summary: "A pod has not been ready for ten minutes",
    },
    PodCrashLooping: {
      // Between two crashes the container runs for a moment; that must not start the wait anew.
      expr: text`max by (pod) (max_over_time(kube_pod_container_status_waiting_reason{namespace="${namespace}",reason="CrashLoopBackOff"}[6m])) == 1`,
      for: "10m",
      severity: "critical",
      summary: "A container crashes right after each start",
    },
  },
});

const latency = (quantile: number) =>
  text`histogram_quantile(${quantile}, sum by (le) (rate(django_http_requests_latency_seconds_by_view_method_bucket{namespace="${namespace}",job="backend"}[5m])))`;

/** Series that dashboards and people ask for often. */
export const recording = recordings("thebot-recording-rules", {
  "thebot.requests": {
    "thebot:http_requests:rate5m": text`sum(rate(django_http_responses_total_by_status_total{namespace="${namespace}",job="backend"}[5m]))`,
    "thebot:http_errors:rate5m": text`sum(rate(django_http_responses_total_by_status_total{namespace="${namespace}",job="backend",status=~"5.."}[5m]))`,
  },
  "thebot.latency": {
    "thebot:http_latency_seconds:p50": latency(0.5),
    "thebot:http_latency_seconds:p95": latency(0.95),
    "thebot:http_latency_seconds:p99": latency(0.99),
  },
  "thebot.connections": {
    "thebot:postgres_connections:ratio": text`sum(pg_stat_activity_count{namespace="${namespace}",job="postgres"})
      / sum(pg_settings_max_connections{namespace="${namespace}",job="postgres"})`,
    "thebot:redis_memory:ratio": text`redis_memory_used_bytes{namespace="${namespace}",job="redis"}
      / redis_memory_max_bytes{namespace="${namespace}",job="redis"}`,
  },
});
