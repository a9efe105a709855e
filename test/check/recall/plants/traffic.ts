import { type Draft, type Fields, get, items, set } from "../draft.ts";
import type { Plant } from "../plant.ts";

/** Policies that let something in, with the index of a rule that has both sides. */
function rulesOf(draft: Draft, side: "ingress" | "egress") {
  return draft
    .of("NetworkPolicy")
    .flatMap((object) =>
      items(object, ["spec", side]).map((rule, index) => ({ object, rule, index })),
    );
}

export const traffic: readonly Plant[] = [
  {
    id: "ingress-port-of-service",
    what: "a policy that names the wrong port",
    plant: (draft) => {
      const found = draft.one(
        rulesOf(draft, "ingress").filter(({ rule }) => items(rule, ["ports"]).length === 1),
      );
      if (!found) return undefined;
      found.rule.ports = [{ protocol: "TCP", port: 61234 }];
      return [{ object: found.object, steps: ["spec", "ingress", found.index, "ports"] }];
    },
  },
  {
    id: "policy-removed",
    what: "the policy that lets the database's clients in is gone",
    plant: (draft) => {
      const policies = draft.of("NetworkPolicy");
      const isolating = policies.filter(
        ({ spec }) => Object.keys((get(spec, ["podSelector"]) ?? {}) as Fields).length === 0,
      );
      const opening = policies.filter(({ spec }) => items(spec, ["ingress"]).length > 0);
      const object = draft.one(isolating.length > 0 ? opening : []);
      if (!object) return undefined;
      set(object, ["spec", "ingress"], []);
      return [{ object, steps: ["spec", "ingress"] }];
    },
  },
  {
    id: "egress-removed",
    what: "what a program needs outside or inside is not let out",
    plant: (draft) => {
      const found = draft.one(
        rulesOf(draft, "egress").filter(({ rule }) => {
          const ports = JSON.stringify(rule.ports ?? []);
          return ports.includes("443") || ports.includes("5432") || ports.includes("6379");
        }),
      );
      if (!found) return undefined;
      (get(found.object, ["spec", "egress"]) as unknown[]).splice(found.index, 1);
      return [{ object: found.object, steps: ["spec", "egress"] }];
    },
  },
  {
    id: "dns-removed",
    what: "no DNS",
    plant: (draft) => {
      const found = draft.one(
        rulesOf(draft, "egress").filter(({ rule }) => JSON.stringify(rule).includes('"port":53')),
      );
      if (!found) return undefined;
      (get(found.object, ["spec", "egress"]) as unknown[]).splice(found.index, 1);
      return [{ object: found.object, steps: ["spec", "egress"] }];
    },
  },
  {
    id: "namespace-peer",
    what: "a peer in a namespace with a label that it does not have",
    plant: (draft) => {
      const found = draft.one(
        rulesOf(draft, "ingress").flatMap(({ object, rule, index }) =>
          items(rule, ["from"]).flatMap((peer, at) =>
            get(peer, ["namespaceSelector", "matchLabels", "kubernetes.io/metadata.name"]) ===
            object.metadata.namespace
              ? [{ object, peer, steps: ["spec", "ingress", index, "from", at] }]
              : [],
          ),
        ),
      );
      if (!found) return undefined;
      set(found.peer, ["namespaceSelector"], { matchLabels: { name: "planted" } });
      return [found];
    },
  },
];
