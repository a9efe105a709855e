import { podLimits, podRequests } from "../../../kubernetes/pod-resources.ts";
import { asResources } from "../../../kubernetes/pod-usage.ts";
import { formatQuantity, parseQuantity, type Quantity } from "../../../kubernetes/quantity.ts";
import {
  compareQuantities,
  multiplyQuantity,
  quantityMilliValue,
} from "../../../kubernetes/quantity-arithmetic.ts";
import type {
  LimitRangeItem,
  PersistentVolumeClaimSpec,
  PodSpec,
} from "../../../kubernetes/types/core.ts";
import type { Decoded } from "../../../kubernetes/validation/decoded.ts";
import type { FieldPath } from "../../../kubernetes/validation/field-path.ts";
import { titleOf } from "../../objects/titles.ts";
import type { Workload } from "../../objects/workloads.ts";
import { type Demands, withDefaults } from "./limit-ranges.ts";

/** What a namespace does not let in, and where it is written. */
export interface Refused {
  readonly path: FieldPath;
  readonly message: string;
}

type Amounts = ReadonlyMap<string, Quantity>;

/** One container, a pod, or a claim. */
interface Asked {
  /** `container web`, `the pod`. */
  readonly title: string;
  readonly requests: Amounts;
  readonly limits: Amounts;
  /** Where an amount is written, or would be. */
  readonly place: (list: "requests" | "limits", name: string) => FieldPath;
}

/**
 * What LimitRanges refuse of a workload's pods, after what they fill in.
 *
 * @see k8s.io/kubernetes/plugin/pkg/admission/limitranger/admission.go PodValidateLimitFunc
 */
export function refusedOf(workload: Workload, demands: readonly Demands[]): Refused[] {
  const spec = withDefaults(workload.spec, demands);
  const containers = containersOf(workload, spec);
  const refused = demands.flatMap(({ from, limit }) => {
    const by = titleOf(from);
    if (limit.type === "Container") return containers.flatMap((each) => against(each, limit, by));
    return limit.type === "Pod" ? against(podOf(workload, spec), limit, by) : [];
  });
  return refused.length > 0 ? refused : containers.flatMap((each) => aboveDefault(each, demands));
}

/** What LimitRanges refuse of a claim. Of a claim only the request is looked at. */
export function refusedClaim(
  { resources }: Decoded<PersistentVolumeClaimSpec>,
  path: FieldPath,
  demands: readonly Demands[],
): Refused[] {
  const asked: Asked = {
    title: "the claim",
    requests: amountsIn(resources?.requests),
    limits: new Map(),
    place: (list, name) => path.field("resources", list).key(name),
  };
  return demands.flatMap(({ from, limit }) => {
    if (limit.type !== "PersistentVolumeClaim") return [];
    const by = titleOf(from);
    const above = amountsIn(limit.max)
      .entries()
      .flatMap(([name, most]) => {
        const amount = asked.requests.get(name);
        return amount && compareQuantities(amount, most) > 0
          ? [tooMuch(asked, "requests", name, amount, most, by)]
          : [];
      });
    return [...above, ...below(asked, limit, by)];
  });
}

function containersOf(workload: Workload, filled: Decoded<PodSpec>): Asked[] {
  const all = [...(filled.initContainers ?? []), ...(filled.containers ?? [])];
  return workload.containers.map(({ container, path }, index) => {
    const { limits, requests } = (all[index] ?? container).resources ?? {};
    const own = amountsIn(limits);
    return {
      title: `container ${container.name ?? ""}`,
      // What has a limit alone requests it.
      requests: new Map([...own, ...amountsIn(requests)]),
      limits: own,
      place: (list, name) => path.field("resources", list).key(name),
    };
  });
}

function podOf({ specPath }: Workload, filled: Decoded<PodSpec>): Asked {
  const resources = asResources(filled);
  return {
    title: "the pod",
    requests: podRequests({ ...resources, overhead: {} }),
    limits: podLimits({ ...resources, overhead: {} }),
    place: () => specPath.field("containers"),
  };
}

