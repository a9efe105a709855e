import { type Fields, get, set } from "../draft.ts";
import type { Plant } from "../plant.ts";

/** Makes the selector of a budget or a policy match no pod. */
function selectsNothing(id: string, what: string, to: (value: string) => string): Plant {
  const isBudget = id.startsWith("budget");
  const field = isBudget ? "selector" : "podSelector";
  return {
    id: `${id}-selects-nothing`,
    what,
    rules: [isBudget ? "budget-without-pods" : "policy-without-pods"],
    plant: (draft) => {
      const kind = isBudget ? "PodDisruptionBudget" : "NetworkPolicy";
      // What selects no pod of the tree to begin with is for pods that others make.
      const object = draft.one(
        draft.of(kind).filter(({ metadata, spec }) => {
          const wanted = labelsOf(spec, field);
          return (
            wanted.length > 0 &&
            draft
              .pods()
              .some(
                (pod) =>
                  pod.object.metadata.namespace === metadata.namespace &&
                  wanted.every(([key, value]) => pod.labels[key] === value),
              )
          );
        }),
      );
      if (!object) return undefined;
      // The label that tells one program of a release from the others is the last one.
      const [key, value] = labelsOf(object.spec, field).at(-1) as [string, string];
      set(object, ["spec", field, "matchLabels", key], to(value));
      return [{ object, steps: ["spec", field] }];
    },
  };
}

/** Fields that hold labels, or a selector by labels. */
const HOLDERS = new Set(["labels", "matchLabels"]);

/** Writes a label wherever there are labels and selectors, and says where. */
function overwritten(value: unknown, at: Steps, label: Record<string, string>): Steps[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, child]): Steps[] => {
    const steps = [...at, Array.isArray(value) ? Number(name) : name];
    const isMap = typeof child === "object" && child !== null && !Array.isArray(child);
    const isPlain = isMap && Object.values(child).every((each) => typeof each === "string");
    const isHolder = HOLDERS.has(name) || name === "selector";
    if (isPlain && isHolder && Object.keys(label).some((key) => Object.hasOwn(child, key))) {
      Object.assign(child, label);
      return [steps];
    }
    return overwritten(child, steps, label);
  });
}

type Steps = readonly (string | number)[];

function labelsOf(spec: unknown, field: string): [string, string][] {
  return Object.entries((get(spec, [field, "matchLabels"]) ?? {}) as Record<string, string>);
}

