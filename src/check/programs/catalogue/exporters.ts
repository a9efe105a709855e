import type { ProgramEntry, TargetFact } from "../../../program-entry.ts";

interface Exporter {
  readonly name: string;
  readonly images: readonly string[];
  readonly port: number;
  readonly flags?: readonly string[];
  readonly env?: readonly string[];
  readonly user?: ProgramEntry["user"];
  readonly target?: TargetFact;
  readonly more?: Partial<ProgramEntry>;
}

const WEB = ["--web.listen-address", "-web.listen-address"];

/** An exporter is called as the last part of its image is, with `-` or `_`. */
function exporter({ images, port, flags = WEB, env = [], more, ...rest }: Exporter): ProgramEntry {
  const names = images.map((image) => image.slice(image.indexOf("/") + 1));
  return {
    ...rest,
    images,
    versions: "the releases of 2020 and later",
    source: `https://hub.docker.com/r/${images[0]}`,
    executables: [...new Set(names.map((name) => name.replaceAll("-", "_")))],
    ports: [{ port, args: flags, env }],
    ...more,
  };
}

const NOBODY = { name: "nobody" } as const;

export const exporters: readonly ProgramEntry[] = [
  exporter({
    name: "postgres_exporter",
    images: [
      "prometheuscommunity/postgres-exporter",
      "prometheus-community/postgres-exporter",
      "wrouesnel/postgres_exporter",
    ],
    port: 9187,
    env: ["PG_EXPORTER_WEB_LISTEN_ADDRESS"],
    user: NOBODY,
    target: {
      of: "PostgreSQL",
      env: ["DATA_SOURCE_NAME", "DATA_SOURCE_URI", "DATA_SOURCE_URI_FILE"],
      args: ["--config.file"],
      beside: [],
      otherwise: "it asks no database, and answers with metrics of its own alone",
    },
  }),
  exporter({
    name: "redis_exporter",
    images: ["oliver006/redis_exporter"],
    port: 9121,
    env: ["REDIS_EXPORTER_WEB_LISTEN_ADDRESS"],
    user: { id: 59000 },
    target: {
      of: "Redis",
      env: ["REDIS_ADDR", "REDIS_FILE"],
      args: ["--redis.addr", "-redis.addr", "--redis.file"],
      beside: ["Redis", "Valkey"],
      otherwise: "it asks redis://localhost:6379, where nothing of this pod answers: redis_up is 0",
    },
  }),
  exporter({
    name: "mysqld_exporter",
    images: ["prom/mysqld-exporter", "prometheus/mysqld-exporter"],
    port: 9104,
    user: NOBODY,
    target: {
      of: "MySQL",
      env: ["DATA_SOURCE_NAME", "MYSQLD_EXPORTER_PASSWORD"],
      args: ["--config.my-cnf", "-config.my-cnf"],
      beside: [],
      otherwise: "it finds neither a user nor a .my.cnf, and ends",
    },
  }),
  exporter({
    name: "mongodb_exporter",
    images: ["percona/mongodb_exporter"],
    port: 9216,
    target: {
      of: "MongoDB",
      env: ["MONGODB_URI"],
      args: ["--mongodb.uri"],
      beside: [],
      otherwise: "it asks no database",
    },
  }),
  exporter({
    name: "node_exporter",
    images: ["prom/node-exporter", "prometheus/node-exporter"],
    port: 9100,
    user: NOBODY,
  }),
  exporter({
    name: "blackbox_exporter",
    images: ["prom/blackbox-exporter", "prometheus/blackbox-exporter"],
    port: 9115,
  }),
  exporter({
    name: "memcached_exporter",
    images: ["prom/memcached-exporter", "prometheus/memcached-exporter"],
    port: 9150,
  }),
  exporter({
    name: "Pushgateway",
    images: ["prom/pushgateway", "prometheus/pushgateway"],
    port: 9091,
  }),
  exporter({
    name: "nginx-prometheus-exporter",
    images: ["nginx/nginx-prometheus-exporter"],
    port: 9113,
    env: ["LISTEN_ADDRESS"],
    more: { executables: ["nginx-prometheus-exporter"] },
  }),
  exporter({
    name: "elasticsearch_exporter",
    images: [
      "prometheuscommunity/elasticsearch-exporter",
      "prometheus-community/elasticsearch-exporter",
    ],
    port: 9114,
  }),
  exporter({
    name: "kube-state-metrics",
    images: ["kube-state-metrics/kube-state-metrics"],
    port: 8080,
    flags: ["--port"],
    more: {
      executables: ["kube-state-metrics"],
      ports: [
        { port: 8080, args: ["--port"], host: { args: ["--host"] } },
        { port: 8081, args: ["--telemetry-port"], host: { args: ["--telemetry-host"] } },
      ],
    },
  }),
];
