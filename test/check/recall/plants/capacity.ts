import { type Draft, type Fields, get, set } from "../draft.ts";
import type { Plant } from "../plant.ts";

function quotaOf(draft: Draft, key: string) {
  return draft.one(
    draft.of("ResourceQuota").filter((each) => get(each, ["spec", "hard", key]) !== undefined),
  );
}

export const capacity: readonly Plant[] = [
  ...["requests.cpu", "requests.memory", "limits.memory", "pods"].map(
    (key): Plant => ({
      id: `quota-${key.replace(".", "-")}`,
      what: `a quota of ${key} that refuses pods`,
      plant: (draft) => {
        const object = quotaOf(draft, key);
        if (!object) return undefined;
        const steps = ["spec", "hard", key];
        set(object, steps, key === "pods" ? "2" : key.endsWith("cpu") ? "100m" : "64Mi");
        return [{ object, steps }];
      },
    }),
  ),
  {
    id: "quota-surge",
    what: "an autoscaler's maximum that the quota refuses",
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
    plant: (draft) => {
      const found = draft.one(
        draft.of("LimitRange").flatMap((object) =>
          draft
            .containers("Deployment", "StatefulSet")
            .filter((each) => each.object.metadata.namespace === object.metadata.namespace)
            .map((each) => ({ ...each, range: object })),
        ),
      );
      if (!found) return undefined;
      set(found.container, ["resources", "limits", "memory"], "900Gi");
      return [{ object: found.object, steps: [...found.at, "resources"] }];
    },
  },
  {
    id: "quota-without-requests",
    what: "pods without requests where the quota demands them",
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
    plant: (draft) => {
      const found = draft.one(
        draft.containers().filter(({ container }) => {
          const words = JSON.stringify([container.command, container.args]);
          return /redis/.test(String(container.image)) && /maxmemory/.test(words);
        }),
      );
      if (!found) return undefined;
      for (const field of ["command", "args"]) {
        const list = found.container[field];
        if (!Array.isArray(list)) continue;
        const at = list.indexOf("--maxmemory");
        if (at >= 0) {
          list[at + 1] = "64gb";
          return [{ object: found.object, steps: [...found.at, field, at + 1] }];
        }
      }
      return undefined;
    },
  },
  {
    id: "postgres-memory",
    what: "PostgreSQL's shared buffers are larger than its container",
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
      const { selector } = found.object.spec as Fields;
      found.object.spec = {
        selector,
        minAvailable: get(found.scaler, ["spec", "minReplicas"]) ?? 1,
      };
      return [
        { object: found.object, steps: ["spec", "minAvailable"] },
        { object: found.scaler, steps: ["spec", "minReplicas"] },
      ];
    },
  },
];