export const selectors: readonly Plant[] = [
  {
    id: "service-selects-nothing",
    what: "a Service without pods",
    rules: ["service-without-pods"],
    plant: (draft) => {
      const object = draft.one(
        draft.of("Service").filter((each) => get(each, ["spec", "selector"])),
      );
      if (!object) return undefined;
      const selector = get(object, ["spec", "selector"]) as Record<string, string>;
      const [key] = Object.keys(selector);
      if (key === undefined) return undefined;
      selector[key] = `${selector[key]}x`;
      return [{ object, steps: ["spec", "selector"] }];
    },
  },
  {
    id: "common-label",
    what: "Overlapping selectors: a common label of kustomize that overwrites them all",
    rules: [
      "overlapping-services",
      "overlapping-budgets",
      "overlapping-autoscalers",
      "fighting-workloads",
    ],
    plant: (draft) => {
      const services = draft.of("Service").filter((each) => get(each, ["spec", "selector"]));
      const keys = services.map((each) => Object.keys(get(each, ["spec", "selector"]) as Fields));
      const [key] = (keys[0] ?? []).filter((each) => keys.every((all) => all.includes(each)));
      const within = new Set(services.map(({ metadata }) => metadata.namespace));
      const few = services.length < 2 || draft.pods("Deployment", "StatefulSet").length < 2;
      if (key === undefined || few || within.size !== 1) return undefined;
      return [
        ...draft.objects.flatMap((object) =>
          overwritten(object, [], { [key]: "everything" }).map((steps) => ({ object, steps })),
        ),
        // Autoscalers count by the selectors of what they scale.
        ...draft
          .of("HorizontalPodAutoscaler")
          .map((object) => ({ object, steps: ["spec", "scaleTargetRef"] })),
      ];
    },
  },
  {
    id: "two-budgets",
    what: "two budgets on one pod",
    rules: ["overlapping-budgets"],
    plant: (draft) => {
      const budget = draft.one(draft.of("PodDisruptionBudget"));
      if (!budget) return undefined;
      const object = draft.copy(budget, `${budget.metadata.name}-again`);
      return [object, budget].map((each) => ({ object: each, steps: ["spec", "selector"] }));
    },
  },
  {
    id: "two-autoscalers",
    what: "two autoscalers for one target",
    rules: ["overlapping-autoscalers"],
    plant: (draft) => {
      const first = draft.one(draft.of("HorizontalPodAutoscaler"));
      if (!first) return undefined;
      const object = draft.copy(first, `${first.metadata.name}-again`);
      return [object, first].map((each) => ({ object: each, steps: ["spec", "scaleTargetRef"] }));
    },
  },
  selectsNothing("budget", "PDB without pods: a misspelt label", (value) => `${value}x`),
  selectsNothing(
    "budget-renamed",
    "PDB without pods: of a program that is no more",
    () => "gone-for-long",
  ),
  selectsNothing(
    "policy",
    "NetworkPolicy selecting nothing: a misspelt label",
    (value) => `${value}x`,
  ),
  selectsNothing(
    "policy-renamed",
    "NetworkPolicy selecting nothing: of a program that is no more",
    () => "gone-for-long",
  ),
  {
    id: "budget-never-allows",
    what: "a budget that never allows a disruption",
    rules: ["blocking-budget"],
    plant: (draft) => {
      const object = draft.one(draft.of("PodDisruptionBudget"));
      if (!object) return undefined;
      delete (object.spec as Fields).minAvailable;
      set(object, ["spec", "maxUnavailable"], 0);
      return [{ object, steps: ["spec", "maxUnavailable"] }];
    },
  },
  {
    id: "replicas-with-autoscaler",
    what: "replicas beside an autoscaler",
    rules: ["replicas-beside-autoscaler"],
    plant: (draft) => {
      const scaled = draft.of("HorizontalPodAutoscaler").flatMap(({ metadata, spec }) => {
        const { kind, name } = get(spec, ["scaleTargetRef"]) as { kind: string; name: string };
        return draft.find(kind, name, metadata.namespace) ?? [];
      });
      const object = draft.one(
        scaled.filter((each) => get(each, ["spec", "replicas"]) === undefined),
      );
      if (!object) return undefined;
      set(object, ["spec", "replicas"], 3);
      return [{ object, steps: ["spec", "replicas"] }];
    },
  },
  {
    id: "autoscaler-without-requests",
    what: "an autoscaler by CPU whose pods request none",
    // Where a quota demands the requests, the pods are refused, and that is what is told.
    rules: ["autoscaler-without-requests", "quota-demands-resources"],
    plant: (draft) => {
      const scaled = draft.of("HorizontalPodAutoscaler").flatMap((scaler) => {
        const metrics = JSON.stringify(get(scaler, ["spec", "metrics"]) ?? "");
        const target = get(scaler, ["spec", "scaleTargetRef"]) as { kind: string; name: string };
        const object = draft.find(target.kind, target.name, scaler.metadata.namespace);
        return object && metrics.includes('"cpu"') ? [{ scaler, object }] : [];
      });
      const found = draft.one(scaled);
      const pod = found && draft.pods().find(({ object }) => object === found.object);
      if (!found || !pod) return undefined;
      for (const container of pod.spec.containers as Fields[]) delete container.resources;
      return [
        { object: found.scaler, steps: ["spec", "metrics"] },
        { object: found.object, steps: [...pod.steps, "containers"] },
      ];
    },
  },
  {
    id: "target-port-name",
    what: "a Service whose targetPort no container names",
    rules: ["missing-target-port"],
    plant: (draft) => {
      const named = draft.of("Service").flatMap((object) => {
        const ports = (get(object, ["spec", "ports"]) ?? []) as Fields[];
        const selected = draft.pods().some(({ labels, object: { metadata } }) => {
          const selector = Object.entries((get(object, ["spec", "selector"]) ?? {}) as Fields);
          const isHere = metadata.namespace === object.metadata.namespace;
          return (
            isHere && selector.length > 0 && selector.every(([key, value]) => labels[key] === value)
          );
        });
        return selected ? ports.map((port, index) => ({ object, port, index })) : [];
      });
      const found = draft.one(named);
      if (!found) return undefined;
      found.port.targetPort = "no-such-port";
      return [{ object: found.object, steps: ["spec", "ports", found.index, "targetPort"] }];
    },
  },
  {
    id: "rolling-update",
    what: "rolling-update strategy",
    rules: ["outage-on-rollout"],
    plant: (draft) => {
      const object = draft.one(
        draft.of("Deployment").filter(
          ({ spec, metadata }) =>
            Number(get(spec, ["replicas"])) > 1 &&
            draft.of("Service").some((service) => {
              const wanted = Object.entries((get(service, ["spec", "selector"]) ?? {}) as Fields);
              return (
                service.metadata.namespace === metadata.namespace &&
                wanted.length > 0 &&
                wanted.every(
                  ([key, value]) => get(spec, ["template", "metadata", "labels", key]) === value,
                )
              );
            }),
        ),
      );
      if (!object) return undefined;
      set(object, ["spec", "strategy"], {
        type: "RollingUpdate",
        rollingUpdate: { maxSurge: 0, maxUnavailable: "100%" },
      });
      return [{ object, steps: ["spec", "strategy"] }];
    },
  },
];
