import { type Draft, type Fields, get, items, set } from "../draft.ts";
import type { Plant } from "../plant.ts";

/** Places where the name of a Service stands in a value. */
function mentions(draft: Draft) {
  const services = draft.of("Service").map(({ metadata }) => metadata.name);
  const inEnv = draft.containers().flatMap(({ object, container, at }) =>
    items(container, ["env"]).flatMap((variable, index) => {
      const name = services.find((each) => hostIn(variable.value, each) !== undefined);
      const steps = [...at, "env", index, "value"];
      return name === undefined ? [] : [{ object, holder: variable, key: "value", name, steps }];
    }),
  );
  const inConfig = draft.of("ConfigMap").flatMap((object) =>
    Object.entries((object.data ?? {}) as Fields).flatMap(([key, text]) => {
      const name = services.find((each) => hostIn(text, each) !== undefined);
      const holder = object.data as Fields;
      return name === undefined ? [] : [{ object, holder, key, name, steps: ["data", key] }];
    }),
  );
  return [...inEnv, ...inConfig];
}

/** The name as the host of a URL, with what stands behind it. */
function hostIn(text: unknown, name: string): RegExpExecArray | undefined {
  const pattern = new RegExp(
    `(://(?:[^/@\\s]*@)?)${name}(\\.[a-z0-9.-]+)?(:\\d+)?(?=[/\\s"';]|$)`,
    "m",
  );
  return pattern.exec(String(text)) ?? undefined;
}

function change(
  id: string,
  what: string,
  rules: readonly string[],
  to: (name: string, found: RegExpExecArray) => string,
): Plant {
  return {
    id,
    what,
    rules,
    plant: (draft) => {
      const found = draft.one(mentions(draft));
      if (!found) return undefined;
      const text = String(found.holder[found.key]);
      const match = hostIn(text, found.name) as RegExpExecArray;
      found.holder[found.key] =
        text.slice(0, match.index) +
        to(found.name, match) +
        text.slice(match.index + match[0].length);
      return [found];
    },
  };
}

export const names: readonly Plant[] = [
  change(
    "host-misspelt",
    "a host name that no Service has",
    ["unknown-host", "unprovided-host"],
    (name, [, before, domain = "", port = ""]) => `${before}${name}x${domain}${port}`,
  ),
  change(
    "host-port",
    "a port that the Service does not have",
    ["wrong-service-port", "unwritten-port", "undeclared-headless-port"],
    (name, [, before, domain = ""]) => `${before}${name}${domain}:61234`,
  ),
  change(
    "host-namespace",
    "a Service of another namespace",
    ["unknown-host", "unprovided-host", "unresolved-host"],
    (name, [, before, , port = ""]) => `${before}${name}.somewhere-else.svc.cluster.local${port}`,
  ),
  {
    id: "placeholder",
    what: "a placeholder that reaches production",
    rules: ["placeholder"],
    plant: (draft) => {
      const found = draft.one(
        draft
          .containers("Deployment", "StatefulSet")
          .flatMap(({ object, container, at }) =>
            items(container, ["env"]).flatMap((variable, index) =>
              typeof variable.value === "string"
                ? [{ object, variable, steps: [...at, "env", index, "value"] }]
                : [],
            ),
          ),
      );
      if (!found) return undefined;
      found.variable.value = "CHANGE-ME";
      return [found];
    },
  },
  {
    id: "placeholder-host",
    what: "example.com as the host of an Ingress",
    rules: ["placeholder"],
    plant: (draft) => {
      const object = draft.one(
        draft.of("Ingress").filter((each) => {
          const host = get(each, ["spec", "rules", 0, "host"]);
          // Where all are names for documentation, the whole is an example.
          return typeof host === "string" && !/example\.(com|org|net)$/.test(host);
        }),
      );
      if (!object) return undefined;
      (get(object, ["spec", "rules", 0]) as Fields).host = "shop.example.com";
      return [{ object, steps: ["spec", "rules", 0, "host"] }];
    },
  },
  {
    id: "other-environment",
    what: "staging that points at production hosts, and the other way round",
    rules: ["other-environment"],
    plant: (draft) => {
      const found = draft.one(
        draft
          .containers("Deployment", "StatefulSet")
          .filter(({ object }) => object.metadata.namespace !== undefined),
      );
      if (!found) return undefined;
      const env = items(found.container, ["env"]);
      set(found.object, ["metadata", "labels", "environment"], "production");
      const other = `${found.object.metadata.namespace}-staging`;
      const value = `http://api.${other}.svc.cluster.local:8080`;
      found.container.env = [...env, { name: "PLANTED_URL", value }];
      return [{ object: found.object, steps: [...found.at, "env", env.length] }];
    },
  },
];
