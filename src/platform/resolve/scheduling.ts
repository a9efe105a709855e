import type { AnyComponent } from "../component.ts";
import type { SchedulingOptions, Spread } from "../options/scheduling.ts";
import type { StoreOptions } from "../store.ts";
import type { Scheduling } from "./resolved.ts";
import type { Scope } from "./scope.ts";

export function resolveScheduling(
  scope: Scope,
  options: SchedulingOptions & { readonly spread?: Spread },
): Scheduling {
  const { priority } = options;
  const pods = (others: readonly AnyComponent[] = []) =>
    others.filter((other) => !isOutside(scope, other)).map((other) => scope.nameOf(other));
  return {
    spread: options.spread ?? scope.environment.spread ?? "prefer",
    apart: pods(options.apart),
    near: pods(options.near),
    tolerations: options.tolerations ?? [],
    nodes: options.nodes ?? {},
    priority:
      typeof priority === "string" || priority === undefined ? priority : scope.nameOf(priority),
  };
}

/** A data store outside the cluster has no pods to keep near to. */
function isOutside(scope: Scope, component: AnyComponent): boolean {
  return scope.options<Partial<StoreOptions>>(component).external !== undefined;
}
