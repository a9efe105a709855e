import { selectorOf, selects } from "../selectors.ts";
import type { ParamKind, ParamRef } from "../types/admissionregistration.ts";
import { splitApiVersion } from "../versions.ts";
import type { Undecided } from "./match.ts";
import type { AnyObject, Attempt, Resources } from "./objects.ts";

/** The objects that a policy gets as `params`, one after the other; null where it gets none. */
export type Params = readonly (AnyObject | null)[];

/** Why a binding cannot work: the failure policy decides. */
export interface Misconfigured {
  readonly problem: string;
}

/**
 * @param objects where they are looked for
 * @see k8s.io/apiserver/pkg/admission/plugin/policy/generic/policy_dispatcher.go CollectParams
 */
export function paramsOf(
  kind: ParamKind | undefined,
  ref: ParamRef | undefined,
  attempt: Attempt,
  objects: readonly AnyObject[],
  resources: Resources,
): Params | Misconfigured | Undecided {
  if (!kind || !ref) return [null];
  const { apiVersion = "", kind: name = "" } = kind;
  const resource = resources(apiVersion, name);
  if (!resource) return { undecided: `nothing in the input describes the kind ${name}` };
  if (!resource.namespaced && ref.namespace)
    return { problem: "paramRef.namespace must not be provided for a cluster-scoped `paramKind`" };
  const namespace = ref.namespace || attempt.namespace;
  if (resource.namespaced && namespace === "")
    return {
      problem:
        "cannot use namespaced paramRef in policy binding that matches cluster-scoped resources",
    };
  const { group } = splitApiVersion(apiVersion);
  const found = objects.filter(
    (each) =>
      each.kind === name &&
      splitApiVersion(each.apiVersion).group === group &&
      (!resource.namespaced || (each.metadata?.namespace ?? "default") === namespace) &&
      isMeant(each, ref),
  );
  if (found.length > 0) return found;
  return { undecided: `the ${name} that its params are is not in the input` };
}

function isMeant({ metadata }: AnyObject, { name, selector }: ParamRef): boolean {
  if (name) return metadata?.name === name;
  return selector !== undefined && selects(selectorOf(selector), metadata?.labels ?? {});
}
