import { type Fields, get, set } from "../draft.ts";
import type { Plant } from "../plant.ts";

export const selectors: readonly Plant[] = [
  {
    id: "service-selects-nothing",
    what: "a Service without pods",
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
    what: "one common label that overwrites the selectors: every Service selects every pod",
    plant: (draft) => {
      const pods = draft.pods("Deployment", "StatefulSet");
      const services = draft.of("Service").filter((each) => get(each, ["spec", "selector"]));
      const within = new Set(services.map(({ metadata }) => metadata.namespace));
      if (pods.length < 2 || services.length < 2 || within.size !== 1) return undefined;
      const label = { app: "everything" };
      for (const { object, steps } of pods) {
        set(object, [...steps.slice(0, -1), "metadata", "labels"], { ...label });
        set(object, ["spec", "selector"], { matchLabels: { ...label } });
      }
      for (const service of services) set(service, ["spec", "selector"], { ...label });
      return [...services, ...pods.map(({ object }) => object)].map((object) => ({
        object,
        steps: ["spec", "selector"],
      }));
    },
  },
  {
    id: "two-budgets",
    what: "two budgets on one pod",
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
    plant: (draft) => {
      const first = draft.one(draft.of("HorizontalPodAutoscaler"));
      if (!first) return undefined;
      const object = draft.copy(first, `${first.metadata.name}-again`);
      return [object, first].map((each) => ({ object: each, steps: ["spec", "scaleTargetRef"] }));
    },
  },
  {
    id: "budget-selects-nothing",
    what: "a budget without pods",
    plant: (draft) => {
      const object = draft.one(draft.of("PodDisruptionBudget"));
      if (!object) return undefined;
      set(object, ["spec", "selector"], { matchLabels: { app: "nobody-has-this" } });
      return [{ object, steps: ["spec", "selector"] }];
    },
  },
  {
    id: "policy-selects-nothing",
    what: "a NetworkPolicy that selects nothing",
    plant: (draft) => {
      const named = draft.of("NetworkPolicy").filter((each) => {
        const labels = get(each, ["spec", "podSelector", "matchLabels"]) as Fields | undefined;
        return labels && Object.keys(labels).length > 0;
      });
      const object = draft.one(named);
      if (!object) return undefined;
      set(object, ["spec", "podSelector"], { matchLabels: { app: "nobody-has-this" } });
      return [{ object, steps: ["spec", "podSelector"] }];
    },
  },
  {
    id: "budget-never-allows",
    what: "a budget that never allows a disruption",
    plant: (draft) => {
      const object = draft.one(draft.of("PodDisruptionBudget"));
      if (!object) return undefined;
      const { selector } = object.spec as Fields;
      object.spec = { selector, maxUnavailable: 0 };
      return [{ object, steps: ["spec", "maxUnavailable"] }];
    },
  },
  {
    id: "replicas-with-autoscaler",
    what: "replicas beside an autoscaler",
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
];
