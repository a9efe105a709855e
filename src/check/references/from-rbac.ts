import type { Collector } from "./collector.ts";
import type { From } from "./from.ts";
import type { Place } from "./place.ts";

const RBAC = "rbac.authorization.k8s.io";

export const fromRbac: From = {
  [`${RBAC}/RoleBinding`]: addBinding,
  [`${RBAC}/ClusterRoleBinding`]: addBinding,
};

function addBinding(binding: Place, to: Collector): void {
  const role = binding.at("roleRef");
  if (role.at("kind").text === "ClusterRole")
    to.addCluster("ClusterRole", RBAC, role.at("name"), "what it grants");
  else if (role.at("kind").text === "Role")
    to.add("Role", role.at("name"), "what it grants", { group: RBAC });
  for (const subject of binding.list("subjects")) {
    if (subject.at("kind").text !== "ServiceAccount") continue;
    const namespace = subject.at("namespace").text ?? to.from.namespace;
    to.add("ServiceAccount", subject.at("name"), "whom it grants it", { namespace, isWeak: true });
  }
}
