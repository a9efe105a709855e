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
    rules: ["traffic-blocked", "policy-unheard-port", "solver-blocked", "scrape-blocked"],
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
    // Some let in those who prove a domain, or who collect metrics.
    rules: ["traffic-blocked", "solver-blocked", "scrape-blocked"],
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
    rules: ["egress-blocked", "traffic-blocked"],
    plant: (draft) => {
      const found = draft.one(
        rulesOf(draft, "egress").filter(({ object, rule }) => {
          const ports = JSON.stringify(rule.ports ?? []);
          const own = get(object, ["spec", "podSelector"]);
          // What is outside is in nobody's values; pods of one program find each other by themselves.
          const isInside = items(rule, ["to"]).some(
            ({ podSelector }) =>
              podSelector !== undefined && JSON.stringify(podSelector) !== JSON.stringify(own),
          );
          return isInside && (ports.includes("5432") || ports.includes("6379"));
        }),
      );
      if (!found) return undefined;
      (get(found.object, ["spec", "egress"]) as unknown[]).splice(found.index, 1);
      return [{ object: found.object, steps: ["spec", "egress"] }];
    },
  },
  {
    id: "egress-outside",
    what: "SMTP/HTTPS egress that no policy lets out",
    rules: ["egress-blocked"],
    plant: (draft) => {
      const isolating = draft
        .of("NetworkPolicy")
        .filter(({ spec }) => JSON.stringify(get(spec, ["policyTypes"]) ?? []).includes("Egress"));
      const found = draft.one(
        draft
          .containers("Deployment", "StatefulSet")
          .filter(({ object, labels }) =>
            isolating.some(
              ({ metadata, spec }) =>
                metadata.namespace === object.metadata.namespace &&
                Object.entries((get(spec, ["podSelector", "matchLabels"]) ?? {}) as Fields).every(
                  ([key, value]) => labels[key] === value,
                ),
            ),
          ),
      );
      if (!found) return undefined;
      const env = items(found.container, ["env"]);
      const value = "smtps://smtp.mailgun.org:465";
      found.container.env = [...env, { name: "PLANTED_SMTP_URL", value }];
      // Where the policies are to let it out.
      return [
        { object: found.object, steps: [...found.at, "env", env.length] },
        { object: found.object, steps: ["metadata", "name"] },
        ...isolating.map((object) => ({ object, steps: ["spec", "egress"] })),
      ];
    },
  },
  {
    id: "dns-removed",
    what: "no DNS",
    rules: ["dns-blocked"],
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
    id: "scrape-removed",
    what: "scrapes of a ServiceMonitor that no policy lets in",
    rules: ["scrape-blocked"],
    plant: (draft) => {
      const isOfPrometheus = (rule: Fields) =>
        JSON.stringify(rule.from ?? "").includes("monitoring");
      const found = draft.one(
        rulesOf(draft, "ingress").filter(
          ({ object, rule }) =>
            isOfPrometheus(rule) &&
            draft
              .of("ServiceMonitor")
              .some(({ metadata }) => metadata.namespace === object.metadata.namespace),
        ),
      );
      if (!found) return undefined;
      (get(found.object, ["spec", "ingress"]) as unknown[]).splice(found.index, 1);
      return [{ object: found.object, steps: ["spec", "ingress"] }];
    },
  },
  {
    id: "solver-removed",
    what: "ACME HTTP-01 solvers that no policy lets in",
    rules: ["solver-blocked"],
    plant: (draft) => {
      const isOfSolvers = (selector: unknown) =>
        get(selector, ["matchLabels", "acme.cert-manager.io/http01-solver"]) !== undefined;
      const policy = draft.one(
        draft.of("NetworkPolicy").filter(({ spec }) => isOfSolvers(get(spec, ["podSelector"]))),
      );
      if (!policy) return undefined;
      draft.remove(policy);
      // Where a policy is to be written, if there is none to change.
      return draft
        .of("Certificate", "Ingress", "NetworkPolicy")
        .filter(({ metadata }) => metadata.namespace === policy.metadata.namespace)
        .map((object) => ({
          object,
          steps: object.kind === "Certificate" ? ["spec", "issuerRef"] : ["spec", "ingress"],
          isFirstLine: object.kind !== "Certificate",
        }));
    },
  },
  {
    id: "namespace-peer",
    what: "a peer in a namespace with a label that it does not have",
    rules: ["policy-namespace-label", "traffic-blocked"],
    plant: (draft) => {
      const found = draft.one(
        rulesOf(draft, "ingress").flatMap(({ object, rule, index }) =>
          items(rule, ["from"]).flatMap((peer, at) => {
            const space = String(object.metadata.namespace);
            const isThere = draft
              .of("Namespace")
              .some(({ metadata }) => metadata.name === space && !hasLabel(metadata.labels));
            const isOwn = peer.podSelector !== undefined && peer.namespaceSelector === undefined;
            const steps = ["spec", "ingress", index, "from", at];
            return isThere && isOwn ? [{ object, peer, steps }] : [];
          }),
        ),
      );
      if (!found) return undefined;
      // What people write for a namespace's name, and what no namespace has by itself.
      const name = String(found.object.metadata.namespace);
      set(found.peer, ["namespaceSelector"], { matchLabels: { name } });
      return [found];
    },
  },
];

function hasLabel(labels: unknown): boolean {
  return get(labels, ["name"]) !== undefined;
}
