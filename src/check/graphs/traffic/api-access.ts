import type { PolicyRule } from "../../../kubernetes/types/rbac.ts";
import type { Decoded } from "../../../kubernetes/validation/decoded.ts";
import { type Item, inventory } from "../../objects/inventory.ts";
import { once, type World } from "../../world.ts";
import type { Pods } from "../selectors/pods.ts";

/** What binds a role to an account, by the account: `shop/backend`. */
const bindings = once((world): ReadonlyMap<string, Item> => {
  const objects = inventory(world);
  const accounts = new Map<string, Item>();
  for (const item of [...objects.all("RoleBinding"), ...objects.all("ClusterRoleBinding")]) {
    const { roleRef, subjects = [] } = item.object;
    const kind = roleRef?.kind === "Role" ? "Role" : "ClusterRole";
    const role = objects.get(kind, kind === "Role" ? item.namespace : "", roleRef?.name ?? "");
    if (role && !(role.object.rules ?? []).some(isForCalls)) continue;
    for (const { kind: subject, name = "", namespace = item.namespace ?? "" } of subjects)
      if (subject === "ServiceAccount") accounts.set(`${namespace}/${name}`, item);
  }
  return accounts;
});

/** Rights to `use` a security policy are looked at when the pod is admitted; the pod asks nothing. */
function isForCalls({ verbs = [] }: Decoded<PolicyRule>): boolean {
  return verbs.some((verb) => verb !== "use");
}

/** What gives the pods rights to the API, which they can use: they have a token. */
export function rightsOf(world: World, { item, workload }: Pods): Item | undefined {
  if (!workload) return undefined;
  const { serviceAccountName: name, automountServiceAccountToken } = workload.spec;
  if (!name || name === "default" || automountServiceAccountToken === false) return undefined;
  const account = inventory(world).get("ServiceAccount", item.namespace, name);
  if (automountServiceAccountToken === undefined) {
    if (account?.object.automountServiceAccountToken === false) return undefined;
  }
  return bindings(world).get(`${item.namespace ?? ""}/${name}`);
}
