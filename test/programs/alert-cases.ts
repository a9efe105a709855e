/** Samples by series, one each minute, in promtool's notation. `$ns` is the environment's namespace. */
export type Series = Readonly<Record<string, string>>;

export interface Case {
  /** What is wrong, or in order. */
  readonly when: string;
  readonly series: Series;
  /** The moment that is looked at. */
  readonly at: string;
  /** The alert's labels beside its severity and namespace; absent where it must rest. */
  readonly fires?: Readonly<Record<string, string>>;
}

const restarts = (pod: string) =>
  `kube_pod_container_status_restarts_total{namespace="$ns",pod="${pod}",container="backend",uid="1"}`;
const status = (code: number, ns = "$ns") =>
  `django_http_responses_total_by_status_total{namespace="${ns}",job="backend",pod="backend-1",status="${code}"}`;
const latency = (le: string) =>
  `django_http_requests_latency_seconds_by_view_method_bucket{namespace="$ns",job="backend",pod="backend-1",view="chat",method="GET",le="${le}"}`;
const activity = (state: string) =>
  `pg_stat_activity_count{namespace="$ns",job="postgres",pod="postgres-0",datname="thebot",state="${state}"}`;
const maximum = `pg_settings_max_connections{namespace="$ns",job="postgres",pod="postgres-0"}`;
const redis = (name: string) => `redis_${name}{namespace="$ns",job="redis",pod="redis-0"}`;
const ready = (pod: string) =>
  `kube_pod_status_ready{namespace="$ns",pod="${pod}",condition="true",uid="1"}`;
const phase = (pod: string, name: string) =>
  `kube_pod_status_phase{namespace="$ns",pod="${pod}",phase="${name}",uid="1"}`;
const waits = (reason: string) =>
  `kube_pod_container_status_waiting_reason{namespace="$ns",pod="backend-1",container="backend",reason="${reason}",uid="1"}`;

const slow = { [latency("0.5")]: "0+50x40", [latency("1.0")]: "0+90x40" };
const all = { [latency("2.5")]: "0+100x40", [latency("+Inf")]: "0+100x40" };
const pgUp = `pg_up{namespace="$ns",job="postgres",pod="postgres-0"}`;

