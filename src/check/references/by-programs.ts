import { inventory, type Target } from "../objects/inventory.ts";
import { once, type World } from "../world.ts";
import { Place } from "./place.ts";

const RBAC = "rbac.authorization.k8s.io";

/** Whether a program of the input may make the Secret at run time, as operators make certificates. */
export function isMadeByPrograms(world: World, { group, kind, namespace }: Target): boolean {
  if (group !== "" || kind !== "Secret") return false;
  const places = writingSecrets(world);
  return places.has(undefined) || (namespace !== undefined && places.has(namespace));
}

/** The namespaces whose ServiceAccounts may create Secrets in them. */
const writingSecrets = once((world): ReadonlySet<string | undefined> => {
  const all = inventory(world);
  const writers = new Set<string>();
  for (const kind of ["Role", "ClusterRole"])
    for (const role of all.of(RBAC, kind))
      if (Place.of(role).list("rules").some(isWritingSecrets))
        writers.add(`${kind}/${kind === "Role" ? role.namespace : ""}/${role.name}`);
  const places = new Set<string | undefined>();
  for (const kind of ["RoleBinding", "ClusterRoleBinding"])
    for (const binding of all.of(RBAC, kind)) {
      const place = Place.of(binding);
      const role = place.at("roleRef", "kind").text ?? "";
      const within = role === "Role" ? binding.namespace : "";
      if (!writers.has(`${role}/${within}/${place.at("roleRef", "name").text}`)) continue;
      for (const subject of place.list("subjects"))
        if (subject.at("kind").text === "ServiceAccount")
          places.add(subject.at("namespace").text ?? binding.namespace);
    }
  return places;
});

function isWritingSecrets(rule: Place): boolean {
  const has = (field: string, ...names: readonly string[]) =>
    rule.list(field).some(({ text }) => text !== undefined && names.includes(text));
  return has("apiGroups", "", "*") || rule.list("apiGroups").some(({ value }) => value === "")
    ? has("resources", "secrets", "*") && has("verbs", "create", "*")
    : false;
}
