import { type Draft, type Fields, get, items, set } from "../draft.ts";
import type { Plant } from "../plant.ts";

function ofImage(draft: Draft, image: RegExp) {
  return draft.containers().filter(({ container }) => image.test(String(container.image)));
}

const image = (name: string) => new RegExp(`(^|/)${name}(:|@|$)`);

export const programs: readonly Plant[] = [
  {
    id: "exporter-without-dsn",
    what: "a PostgreSQL exporter without its DSN",
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
    plant: (draft) => {
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
    plant: (draft) => {
      const found = draft.one(
        draft
          .containers("Deployment")
          .filter(({ container }) => /:[\w.-]+$/.test(String(container.image))),
      );
      if (!found) return undefined;
      const init = items(found.spec, ["initContainers"]);
      const other = String(found.container.image).replace(/:[\w.-]+$/, ":v0.0.1-older");
      found.spec.initContainers = [...init, { name: "planted", image: other, command: ["true"] }];
      const steps = [...found.at.slice(0, -2), "initContainers", init.length];
      return [{ object: found.object, steps }];
    },
  },
];
