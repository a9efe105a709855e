import type { ProgramEntry } from "../../../program-entry.ts";

/** @see github.com/prometheus/prometheus Dockerfile */
export const prometheus: ProgramEntry = {
  name: "Prometheus",
  images: ["prom/prometheus", "prometheus/prometheus"],
  versions: "2 and 3",
  source: "https://prometheus.io/docs/prometheus/latest/command-line/prometheus/",
  executables: ["prometheus"],
  user: { name: "nobody" },
  ports: [{ port: 9090, args: ["--web.listen-address", "-web.listen-address"] }],
  configuration: {
    format: "other",
    files: ["/etc/prometheus/prometheus.yml"],
    names: ["prometheus.yml", "prometheus.yaml"],
    args: ["--config.file", "-config.file"],
    how: 'args: ["--config.file=FILE", "--storage.tsdb.path=/prometheus"]',
  },
  data: { path: "/prometheus", unless: ["--storage.tsdb.path", "--storage.agent.path"] },
};

/** @see github.com/prometheus/alertmanager Dockerfile */
export const alertmanager: ProgramEntry = {
  name: "Alertmanager",
  images: ["prom/alertmanager", "prometheus/alertmanager"],
  versions: "0.15 and later",
  source: "https://prometheus.io/docs/alerting/latest/configuration/",
  executables: ["alertmanager"],
  user: { name: "nobody" },
  ports: [{ port: 9093, args: ["--web.listen-address", "-web.listen-address"] }],
  // Its cluster, wherever --cluster.listen-address puts it.
  mayListen: [9094, 6783, 8001],
  configuration: {
    format: "other",
    files: ["/etc/alertmanager/alertmanager.yml"],
    names: ["alertmanager.yml", "alertmanager.yaml"],
    args: ["--config.file", "-config.file"],
    how: 'args: ["--config.file=FILE", "--storage.path=/alertmanager"]',
  },
};

/** @see github.com/grafana/loki cmd/loki/Dockerfile */
export const loki: ProgramEntry = {
  name: "Loki",
  images: ["grafana/loki"],
  versions: "2 and 3",
  source: "https://grafana.com/docs/loki/latest/configure/",
  executables: ["loki"],
  user: { id: 10001 },
  mayListen: "any",
  configuration: {
    format: "other",
    files: ["/etc/loki/local-config.yaml", "/etc/loki/config.yaml"],
    names: ["loki.yaml", "loki.yml", "loki-config.yaml"],
    args: ["-config.file", "--config.file"],
    how: 'args: ["-config.file=FILE"]',
  },
};