/** For each alert, series in which it fires and series in which it rests. */
export const alertCases: Readonly<Record<string, readonly Case[]>> = {
  BackendPodRestarts: [
    {
      when: "five restarts in ten minutes",
      series: { [restarts("backend-1")]: "0 0 1 1 2 3 3 4 5 5 5" },
      at: "10m",
      fires: { pod: "backend-1", container: "backend", uid: "1" },
    },
    {
      when: "two restarts, and many an hour ago",
      series: { [restarts("backend-1")]: "0 3 6 9x60 10 11x10" },
      at: "70m",
    },
  ],
  BackendHighErrorRate: [
    {
      when: "nine in a hundred answers are errors",
      series: { [status(200)]: "0+91x30", [status(502)]: "0+9x30" },
      at: "15m",
      fires: {},
    },
    {
      when: "three in a hundred are, and half of them in another namespace",
      series: {
        [status(200)]: "0+97x30",
        [status(500)]: "0+3x30",
        [status(200, "elsewhere")]: "0+50x30",
        [status(500, "elsewhere")]: "0+50x30",
      },
      at: "15m",
    },
    {
      when: "it lasts for four minutes only",
      series: { [status(200)]: "0+100x30", [status(500)]: "0x10 0+90x2 180x20" },
      at: "13m",
    },
    { when: "nobody asks", series: { [status(200)]: "7x30", [status(500)]: "0x30" }, at: "15m" },
  ],
  BackendSlowResponses: [
    {
      when: "one answer in ten takes more than a second",
      series: { ...slow, ...all },
      at: "20m",
      fires: {},
    },
    {
      when: "one in a hundred does",
      series: { [latency("0.5")]: "0+95x40", [latency("1.0")]: "0+99x40", ...all },
      at: "20m",
    },
  ],
  PostgresDown: [
    {
      when: "the exporter is not answered",
      series: { [pgUp]: "1x3 0x10" },
      at: "8m",
      fires: { job: "postgres", pod: "postgres-0" },
    },
    { when: "there is no exporter", series: {}, at: "5m", fires: { job: "postgres" } },
    { when: "it is up", series: { [pgUp]: "1x10" }, at: "8m" },
    { when: "it was away for a minute", series: { [pgUp]: "1x3 0 1x10" }, at: "5m" },
  ],
  PostgresConnectionsHigh: [
    {
      when: "170 of 200 are taken",
      series: { [activity("active")]: "90x20", [activity("idle")]: "80x20", [maximum]: "200x20" },
      at: "10m",
      fires: {},
    },
    {
      when: "150 are",
      series: { [activity("active")]: "70x20", [activity("idle")]: "80x20", [maximum]: "200x20" },
      at: "10m",
    },
  ],
  RedisDown: [
    {
      when: "the exporter is not answered",
      series: { [redis("up")]: "1x3 0x10" },
      at: "8m",
      fires: { job: "redis", pod: "redis-0" },
    },
    { when: "there is no exporter", series: {}, at: "5m", fires: { job: "redis" } },
    { when: "it is up", series: { [redis("up")]: "1x10" }, at: "8m" },
  ],
  RedisMemoryHigh: [
    {
      when: "95 of 100 are used",
      series: { [redis("memory_used_bytes")]: "95x20", [redis("memory_max_bytes")]: "100x20" },
      at: "10m",
      fires: { job: "redis", pod: "redis-0" },
    },
    {
      when: "80 of 100 are used",
      series: { [redis("memory_used_bytes")]: "80x20", [redis("memory_max_bytes")]: "100x20" },
      at: "10m",
    },
  ],
  PodNotReady: [
    {
      when: "a running pod has not been ready for a quarter of an hour",
      series: { [ready("backend-1")]: "0x30", [phase("backend-1", "Running")]: "1x30" },
      at: "15m",
      fires: { pod: "backend-1" },
    },
    {
      when: "a pod finds no node",
      series: { [ready("backend-2")]: "0x30", [phase("backend-2", "Pending")]: "1x30" },
      at: "15m",
      fires: { pod: "backend-2" },
    },
    {
      when: "a pod has done its work, another is ready, a third has just started",
      series: {
        [ready("postgres-backup-1")]: "0x30",
        [phase("postgres-backup-1", "Succeeded")]: "1x30",
        [phase("postgres-backup-1", "Running")]: "0x30",
        [ready("backend-1")]: "1x30",
        [phase("backend-1", "Running")]: "1x30",
        [ready("backend-2")]: "_x10 0x3 1x20",
        [phase("backend-2", "Running")]: "_x10 1x30",
      },
      at: "15m",
    },
  ],
  PodCrashLooping: [
    {
      when: "a container waits five minutes between crashes, again and again",
      series: { [waits("CrashLoopBackOff")]: "1x4 stale 1x4 stale 1x4 stale 1x4" },
      at: "18m",
      fires: { pod: "backend-1" },
    },
    {
      when: "it crashed once and then stayed",
      series: { [waits("CrashLoopBackOff")]: "1x2 stale _x30" },
      at: "15m",
    },
    {
      when: "it waits for its image",
      series: { [waits("ImagePullBackOff")]: "1x30" },
      at: "20m",
    },
  ],
};

/** For each recorded series: what goes in, and what comes out beside the namespace. */
export const recordCases: Readonly<
  Record<string, { series: Series; at: string; value: number; labels?: Record<string, string> }>
> = {
  "thebot:http_requests:rate5m": {
    series: { [status(200)]: "0+90x20", [status(500)]: "0+30x20" },
    at: "10m",
    value: 2,
  },
  "thebot:http_errors:rate5m": {
    series: { [status(200)]: "0+90x20", [status(500)]: "0+30x20", [status(503)]: "0+30x20" },
    at: "10m",
    value: 1,
  },
  "thebot:http_latency_seconds:p50": { series: { ...slow, ...all }, at: "10m", value: 0.5 },
  "thebot:http_latency_seconds:p95": { series: { ...slow, ...all }, at: "10m", value: 1.75 },
  "thebot:http_latency_seconds:p99": { series: { ...slow, ...all }, at: "10m", value: 2.35 },
  "thebot:postgres_connections:ratio": {
    series: { [activity("active")]: "30x20", [activity("idle")]: "20x20", [maximum]: "200x20" },
    at: "5m",
    value: 0.25,
  },
  "thebot:redis_memory:ratio": {
    series: { [redis("memory_used_bytes")]: "75x20", [redis("memory_max_bytes")]: "100x20" },
    at: "5m",
    value: 0.75,
    labels: { job: "redis", pod: "redis-0" },
  },
};
