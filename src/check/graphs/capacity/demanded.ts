import type { Container, PodSpec } from "../../../kubernetes/types/core.ts";
import type { Decoded } from "../../../kubernetes/validation/decoded.ts";
import type { FieldPath } from "../../../kubernetes/validation/field-path.ts";
import type { Workload } from "../../objects/workloads.ts";

/**
 * What a quota demands of every container, by the name in the quota.
 *
 * @see k8s.io/kubernetes/pkg/quota/v1/evaluator/core/pods.go validationSet
 */
const DEMANDS: ReadonlyMap<string, readonly [list: "requests" | "limits", name: string]> = new Map([
  ["cpu", ["requests", "cpu"]],
  ["memory", ["requests", "memory"]],
  ["requests.cpu", ["requests", "cpu"]],
  ["requests.memory", ["requests", "memory"]],
  ["limits.cpu", ["limits", "cpu"]],
  ["limits.memory", ["limits", "memory"]],
]);

/** Of what a quota limits, what every container must say. */
export function demandedBy(names: readonly string[]): readonly string[] {
  return names.filter((name) => DEMANDS.has(name));
}

/** A container that a quota does not let in. */
export interface Lacking {
  readonly container: string;
  readonly path: FieldPath;
  readonly missing: readonly string[];
}

/**
 * @param filled the pod's spec with what LimitRanges fill in
 */
export function undemanded(
  { containers }: Workload,
  filled: Decoded<PodSpec>,
  demanded: readonly string[],
): readonly Lacking[] {
  // In the order of `containers`: the init containers first.
  const all = [...(filled.initContainers ?? []), ...(filled.containers ?? [])];
  return containers.flatMap(({ container, path }, index): Lacking[] => {
    const missing = demanded.filter((name) => !says(all[index] ?? container, name));
    const isWritten = Object.keys(container.resources ?? {}).length > 0;
    const at = isWritten ? path.field("resources") : path;
    return missing.length === 0 ? [] : [{ container: container.name ?? "", path: at, missing }];
  });
}

function says({ resources = {} }: Decoded<Container>, demanded: string): boolean {
  const [list, name] = DEMANDS.get(demanded) ?? ["requests", demanded];
  const isLimited = resources.limits?.[name] !== undefined;
  return isLimited || (list === "requests" && resources.requests?.[name] !== undefined);
}
