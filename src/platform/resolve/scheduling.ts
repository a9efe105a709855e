import type { AnyComponent } from "../component.ts";
import type { SchedulingOptions, Spread } from "../options/scheduling.ts";
import type { Scheduling } from "./resolved.ts";
import type { Scope } from "./scope.ts";

export function resolveScheduling(
  scope: Scope,
  options: SchedulingOptions & { readonly spread?: Spread },
): Scheduling {
  const { priority } = options;
  return {
    spread: options.spread ?? scope.environment.spread ?? "prefer",
    apart: (options.apart ?? []).map((other: AnyComponent) => scope.nameOf(other)),
    near: (options.near ?? []).map((other: AnyComponent) => scope.nameOf(other)),
    tolerations: options.tolerations ?? [],
    nodes: options.nodes ?? {},
    priority:
      typeof priority === "string" || priority === undefined ? priority : scope.nameOf(priority),
  };
}
