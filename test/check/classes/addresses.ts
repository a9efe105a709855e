import { group } from "./class.ts";
import { all, configMap, pod, service } from "./texts.ts";

const hosts = group("unseen", "host names in values");

const API = all(
  service("{ name: http, port: 80, targetPort: 8080 }", { name: "catalogue", namespace: "shop" }),
  pod("ports: [{ containerPort: 8080 }]", { name: "catalogue", namespace: "shop" }),
);

/** A file of a ConfigMap that a program of this image mounts. */
function mounted(image: string, folder: string, file: string, text: string): string {
  const settings = configMap(`${file}: |\n${text.replace(/^/gm, "  ")}`);
  return all(
    API,
    settings.replace("name: settings }", "name: settings, namespace: shop }"),
    pod(`volumeMounts: [{ name: settings, mountPath: ${folder} }]`, {
      image,
      namespace: "shop",
      pod: "volumes: [{ name: settings, configMap: { name: settings } }]",
    }),
  );
}

const inEnv = (url: string) =>
  all(API, pod(`env:\n  - { name: API_URL, value: "${url}" } # here`, { namespace: "shop" }));

const inSecret = (host: string) =>
  all(
    API,
    `apiVersion: v1
kind: Secret
metadata: { name: web, namespace: shop }
stringData:
  API_URL: http://${host}/v1 # here
`,
    pod("envFrom: [{ secretRef: { name: web } }]", { namespace: "shop" }),
  );

const nginx = (host: string) =>
  mounted(
    "nginx:1.29",
    "/etc/nginx/conf.d",
    "default.conf",
    `server {\n  listen 80;\n  location / { proxy_pass http://${host}; }\n}\n`,
  );

const prometheus = (host: string) =>
  mounted(
    "prom/prometheus:v3.5.0",
    "/etc/prometheus",
    "prometheus.yml",
    `scrape_configs:\n  - job_name: api\n    static_configs: [{ targets: ["${host}"] }]\n`,
  );

const alertmanager = (host: string) =>
  mounted(
    "prom/alertmanager:v0.28.1",
    "/etc/alertmanager",
    "alertmanager.yml",
    `route: { receiver: team }\nreceivers:\n  - name: team\n    webhook_configs: [{ url: "http://${host}/alerts" }]\n`,
  );

const grafana = (host: string) =>
  mounted(
    "grafana/grafana:12.0.0",
    "/etc/grafana/provisioning/datasources",
    "metrics.yaml",
    `apiVersion: 1\ndatasources:\n  - { name: metrics, type: prometheus, access: proxy, url: "http://${host}" }\n`,
  );

const settings = (host: string) =>
  mounted(
    "ghcr.io/shop/web:v1",
    "/etc/web",
    "application.yaml",
    `api:\n  url: http://${host}/v1\n`,
  );

/** Host names in values, against the Services, ports and namespaces that there are. */
export const addresses = [
  hosts("in a variable: no such Service", "unknown-host", {
    bad: inEnv("http://cataloge.shop.svc/v1"),
    near: inEnv("http://catalogue.shop.svc.cluster.local/v1"),
    like: "the whole name of the Service",
  }),
  hosts("in a variable: the Service is in another namespace", "unknown-host", {
    bad: inEnv("http://catalogue.blog.svc/v1").concat(
      "---\napiVersion: v1\nkind: Namespace\nmetadata: { name: blog }\n",
    ),
    near: inEnv("http://catalogue.shop/v1"),
    like: "the Service by its namespace",
  }),
  hosts("in a variable: the Service has no such port", "wrong-service-port", {
    bad: inEnv("http://catalogue:8080/v1"),
    near: inEnv("http://catalogue:80/v1"),
    like: "the port of the Service, not that of its pods",
  }),
  hosts("in a variable: no port where the Service has another than the usual", "unwritten-port", {
    bad: undefined,
    near: inEnv("http://catalogue/v1"),
    like: "a Service at the usual port",
  }),
  hosts("in a ConfigMap's text", "unknown-host", {
    bad: settings("cataloge.shop.svc"),
    near: settings("catalogue.shop.svc"),
    like: "the name that is there",
  }),
  hosts("in a Secret's string", "unknown-host", {
    bad: inSecret("cataloge.shop.svc"),
    near: inSecret("catalogue.shop.svc"),
    like: "the name that is there",
  }),
  hosts("in nginx's configuration", "wrong-service-port", {
    bad: nginx("catalogue:8080"),
    near: nginx("catalogue:80"),
    like: "the port that is there",
  }),
  hosts("in Prometheus' configuration", "unknown-host", {
    bad: prometheus("cataloge.shop.svc:80"),
    near: prometheus("catalogue.shop.svc:80"),
    like: "the name that is there",
  }),
  hosts("in Alertmanager's configuration", "unknown-host", {
    bad: alertmanager("cataloge.shop.svc"),
    near: alertmanager("catalogue.shop.svc"),
    like: "the name that is there",
  }),
  hosts("in Grafana's data sources", "unknown-host", {
    bad: grafana("cataloge.shop.svc"),
    near: grafana("catalogue.shop.svc"),
    like: "the name that is there",
  }),
  hosts("localhost where another pod is meant", "localhost-address", {
    bad: undefined,
    near: all(
      service("{ port: 5432 }", { name: "db" }),
      pod("ports: [{ containerPort: 5432 }]", { name: "db", image: "postgres:17" }),
      pod(
        `env: [{ name: DATABASE_URL, value: "postgres://localhost:5432/shop" }]
ports: [{ containerPort: 8080 }]`,
      ).concat(`    - name: proxy
      image: gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.15.0
      ports: [{ containerPort: 5432 }]
`),
    ),
    like: "a proxy in the same pod that listens there",
  }),
  hosts("a name that the pod's DNS does not know", "unresolved-host", {
    bad: undefined,
    near: undefined,
    like: "a pod on the node's network that asks the cluster's DNS all the same",
  }),
];
