import { type Draft, type Fields, get, items, set } from "../draft.ts";
import type { Plant } from "../plant.ts";

function ofImage(draft: Draft, image: RegExp) {
  return draft.containers().filter(({ container }) => image.test(String(container.image)));
}

const image = (name: string) => new RegExp(`(^|/)${name}(:|@|$)`);

const TOOLS = /(^|\/)(redis|valkey|postgres|mysql|mariadb|mongo|haproxy|nginx)[:@]/;

export const programs: readonly Plant[] = [
  {
    id: "exporter-without-dsn",
    what: "a PostgreSQL exporter without its DSN",
    rules: ["missing-setting", "exporter-without-target"],
    plant: (draft) => {
      const found = draft.one(ofImage(draft, image("postgres[-_]exporter")));
      if (!found) return undefined;
      found.container.env = items(found.container, ["env"]).filter(
        ({ name }) => !String(name).startsWith("DATA_SOURCE"),
      );
      delete found.container.envFrom;
      return [{ object: found.object, steps: found.at }];
    },
  },
  {
    id: "postgres-password",
    what: "PostgreSQL without a password",
    rules: ["missing-setting"],
    plant: (draft) => {
      const found = draft.one(
        ofImage(draft, image("postgres")).filter(
          ({ container, object }) =>
            object.kind === "StatefulSet" &&
            items(container, ["env"]).some(({ name }) => name === "POSTGRES_PASSWORD"),
        ),
      );
      if (!found) return undefined;
      found.container.env = items(found.container, ["env"]).filter(
        ({ name }) => name !== "POSTGRES_PASSWORD",
      );
      return [{ object: found.object, steps: found.at }];
    },
  },
  {
    id: "build-time-variable",
    what: "a variable of the bundler that is set at run time",
    rules: ["build-time-variable"],
    plant: (draft) => {
      const found = draft.one(draft.containers("Deployment"));
      if (!found) return undefined;
      const env = items(found.container, ["env"]);
      found.container.env = [...env, { name: "VITE_API_URL", value: "/api" }];
      return [{ object: found.object, steps: [...found.at, "env", env.length] }];
    },
  },
  {
    id: "unknown-annotation",
    what: "an annotation of ingress-nginx that does not exist",
    rules: ["unknown-ingress-annotation"],
    plant: (draft) => {
      const object = draft.one(
        draft
          .of("Ingress")
          .filter(({ metadata }) =>
            Object.keys((metadata.annotations ?? {}) as Fields).some((key) =>
              key.startsWith("nginx.ingress.kubernetes.io/"),
            ),
          ),
      );
      if (!object) return undefined;
      const key = "nginx.ingress.kubernetes.io/proxy-read-timout";
      set(object, ["metadata", "annotations", key], "60");
      return [{ object, steps: ["metadata", "annotations", key] }];
    },
  },
  {
    id: "wildcard-http01",
    what: "a wildcard certificate by HTTP-01",
    rules: ["wildcard-with-http01"],
    plant: (draft) => {
      const issuers = draft
        .of("Issuer", "ClusterIssuer")
        .filter((each) => items(each, ["spec", "acme", "solvers"]).length > 0);
      const certificate = draft.one(
        draft.of("Certificate").filter(({ spec }) => Array.isArray(get(spec, ["dnsNames"]))),
      );
      if (issuers.length === 0 || !certificate) return undefined;
      for (const issuer of issuers)
        set(
          issuer,
          ["spec", "acme", "solvers"],
          [{ http01: { ingress: { ingressClassName: "nginx" } } }],
        );
      set(certificate, ["spec", "dnsNames"], ["*.shop.dev"]);
      return [
        { object: certificate, steps: ["spec", "dnsNames"] },
        ...issuers.map((object) => ({ object, steps: ["spec", "acme", "solvers"] })),
      ];
    },
  },
  {
    id: "dump-without-pipefail",
    what: "pg_dump | gzip without pipefail",
    rules: ["pipe-without-pipefail"],
    plant: (draft) => {
      const found = draft.one(draft.containers("CronJob"));
      if (!found) return undefined;
      found.container.command = ["sh", "-c", "pg_dump shop | gzip > /backup/shop.sql.gz"];
      delete found.container.args;
      return [{ object: found.object, steps: [...found.at, "command"] }];
    },
  },
  {
    id: "shard-count",
    what: "a count that must equal the replicas",
    rules: ["count-not-replicas"],
    plant: (draft) => {
      const written = /^TOTAL_(SHARDS|WORKERS)$/;
      for (const map of draft.of("ConfigMap")) {
        const data = (map.data ?? {}) as Record<string, string>;
        const key = Object.keys(data).find((each) => written.test(each));
        if (key === undefined) continue;
        data[key] = String(Number(data[key]) + 2);
        // Where an autoscaler has the replicas, it is what does not know the number.
        return [
          { object: map, steps: ["data", key] },
          ...draft
            .of("HorizontalPodAutoscaler")
            .map((object) => ({ object, steps: ["spec", "scaleTargetRef"] })),
        ];
      }
      const found = draft.one(draft.pods("StatefulSet"));
      if (!found) return undefined;
      const [container] = found.spec.containers as Fields[];
      const env = items(container, ["env"]);
      const replicas = Number(get(found.object, ["spec", "replicas"]) ?? 1);
      if (!container) return undefined;
      container.env = [...env, { name: "TOTAL_SHARDS", value: String(replicas + 2) }];
      return [
        { object: found.object, steps: [...found.steps, "containers", 0, "env", env.length] },
      ];
    },
  },
  {
    id: "init-other-version",
    what: "an init container of another version than the main one",
    rules: ["init-of-another-version"],
    plant: (draft) => {
      const found = draft.one(
        draft
          .containers("Deployment")
          .filter(({ container }) => /:[\w.-]+(@|$)/.test(String(container.image)))
          // Those of stores and proxies serve as tools, too: their clients and shells may be of any version.
          .filter(({ container }) => !TOOLS.test(String(container.image))),
      );
      if (!found) return undefined;
      const init = items(found.spec, ["initContainers"]);
      const other = String(found.container.image)
        .replace(/@.*/, "")
        .replace(/:[\w.-]+$/, ":v0.0.1");
      const { resources, securityContext } = found.container;
      const planted = { name: "planted", image: other, command: ["true"] };
      found.spec.initContainers = [...init, { ...planted, resources, securityContext }];
      const steps = [...found.at.slice(0, -2), "initContainers", init.length];
      return [{ object: found.object, steps }];
    },
  },
  {
    id: "unread-config",
    what: "config file never passed to the server",
    rules: ["unread-config"],
    plant: (draft) => {
      const found = draft.one(
        ofImage(draft, /(^|\/)(postgres|redis)[:@-]/).filter(({ container }) =>
          /\.conf\b/.test(JSON.stringify([container.command, container.args])),
        ),
      );
      if (!found) return undefined;
      const words = JSON.stringify([found.container.command, found.container.args]);
      const file = /[\w./-]+\.conf\b/.exec(words)?.[0] ?? "";
      delete found.container.command;
      delete found.container.args;
      const at = items(found.container, ["volumeMounts"]).findIndex(
        ({ name, mountPath }) =>
          file.startsWith(String(mountPath)) &&
          items(found.spec, ["volumes"]).some((each) => each.name === name && each.configMap),
      );
      return at === -1
        ? undefined
        : [{ object: found.object, steps: [...found.at, "volumeMounts", at] }];
    },
  },
  {
    id: "websocket-timeout",
    what: "WebSocket time-outs at the Ingress",
    rules: ["websocket-timeout"],
    plant: (draft) => {
      const object = draft.one(
        draft
          .of("Ingress")
          .filter(({ metadata }) =>
            Object.keys((metadata.annotations ?? {}) as Fields).some((key) =>
              key.endsWith("/proxy-read-timeout"),
            ),
          )
          // The host or the path says what goes there.
          .filter(({ spec }) => /"(host|path)":"[^"]*\b(ws|socket)/.test(JSON.stringify(spec))),
      );
      if (!object) return undefined;
      for (const which of ["read", "send"])
        delete (object.metadata.annotations as Fields)[
          `nginx.ingress.kubernetes.io/proxy-${which}-timeout`
        ];
      return [{ object, steps: ["spec", "rules"] }];
    },
  },
  {
    id: "sync-worker",
    what: "WebSocket behind a synchronous worker",
    rules: ["websocket-sync-worker"],
    plant: (draft) => {
      const found = draft.one(
        draft
          .containers("Deployment")
          .filter(({ container }) =>
            /gunicorn.*worker/.test(JSON.stringify(container.command ?? container.args ?? "")),
          ),
      );
      if (!found) return undefined;
      const field = found.container.command ? "command" : "args";
      found.container[field] = (found.container[field] as string[]).filter(
        (word) => !/worker-class|UvicornWorker/.test(word) && word !== "-k",
      );
      return [{ object: found.object, steps: [...found.at, field] }];
    },
  },
  {
    id: "two-certificates",
    what: "two Ingresses writing one certificate Secret",
    rules: ["shared-certificate-secret"],
    plant: (draft) => {
      const object = draft.one(
        draft
          .of("Ingress")
          .filter(
            ({ metadata, spec }) =>
              items(spec, ["tls"]).length > 0 &&
              Object.keys((metadata.annotations ?? {}) as Fields).some((key) =>
                /^cert-manager\.io\/(cluster-)?issuer$/.test(key),
              ),
          ),
      );
      const certificate = draft.one(draft.of("Certificate"));
      if (!object && certificate) {
        const copy = draft.copy(certificate, `${certificate.metadata.name}-again`);
        set(copy, ["spec", "dnsNames"], ["again.shop.dev"]);
        return [copy, certificate].map((each) => ({ object: each, steps: ["spec", "secretName"] }));
      }
      if (!object) return undefined;
      const copy = draft.copy(object, `${object.metadata.name}-again`);
      for (const rule of items(copy, ["spec", "rules"])) rule.host = `again.${rule.host}`;
      for (const tls of items(copy, ["spec", "tls"]))
        tls.hosts = ((tls.hosts ?? []) as string[]).map((host) => `again.${host}`);
      return [copy, object].map((each) => ({ object: each, steps: ["spec", "tls"] }));
    },
  },
  {
    id: "scrape-port",
    what: "scrape ports nobody listens on",
    rules: ["unheard-scrape"],
    plant: (draft) => {
      const key = "prometheus.io/port";
      const all = draft
        .pods("Deployment", "StatefulSet")
        .filter(({ spec }) =>
          items(spec, ["containers"]).every(({ ports }) => Array.isArray(ports)),
        );
      const at = ({ steps }: (typeof all)[number]) => [
        ...steps.slice(0, -1),
        "metadata",
        "annotations",
      ];
      const asked = all.filter((pod) => get(pod.object, [...at(pod), key]) !== undefined);
      const pod = draft.one(asked.length > 0 ? asked : all);
      if (!pod) return undefined;
      set(pod.object, [...at(pod), "prometheus.io/scrape"], "true");
      set(pod.object, [...at(pod), key], "61234");
      return [{ object: pod.object, steps: [...at(pod), key] }];
    },
  },
  {
    id: "foreign-probe",
    what: "probes that ask another process than the one they guard",
    rules: ["foreign-probe"],
    plant: (draft) => {
      const found = draft.one(
        draft.containers("Deployment", "StatefulSet").flatMap((each) => {
          const own = items(each.container, ["ports"]).map(({ containerPort }) => containerPort);
          const [other] = items(each.spec, ["containers"])
            .filter((beside) => beside !== each.container)
            .flatMap((beside) => items(beside, ["ports"]))
            .filter(({ containerPort }) => !own.includes(containerPort));
          return own.length > 0 && other ? [{ ...each, port: other.containerPort }] : [];
        }),
      );
      if (!found) return undefined;
      found.container.livenessProbe = { tcpSocket: { port: found.port } };
      return [{ object: found.object, steps: [...found.at, "livenessProbe"] }];
    },
  },
  {
    id: "migrations",
    what: "migrations run by every replica",
    rules: ["migration-in-every-replica"],
    plant: (draft) => {
      const found = draft.one(
        draft
          .containers("Deployment")
          .filter(({ object }) => Number(get(object, ["spec", "replicas"])) > 1),
      );
      if (!found) return undefined;
      const init = items(found.spec, ["initContainers"]);
      const { image: same, resources, securityContext } = found.container;
      const planted = { name: "planted", image: same, resources, securityContext };
      const command = ["python", "manage.py", "migrate"];
      found.spec.initContainers = [...init, { ...planted, command }];
      const steps = [...found.at.slice(0, -2), "initContainers", init.length];
      return [{ object: found.object, steps }];
    },
  },
  {
    id: "receiver",
    what: "receivers that are localhost",
    rules: ["localhost-receiver"],
    plant: (draft) => {
      const url = "http://localhost:5001/";
      const config = draft.one(draft.of("AlertmanagerConfig"));
      const receiver = config && items(config, ["spec", "receivers"])[0];
      if (receiver) {
        receiver.webhookConfigs = [{ url }];
        return [{ object: config, steps: ["spec", "receivers", 0] }];
      }
      const beside = draft.one(draft.pods("Deployment", "StatefulSet"));
      if (!beside) return undefined;
      const { namespace } = beside.object.metadata;
      const receivers = `receivers:\n  - name: all\n    webhook_configs: [{ url: "${url}" }]\n`;
      const object = draft.add({
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "planted-alertmanager", ...(namespace && { namespace }) },
        data: { "alertmanager.yml": `route: { receiver: all }\n${receivers}` },
      });
      return [{ object, steps: ["data", "alertmanager.yml"] }];
    },
  },
  {
    id: "alert-job",
    what: "alert rules whose job does not exist",
    rules: ["alert-without-job"],
    plant: (draft) => {
      const text = /job="[\w-]+"/;
      const found = draft.one(
        draft
          .of("ConfigMap")
          .flatMap((object) =>
            Object.entries((object.data ?? {}) as Record<string, string>).flatMap(([key, value]) =>
              /expr:/.test(value) && text.test(value) ? [{ object, key, value }] : [],
            ),
          ),
      );
      if (!found) return undefined;
      const steps = ["data", found.key];
      set(found.object, steps, found.value.replace(text, 'job="no-such-job"'));
      return [{ object: found.object, steps }];
    },
  },
];
