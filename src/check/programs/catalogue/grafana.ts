import type { ProgramEntry } from "../../../program-entry.ts";

/** @see github.com/grafana/grafana packaging/docker/run.sh */
export const grafana: ProgramEntry = {
  name: "Grafana",
  images: ["grafana/grafana", "grafana/grafana-oss", "grafana/grafana-enterprise"],
  versions: "7 to 12",
  source: "https://grafana.com/docs/grafana/latest/setup-grafana/configure-docker/",
  executables: [],
  entrypoints: ["run.sh"],
  user: { id: 472 },
  ports: [{ port: 3000, env: ["GF_SERVER_HTTP_PORT"], key: "http_port" }],
  // Alerting's cluster, and profiling.
  mayListen: [9094, 6060, 10000],
  writes: [
    {
      path: "/var/lib/grafana",
      or: ["/var/lib"],
      what: "its database and plugins",
      users: "any",
      unless: ["GF_PATHS_DATA", "data"],
    },
  ],
  configuration: {
    format: "ini",
    files: ["/etc/grafana/grafana.ini"],
    names: ["grafana.ini"],
    args: ["--config"],
    env: ["GF_PATHS_CONFIG"],
    how: "mount it as /etc/grafana/grafana.ini",
  },
};
