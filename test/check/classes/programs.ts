import { group } from "./class.ts";
import {
  all,
  autoscaler,
  configMap,
  cronJob,
  deployment,
  ingress,
  pod,
  service,
  statefulSet,
} from "./texts.ts";

const knowledge = group("unseen", "programs");
const environments = group("unseen", "environments");

const OF_RULE = { bad: undefined, near: undefined };
const PREFIX = "nginx.ingress.kubernetes.io";

const sockets = (annotations: string) =>
  all(
    ingress(
      "ingressClassName: nginx",
      `annotations:\n  ${PREFIX}/proxy-body-size: 1m\n${annotations}`,
    ).replace("path: /,", "path: /ws,"),
    service("{ port: 80 }"),
  );

const alerts = (expression: string) =>
  configMap(`prometheus.yml: |
  rule_files: [alerts.yml]
  scrape_configs: [{ job_name: shop-api, static_configs: [{ targets: ["localhost:9090"] }] }]
alerts.yml: |
  groups: [{ name: shop, rules: [{ alert: ShopDown, expr: '${expression}' }] }]
`);

const dump = (shell: string) =>
  cronJob("", "", `command: ["sh", "-c", "${shell}"] # here`).replace(
    "ghcr.io/shop/report:v1",
    "postgres:17-alpine",
  );

const scheduler = (command: string) => deployment(`command: [${command}]`, { spec: "replicas: 3" });

const inspecting = (command: string) =>
  deployment(
    `command: [celery, -A, shop, worker]
livenessProbe:
  exec: { command: [sh, -c, '${command}'] } # here`,
    { spec: "replicas: 3" },
  );

const shards = (count: number) =>
  all(
    configMap(`TOTAL_WORKERS: "${count}"`, "worker"),
    statefulSet("envFrom: [{ configMapRef: { name: worker } }]", {
      name: "worker",
      spec: "replicas: 3",
    }),
    service("{ port: 80 }", { name: "worker", spec: "clusterIP: None" }),
  );

const certificate = (issuer: string) => `apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata: { name: letsencrypt }
spec:
  acme:
    server: https://acme-v02.api.letsencrypt.org/directory
    privateKeySecretRef: { name: letsencrypt }
    solvers: [${issuer}]
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: shops }
spec:
  secretName: shops-tls
  dnsNames: ["*.shop.example.org"] # here
  issuerRef: { kind: ClusterIssuer, name: letsencrypt }
`;

