import { inventory } from "../objects/inventory.ts";
import { listed } from "../objects/titles.ts";
import type { Rule } from "../rule.ts";
import { once } from "../world.ts";
import { WEB } from "./shared/example.ts";
import { endsByItself, isOfSystem, programs } from "./shared/nature.ts";
import { about } from "./shared/tell.ts";

const [DEPLOYMENT] = WEB.split("---\n") as [string];
const POLICY = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: deny-all, namespace: shop }
spec: { podSelector: {}, policyTypes: [Ingress] }
`;

export const openNamespace: Rule = {
  id: "open-namespace",
  layer: "practice",
  severity: "info",
  title: "namespaces without a NetworkPolicy, where others have one",
  why: "every pod of the cluster reaches every port in it, the database too. It matters as soon as one program in the cluster is broken into",
  fix: "add a NetworkPolicy that denies what comes in (podSelector: {}, policyTypes: [Ingress]), and one for each that may ask",
  bad: `${POLICY}---
${changedName("metadata: { name: web }", "metadata: { name: web, namespace: blog }")}`,
  good: `${POLICY}---
${changedName("metadata: { name: web }", "metadata: { name: web, namespace: shop }")}---
apiVersion: v1
kind: Namespace
metadata: { name: shop }
`,
  find: (world) => {
    const closed = new Set(
      inventory(world)
        .all("NetworkPolicy")
        .map(({ namespace }) => namespace),
    );
    if (closed.has(undefined) || hasOtherPolicies(world)) return [];
    const open = Map.groupBy(
      programs(world).filter(
        (workload) =>
          workload.item.namespace !== undefined &&
          !closed.has(workload.item.namespace) &&
          !isOfSystem(workload) &&
          !endsByItself(workload),
      ),
      ({ item }) => item.namespace ?? "",
    );
    const told = [...open].filter(([, items]) => closed.size > 0 || items.length >= MANY);
    const [first] = told;
    const [workload] = first?.[1] ?? [];
    if (!first || !workload) return [];
    const names = listed(told.map(([namespace]) => namespace));
    const message = `no NetworkPolicy is in namespace${told.length > 1 ? "s" : ""} ${names}`;
    return [about(inventory(world).get("Namespace", "", first[0]) ?? workload.item, message)];
  },
};

/** So many programs, and nobody thought of policies: in a demo of fewer nobody needs them. */
const MANY = 5;

function changedName(piece: string, instead: string): string {
  return DEPLOYMENT.replace(piece, instead);
}

/** Policies of networks and meshes say more than is understood here. */
const hasOtherPolicies = once((world) =>
  inventory(world).items.some(
    ({ kind, group }) =>
      (kind.endsWith("NetworkPolicy") && group !== "networking.k8s.io") ||
      (kind === "AuthorizationPolicy" && group === "security.istio.io"),
  ),
);
