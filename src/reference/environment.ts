import type { Given } from "./given.ts";
import { type Workload, workloadsOf } from "./workloads.ts";

/** One environment with what pages about it ask again and again. */
export interface Environment extends Given {
  readonly name: string;
  readonly workloads: readonly Workload[];
}

export function environmentOf(given: Given): Environment {
  return { ...given, name: given.resolved.environment, workloads: workloadsOf(given) };
}

/** A table of each environment, by its name. */
export function tables<T>(
  environments: readonly Environment[],
  rows: (environment: Environment) => readonly (readonly [string, T])[],
): readonly (readonly [string, readonly (readonly [string, T])[]])[] {
  return environments.map((environment) => [environment.name, rows(environment)] as const);
}