/** What is known of common programs. */
export const programs = [
  knowledge("an exporter of PostgreSQL without its database", "exporter-without-target", {
    ...OF_RULE,
    near: deployment(
      "env: [{ name: DATA_SOURCE_NAME, valueFrom: { secretKeyRef: { name: db, key: dsn } } }]",
      {
        image: "quay.io/prometheuscommunity/postgres-exporter:v0.17.1",
      },
    ),
    like: "an address that comes from a Secret",
  }),
  knowledge("a configuration file that is never passed to the server", "unread-config", {
    ...OF_RULE,
    like: "the same file as the server's first argument",
  }),
  knowledge("WebSockets behind a synchronous worker", "websocket-sync-worker", {
    ...OF_RULE,
    like: "a worker class that holds many connections",
  }),
  knowledge("WebSockets without a time-out of their own", "websocket-timeout", {
    bad: sockets(""),
    near: sockets(
      `  ${PREFIX}/proxy-read-timeout: "3600"\n  ${PREFIX}/proxy-send-timeout: "3600"\n`,
    ),
    like: "time-outs of an hour",
  }),
  knowledge("event streams without a time-out of their own", [], {
    ...OF_RULE,
    like: "",
    reason:
      "No rule: nothing in manifests tells an event stream from any other answer. The path of WebSockets (`/ws`, `/socket.io`) does.",
  }),
  knowledge("a wildcard certificate by HTTP-01", "wildcard-with-http01", {
    bad: certificate("{ http01: { ingress: { ingressClassName: nginx } } }"),
    near: certificate(
      "{ http01: { ingress: { ingressClassName: nginx } } }, { dns01: { route53: { region: eu-central-1 } } }",
    ),
    like: "an issuer that has a solver by DNS-01 as well",
  }),
  knowledge("two Ingresses that write one certificate's Secret", "shared-certificate-secret", {
    ...OF_RULE,
    like: "a Secret for each",
  }),
  knowledge("an annotation that ingress-nginx does not have", "unknown-ingress-annotation", {
    ...OF_RULE,
    near: all(
      ingress("ingressClassName: nginx", `annotations: { ${PREFIX}/proxy-body-size: 8m }`),
      service("{ port: 80 }"),
    ),
    like: "one that it has",
  }),
  knowledge("the controller that is retired", "retired-ingress-nginx", {
    ...OF_RULE,
    like: "another controller",
  }),
  knowledge("a probe that asks another process than the one that it guards", "foreign-probe", {
    ...OF_RULE,
    like: "a probe at each of the two containers",
  }),
  knowledge("a probe that any of several workers may answer", "foreign-probe", {
    bad: inspecting("celery -A shop inspect ping"),
    near: inspecting('celery -A shop inspect ping -d "celery@$HOSTNAME"'),
    like: "a probe of the worker's own name",
  }),
  knowledge("a probe of a port on which the program does not listen", "unheard-port", {
    ...OF_RULE,
    like: "the same port, which the configuration opens",
  }),
  knowledge("a scrape of a port on which nobody listens", "unheard-scrape", {
    ...OF_RULE,
    like: "an exporter beside the program, at that port",
  }),
  knowledge("an alert for a job that is not scraped", "alert-without-job", {
    bad: alerts('up{job="shop"} == 0'),
    near: alerts('up{job=~"shop-.*"} == 0'),
    like: "a pattern that meets the job",
  }),
  knowledge("an alert on a metric that nothing exports", [], {
    ...OF_RULE,
    like: "",
    reason: "No rule: which metrics a program exports stands in no manifest; only its jobs do.",
  }),
  knowledge("pg_dump through a pipe without pipefail", "pipe-without-pipefail", {
    bad: dump("set -e; pg_dump -h db shop | gzip > /backup/shop.sql.gz"),
    near: dump("set -e; pg_dump -Fc -h db -f /backup/shop.dump shop"),
    like: "a dump without a pipe",
  }),
  knowledge("a receiver of alerts that is localhost", "localhost-receiver", {
    ...OF_RULE,
    like: "a receiver elsewhere",
  }),
  knowledge("a build-time variable that is set at run time: Vite", "build-time-variable", {
    bad: pod('env:\n  - { name: VITE_API_URL, value: "https://api.example.org" } # here'),
    near: pod('env:\n  - { name: INVITE_API_URL, value: "https://api.example.org" }'),
    like: "a name that ends alike",
  }),
  knowledge("a build-time variable that comes from a ConfigMap", "build-time-variable", {
    bad: all(
      configMap("REACT_APP_API_URL: https://api.example.org # here"),
      pod("envFrom: [{ configMapRef: { name: settings } }]"),
    ),
    near: all(
      configMap("API_URL: https://api.example.org"),
      pod("envFrom: [{ configMapRef: { name: settings } }]"),
    ),
    like: "a variable that the program reads itself",
  }),
  knowledge("a build-time variable that is set at run time: Next.js", "build-time-variable", {
    bad: pod('env:\n  - { name: NEXT_PUBLIC_API_URL, value: "https://api.example.org" } # here'),
    near: pod('env:\n  - { name: NEXT_TELEMETRY_DISABLED, value: "1" }'),
    like: "a variable that Next.js reads while it runs",
  }),
  knowledge("a count in a ConfigMap that is not the number of replicas", "count-not-replicas", {
    bad: shards(4),
    near: shards(3),
    like: "the number of replicas",
  }),
  knowledge("a count that an autoscaler goes away from", "count-not-replicas", {
    bad: all(
      shards(4).replace("  replicas: 3\n", ""),
      autoscaler(2, 8, "worker").replace("kind: Deployment", "kind: StatefulSet"),
    ),
    near: all(shards(3), autoscaler(2, 8)),
    like: "an autoscaler for another workload",
  }),
  knowledge("a migration that every replica runs", "migration-in-every-replica", {
    ...OF_RULE,
    like: "a Job that migrates, and replicas that only look whether it did",
  }),
  knowledge("several schedulers for one schedule", "several-schedulers", {
    bad: scheduler("celery, -A, shop, beat"),
    near: scheduler("celery, -A, shop, worker"),
    like: "several workers",
  }),
  knowledge("an init container of another version than the program", "init-of-another-version", {
    ...OF_RULE,
    near: deployment("", { pod: 'initContainers: [{ name: wait, image: "busybox:1.37" }]' }),
    like: "another program altogether",
  }),
];

const HOSTS = ["wonder.shop", "api.wonder.shop", "admin.wonder.shop", "www.wonder.shop"];

/** A platform under real names, with an address in a variable. */
const shown = (url: string) =>
  all(
    ...HOSTS.map((host) => ingress("", "", host).replace("name: web\n", `name: ${host}\n`)),
    pod(`env:\n  - { name: API_URL, value: "${url}" } # here`),
  );

/** One environment and another. */
export const environment = [
  environments("staging that points at production, by its namespace", "other-environment", {
    ...OF_RULE,
    like: "the database of the own environment",
  }),
  environments("staging that points at production, by a host outside", "other-environment", {
    bad: pod('env:\n  - { name: API_URL, value: "https://api.production.wonder.shop" } # here', {
      namespace: "wonder-staging",
    }).concat(`---\n${ingress("", "namespace: wonder-staging", "staging.wonder.shop")}`),
    near: pod('env:\n  - { name: API_URL, value: "https://api.staging.wonder.shop" }', {
      namespace: "wonder-staging",
    }).concat(`---\n${ingress("", "namespace: wonder-staging", "staging.wonder.shop")}`),
    like: "the host of the own environment",
  }),
  environments("CHANGE-ME that reaches production", "placeholder", {
    bad: pod('env:\n  - { name: API_KEY, value: "CHANGE-ME" } # here'),
    near: pod('env:\n  - { name: POLICY, value: "change-menu-daily" }'),
    like: "words that only begin alike",
  }),
  environments("your-registry in an image", "placeholder", {
    bad: pod("", { image: "your-registry/web:v1" }),
    near: pod("", { image: "registry.yourdomain-hosting.net/web:v1" }),
    like: "a host whose name only begins so",
  }),
  environments("example.com where somebody connects", "placeholder", {
    bad: shown("https://api.example.com/v1"),
    near: shown("https://api.examples.dev/v1"),
    like: "a domain that somebody may own",
    reason: "Told where the other hosts are real ones: an input of examples alone is one.",
  }),
];
