import type { Container, Probe } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import type { FieldPath } from "../../field-path.ts";
import { validateNoneNegative } from "../../not-negative.ts";
import { OF_PROBES, validateHandler } from "./handlers.ts";

const NUMBERS = [
  "initialDelaySeconds",
  "timeoutSeconds",
  "periodSeconds",
  "successThreshold",
  "failureThreshold",
] as const;

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateLivenessProbe, validateReadinessProbe, validateStartupProbe */
export function validateProbes(
  { livenessProbe, readinessProbe, startupProbe }: Decoded<Container>,
  gracePeriod: number | undefined,
  path: FieldPath,
  to: Complaints,
): void {
  for (const [name, probe] of [
    ["livenessProbe", livenessProbe],
    ["startupProbe", startupProbe],
  ] as const) {
    if (!probe) continue;
    const at = path.field(name);
    validateProbe(probe, gracePeriod, at, to);
    const { successThreshold = 0 } = probe;
    if (successThreshold !== 1)
      to.invalid(at.field("successThreshold"), `${successThreshold} is not 1, which it must be`);
  }
  if (!readinessProbe) return;
  const at = path.field("readinessProbe");
  validateProbe(readinessProbe, gracePeriod, at, to);
  if (readinessProbe.terminationGracePeriodSeconds !== undefined)
    to.invalid(
      at.field("terminationGracePeriodSeconds"),
      "a readiness probe ends no container",
      "leave it out",
    );
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateProbe */
function validateProbe(
  probe: Decoded<Probe>,
  gracePeriod: number | undefined,
  path: FieldPath,
  to: Complaints,
): void {
  validateHandler(probe, OF_PROBES, gracePeriod, path, to);
  validateNoneNegative(probe, NUMBERS, path, to);
  const own = probe.terminationGracePeriodSeconds;
  if (own !== undefined && own <= 0)
    to.invalid(path.field("terminationGracePeriodSeconds"), `${own} is not above 0`);
}
