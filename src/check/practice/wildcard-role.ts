import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { foundAt } from "../objects/found.ts";
import { inventory } from "../objects/inventory.ts";
import { listed } from "../objects/titles.ts";
import type { Rule } from "../rule.ts";

const LISTS = ["apiGroups", "resources", "verbs"] as const;

export const wildcardRole: Rule = {
  id: "wildcard-role",
  layer: "practice",
  severity: "info",
  title: "roles with a * in them",
  why: "what Kubernetes or an operator brings tomorrow is in the role too, and nobody sees what the program needs today. It matters to whoever answers for security",
  fix: "name the groups, resources and verbs that the program asks for; its log says which are refused",
  bad: `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: operator }
rules:
  - { apiGroups: [apps], resources: ["*"], verbs: ["*"] }
`,
  good: `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: operator }
rules:
  - { apiGroups: [apps], resources: [deployments, statefulsets], verbs: [get, list, watch, patch] }
`,
  find: (world) =>
    [...inventory(world).all("Role"), ...inventory(world).all("ClusterRole")].flatMap((item) => {
      // Those of the cluster's own parts are as upstream has them.
      if (item.name.startsWith("system:")) return [];
      const rules = [...(item.object.rules ?? []).entries()].flatMap(([index, rule]) => {
        const lists = LISTS.filter((list) => (rule[list] ?? []).includes("*"));
        return lists.length > 0 ? [{ index, lists }] : [];
      });
      const [first] = rules;
      if (!first) return [];
      const lists = LISTS.filter((list) => rules.some((each) => each.lists.includes(list)));
      const path = FieldPath.root.field("rules").index(first.index);
      const where = rules.length > 1 ? ` in ${rules.length} of its rules` : "";
      return [
        foundAt(item, path, `the ${item.kind} ${item.name} has all ${listed(lists)}${where}`),
      ];
    }),
};
