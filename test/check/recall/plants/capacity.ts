import { type Draft, type Fields, get, items, type Manifest, set } from "../draft.ts";
import type { Plant } from "../plant.ts";

function quotaOf(draft: Draft, key: string) {
  return draft.one(
    draft.of("ResourceQuota").filter((each) => get(each, ["spec", "hard", key]) !== undefined),
  );
}

/** A quota where there is none of that kind: every container there says what it would count. */
function addQuota(draft: Draft, key: string): Manifest | undefined {
  const [list, resource = ""] = key.split(".");
  const all = draft.pods();
  const spaces = [...new Set(all.map(({ object }) => object.metadata.namespace))].filter((space) =>
    all
      .filter(({ object }) => object.metadata.namespace === space)
      .flatMap(({ spec }) => [...items(spec, ["initContainers"]), ...items(spec, ["containers"])])
      .every(
        ({ resources }) =>
          resource === "" || get(resources, [list as string, resource]) !== undefined,
      ),
  );
  const namespace = draft.one(spaces);
  if (namespace === undefined) return undefined;
  return draft.add({
    apiVersion: "v1",
    kind: "ResourceQuota",
    metadata: { name: "planted", namespace },
    spec: { hard: {} },
  });
}

export const capacity: readonly Plant[] = [
  ...["requests.cpu", "requests.memory", "limits.memory", "pods"].map(
    (key): Plant => ({
      id: `quota-${key.replace(".", "-")}`,
      what: `a quota of ${key} that refuses pods`,
      rules: ["quota-exceeded", "quota-blocks-rollout", "quota-headroom"],
      plant: (draft) => {
        const object = quotaOf(draft, key) ?? addQuota(draft, key);
        if (!object) return undefined;
        const steps = ["spec", "hard", key];
        set(
          object,
          steps,
          key === "pods"
            ? draft.pods().length === 1
              ? "1"
              : "2"
            : key.endsWith("cpu")
              ? "100m"
              : "64Mi",
        );
        return [{ object, steps }];
      },
    }),
  ),
  {
    id: "quota-surge",
    what: "an autoscaler's maximum that the quota refuses",
    rules: ["quota-exceeded", "quota-blocks-rollout", "quota-headroom"],
    plant: (draft) => {
      const quota = quotaOf(draft, "requests.cpu");
      const inside = draft
        .of("HorizontalPodAutoscaler")
        .filter(({ metadata }) => metadata.namespace === quota?.metadata.namespace);
      const object = draft.one(inside);
      if (!quota || !object) return undefined;
      set(object, ["spec", "maxReplicas"], 500);
      return [
        { object, steps: ["spec", "maxReplicas"] },
        { object: quota, steps: ["spec", "hard"] },
      ];
    },
  },
  {
    id: "limit-range",
    what: "a container above the LimitRange's maximum",
    rules: ["limit-range-refuses"],
    plant: (draft) => {
      const found = draft.one(
        draft
          .containers("Deployment", "StatefulSet")
          .filter(
            ({ container, object }) =>
              get(container, ["resources", "limits", "memory"]) !== undefined &&
              object.metadata.namespace !== undefined,
          ),
      );
      if (!found) return undefined;
      set(found.container, ["resources", "limits", "memory"], "900Gi");
      const { namespace } = found.object.metadata;
      const object = draft.add({
        apiVersion: "v1",
        kind: "LimitRange",
        metadata: { name: "planted", ...(namespace && { namespace }) },
        spec: { limits: [{ type: "Container", max: { memory: "800Gi" } }] },
      });
      return [
        { object: found.object, steps: [...found.at, "resources"] },
        { object, steps: ["spec", "limits"] },
      ];
    },
  },
  {
    id: "quota-without-requests",
    what: "pods without requests where the quota demands them",
    rules: ["quota-demands-resources"],
    plant: (draft) => {
      const quota = quotaOf(draft, "requests.cpu");
      if (!quota || draft.of("LimitRange").length > 0) return undefined;
      const found = draft.one(
        draft
          .containers("Deployment", "StatefulSet")
          .filter(({ object }) => object.metadata.namespace === quota.metadata.namespace),
      );
      if (!found) return undefined;
      delete found.container.resources;
      return [{ object: found.object, steps: found.at }];
    },
  },
  {
    id: "redis-memory",
    what: "Redis may take more memory than its container",
    rules: ["memory-above-limit"],
    plant: (draft) => {
      const found = draft.one(
        draft
          .containers()
          .filter(
            ({ container }) =>
              /(^|\/)(redis|valkey)[:@-]/.test(String(container.image)) &&
              !/exporter/.test(String(container.image)) &&
              get(container, ["resources", "limits", "memory"]) !== undefined,
          ),
      );
      if (!found) return undefined;
      const { container, object, at } = found;
      // Behind a command that has a configuration, what is said last counts.
      const field = Array.isArray(container.args) || !container.command ? "args" : "command";
      const words = (container[field] ?? ["redis-server"]) as string[];
      container[field] = [...words, "--maxmemory", "64gb"];
      return [{ object, steps: [...at, field] }];
    },
  },
  {
    id: "postgres-memory",
    what: "PostgreSQL's shared buffers are larger than its container",
    rules: ["memory-above-limit"],
    plant: (draft) => {
      const object = draft.one(
        draft
          .of("ConfigMap")
          .filter(({ data }) =>
            /^\s*shared_buffers\s*=/m.test(Object.values((data ?? {}) as Fields).join("\n")),
          ),
      );
      if (!object) return undefined;
      const data = object.data as Record<string, string>;
      for (const [key, text] of Object.entries(data)) {
        if (!/^\s*shared_buffers\s*=/m.test(text)) continue;
        data[key] = text.replace(/^(\s*shared_buffers\s*=\s*)\S+/m, "$164GB");
        return [{ object, steps: ["data", key] }];
      }
      return undefined;
    },
  },
  {
    id: "minimum-below-budget",
    what: "a budget equal to the autoscaler's minimum",
    rules: ["blocking-budget"],
    plant: (draft) => {
      const found = draft.one(
        draft.of("PodDisruptionBudget").flatMap((object) => {
          const selector = JSON.stringify((object.spec as Fields).selector);
          const owner = draft
            .of("Deployment")
            .find(({ spec }) => JSON.stringify((spec as Fields).selector) === selector);
          const scaler = draft
            .of("HorizontalPodAutoscaler")
            .find(({ spec }) => get(spec, ["scaleTargetRef", "name"]) === owner?.metadata.name);
          return owner && scaler ? [{ object, scaler }] : [];
        }),
      );
      if (!found) return undefined;
      delete (found.object.spec as Fields).maxUnavailable;
      const minimum = get(found.scaler, ["spec", "minReplicas"]) ?? 1;
      set(found.object, ["spec", "minAvailable"], minimum);
      return [
        { object: found.object, steps: ["spec", "minAvailable"] },
        { object: found.scaler, steps: ["spec", "minReplicas"] },
      ];
    },
  },
];
