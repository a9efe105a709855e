const PERCENT = /^(\d+)%$/;

/**
 * A number, or a share of a total, of pods.
 *
 * @param round which way a share is rounded
 * @returns undefined for what is neither
 * @see k8s.io/apimachinery/pkg/util/intstr/intstr.go GetScaledValueFromIntOrPercent
 */
export function shareOf(
  value: number | string | undefined,
  total: number,
  round: "up" | "down",
): number | undefined {
  if (typeof value === "number") return value;
  const percent = PERCENT.exec(value ?? "")?.[1];
  if (percent === undefined) return undefined;
  const exact = (Number(percent) * total) / 100;
  return round === "up" ? Math.ceil(exact) : Math.floor(exact);
}

/** Pods beyond the wanted ones, and of them missing, while a Deployment is updated. */
export interface Fenceposts {
  readonly surge: number;
  readonly unavailable: number;
}

/** @see k8s.io/kubernetes/pkg/controller/deployment/util/deployment_util.go ResolveFenceposts */
export function fenceposts(
  rolling: {
    readonly maxSurge?: number | string | undefined;
    readonly maxUnavailable?: number | string | undefined;
  },
  replicas: number,
): Fenceposts {
  const surge = shareOf(rolling.maxSurge ?? "25%", replicas, "up") ?? 0;
  const unavailable = shareOf(rolling.maxUnavailable ?? "25%", replicas, "down") ?? 0;
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}
