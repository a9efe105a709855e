import { type AnyComponent, sortOf } from "../component.ts";
import type { Access } from "../options/container.ts";
import type { ResolvedAccess } from "./resolved.ts";
import type { Scope } from "./scope.ts";

/** One rule for each resource: a name given for one of them must not limit the others. */
export function resolveAccess(scope: Scope, access: readonly Access[]): ResolvedAccess[] {
  return access.flatMap(({ verbs, resources, group }) => {
    const whole = resources.filter((resource) => typeof resource === "string");
    const named = resources.filter((resource) => typeof resource !== "string");
    const byName = (["config", "secret"] as const).map((sort): ResolvedAccess => {
      const names = named
        .filter((resource) => sortOf(resource) === sort)
        .map((resource: AnyComponent) => scope.nameOf(resource));
      return { group: "", resource: sort === "config" ? "configmaps" : "secrets", verbs, names };
    });
    return [
      ...whole.map((resource): ResolvedAccess => ({ group, resource, verbs, names: [] })),
      ...byName.filter(({ names }) => names.length > 0),
    ];
  });
}
