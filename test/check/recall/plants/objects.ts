import {
  type Draft,
  type DraftContainer,
  type Fields,
  get,
  items,
  type Manifest,
  set,
} from "../draft.ts";
import type { Plant } from "../plant.ts";

type Steps = readonly (string | number)[];

/** Changes one object of some kinds. */
function inObject(
  id: string,
  what: string,
  rule: string,
  kinds: readonly string[],
  change: (object: Manifest, draft: Draft) => Steps,
  is: (object: Manifest) => boolean = () => true,
): Plant {
  return {
    id,
    what,
    rules: [rule],
    plant: (draft) => {
      const object = draft.one(draft.of(...kinds).filter(is));
      return object && [{ object, steps: change(object, draft) }];
    },
  };
}

/** Changes one container of a Deployment or StatefulSet. */
function inContainer(
  id: string,
  what: string,
  rule: string,
  change: (found: DraftContainer) => Steps,
  is: (found: DraftContainer) => boolean = () => true,
): Plant {
  return {
    id,
    what,
    rules: [rule],
    plant: (draft) => {
      const found = draft.one(draft.containers("Deployment", "StatefulSet").filter(is));
      return found && [{ object: found.object, steps: change(found) }];
    },
  };
}

const APPS = ["Deployment", "StatefulSet"];

export const objects: readonly Plant[] = [
  inObject("unknown-field", "unknown keys", "unknown-field", APPS, (object) => {
    set(object, ["spec", "replica"], 3);
    return ["spec", "replica"];
  }),
  inObject(
    "wrong-type",
    "schema",
    "wrong-type",
    ["Service"],
    (object) => {
      const steps = ["spec", "ports", 0, "port"];
      set(object, steps, String(get(object, steps)));
      return steps;
    },
    ({ spec }) => items(spec, ["ports"]).length > 0,
  ),
  inObject(
    "duplicate-key",
    "duplicate keys",
    "duplicate-key",
    ["Deployment", "Service", "ConfigMap"],
    (object, draft) => {
      draft.rewritten.set(object, (text) => text.replace(/^kind: .*\n/m, "$&$&"));
      return ["kind"];
    },
  ),
  inObject(
    "removed-api",
    "removed APIs",
    "unserved-api",
    ["CronJob", "Role", "ClusterRole"],
    (object) => {
      const [group] = object.apiVersion.split("/");
      object.apiVersion = `${group}/v1beta1`;
      return ["apiVersion"];
    },
  ),
  inObject("label-syntax", "label syntax", "invalid-metadata", [...APPS, "Service"], (object) => {
    set(object, ["metadata", "labels", "team"], "blue and green");
    return ["metadata", "labels", "team"];
  }),
  {
    id: "name-syntax",
    what: "name syntax",
    rules: ["invalid-metadata"],
    plant: (draft) => {
      const object = draft.one(draft.of("ServiceAccount", "ConfigMap"));
      if (!object) return undefined;
      const { namespace } = object.metadata;
      const metadata = { name: "Planted_Settings", ...(namespace && { namespace }) };
      const copy = draft.add({ apiVersion: "v1", kind: "ConfigMap", metadata, data: { a: "b" } });
      return [{ object: copy, steps: ["metadata", "name"] }];
    },
  },
  inContainer(
    "port-number",
    "port syntax",
    "invalid-workload",
    ({ container, at }) => {
      const ports = items(container, ["ports"]);
      // Called like the one beside it: names tell what a container is for.
      const name = `${String(ports[0]?.name ?? "planted").slice(0, 10)}-too`;
      container.ports = [...ports, { name, containerPort: 70000 }];
      return [...at, "ports", ports.length];
    },
    // A first port that is declared says of all others that they are not: of those of probes, too.
    ({ container }) =>
      items(container, ["ports"]).length > 0 || !/Probe/.test(Object.keys(container).join()),
  ),
  {
    id: "selector-of-template",
    what: "selector does not match template",
    rules: ["invalid-workload"],
    plant: (draft) => {
      const pod = draft.one(draft.pods("Deployment", "StatefulSet"));
      if (!pod) return undefined;
      const labels = get(pod.object, ["spec", "selector", "matchLabels"]) as Fields | undefined;
      const [key] = Object.keys(labels ?? {});
      if (!labels || key === undefined) return undefined;
      labels[key] = `${labels[key]}x`;
      return [
        { object: pod.object, steps: ["spec", "selector"] },
        { object: pod.object, steps: [...pod.steps.slice(0, -1), "metadata", "labels"] },
      ];
    },
  },
  inContainer("variable-twice", "duplicate env names", "server-warning", ({ container, at }) => {
    const env = items(container, ["env"]);
    const twice = { name: "PLANTED", value: "a" };
    container.env = [...env, twice, { ...twice, value: "b" }];
    return [...at, "env", env.length + 1];
  }),
  inContainer(
    "port-twice",
    "duplicate ports",
    "server-warning",
    ({ container, at }) => {
      const ports = items(container, ["ports"]);
      container.ports = [
        ...ports,
        { ...ports[0], name: `${String(ports[0]?.name ?? "a").slice(0, 10)}-too` },
      ];
      return [...at, "ports", ports.length];
    },
    ({ container }) => items(container, ["ports"]).length > 0,
  ),
  inContainer(
    "mount-twice",
    "duplicate mounts",
    "invalid-workload",
    ({ container, at }) => {
      const mounts = items(container, ["volumeMounts"]);
      container.volumeMounts = [...mounts, structuredClone(mounts[0])];
      return [...at, "volumeMounts", mounts.length];
    },
    ({ container }) => items(container, ["volumeMounts"]).length > 0,
  ),
  inContainer("restart-policy", "restartPolicy", "invalid-workload", ({ spec, steps }) => {
    spec.restartPolicy = "OnFailure";
    return [...steps, "restartPolicy"];
  }),
  inContainer(
    "request-above-limit",
    "requests > limits",
    "invalid-workload",
    ({ container, at }) => {
      const limit = String(get(container, ["resources", "limits", "memory"]));
      const request = limit.replace(/^\d+/, (number) => String(Number(number) + 1));
      set(container, ["resources", "requests", "memory"], request);
      return [...at, "resources", "requests", "memory"];
    },
    ({ container }) => get(container, ["resources", "limits", "memory"]) !== undefined,
  ),
];