function against(asked: Asked, limit: Decoded<LimitRangeItem>, by: string): Refused[] {
  return [...above(asked, limit, by), ...below(asked, limit, by), ...apart(asked, limit, by)];
}

function above(asked: Asked, { max }: Decoded<LimitRangeItem>, by: string): Refused[] {
  return [...amountsIn(max)].flatMap(([name, most]): Refused[] => {
    const limit = asked.limits.get(name);
    if (!limit) return [lacking(asked, "limits", name, `at most ${formatQuantity(most)}`, by)];
    if (compareQuantities(limit, most) > 0)
      return [tooMuch(asked, "limits", name, limit, most, by)];
    const request = asked.requests.get(name);
    if (!request || compareQuantities(request, most) <= 0) return [];
    return [tooMuch(asked, "requests", name, request, most, by)];
  });
}

function below(asked: Asked, { min }: Decoded<LimitRangeItem>, by: string): Refused[] {
  return [...amountsIn(min)].flatMap(([name, least]): Refused[] => {
    const request = asked.requests.get(name);
    if (!request)
      return [lacking(asked, "requests", name, `at least ${formatQuantity(least)}`, by)];
    const list = compareQuantities(request, least) < 0 ? "requests" : "limits";
    const amount = asked[list].get(name);
    if (!amount || compareQuantities(amount, least) >= 0) return [];
    const message = `${asked.title} has ${list}.${name} ${formatQuantity(amount)}, and ${by} takes no less than ${formatQuantity(least)}`;
    return [{ path: asked.place(list, name), message }];
  });
}

/** The limit may be so many times the request. */
function apart(asked: Asked, { maxLimitRequestRatio }: Decoded<LimitRangeItem>, by: string) {
  return [...amountsIn(maxLimitRequestRatio)].flatMap(([name, ratio]): Refused[] => {
    const request = asked.requests.get(name);
    const limit = asked.limits.get(name);
    const times = formatQuantity(ratio);
    const demand = `a limit of at most ${times} times the request`;
    if (!request || request.unscaled === 0n) return [lacking(asked, "requests", name, demand, by)];
    if (!limit || limit.unscaled === 0n) return [lacking(asked, "limits", name, demand, by)];
    const most = multiplyQuantity(request, quantityMilliValue(ratio));
    if (compareQuantities(multiplyQuantity(limit, 1000), most) <= 0) return [];
    const message = `${asked.title} has limits.${name} ${formatQuantity(limit)} for requests.${name} ${formatQuantity(request)}, and ${by} takes ${demand}`;
    return [{ path: asked.place("limits", name), message }];
  });
}

/** What a container requests, and the limit that it gets since it has none of its own. */
function aboveDefault(asked: Asked, demands: readonly Demands[]): Refused[] {
  return [...asked.requests].flatMap(([name, request]): Refused[] => {
    const limit = asked.limits.get(name);
    const by = demands.find(
      ({ limit: { type, default: given } }) => type === "Container" && given?.[name] !== undefined,
    );
    if (!limit || !by || compareQuantities(request, limit) <= 0) return [];
    const message = `${asked.title} has requests.${name} ${formatQuantity(request)} and no limit, and the default of ${titleOf(by.from)}, ${formatQuantity(limit)}, is less`;
    return [{ path: asked.place("requests", name), message }];
  });
}

function tooMuch(
  { title, place }: Asked,
  list: "requests" | "limits",
  name: string,
  amount: Quantity,
  most: Quantity,
  by: string,
): Refused {
  const message = `${title} has ${list}.${name} ${formatQuantity(amount)}, and ${by} takes no more than ${formatQuantity(most)}`;
  return { path: place(list, name), message };
}

function lacking(
  { title, place }: Asked,
  list: "requests" | "limits",
  name: string,
  demand: string,
  by: string,
): Refused {
  return {
    path: place(list, name),
    message: `${title} has no ${list}.${name}, and ${by} takes ${demand}`,
  };
}

function amountsIn(amounts: Readonly<Record<string, string | number | undefined>> | undefined) {
  return new Map(
    Object.entries(amounts ?? {}).flatMap(([name, amount]) =>
      amount === undefined ? [] : [[name, parseQuantity(amount)] as const],
    ),
  );
}
