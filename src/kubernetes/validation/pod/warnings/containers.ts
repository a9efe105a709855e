import { parseQuantity } from "../../../quantity.ts";
import { quantityMilliValue } from "../../../quantity-arithmetic.ts";
import { quote } from "../../../text.ts";
import type { EnvVar, ResourceRequirements } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import type { FieldPath } from "../../field-path.ts";

type Amounts = Readonly<Record<string, string | number | undefined>>;

/** Warns of a container's resources. */
export function warnResources(
  { limits = {}, requests = {} }: Decoded<ResourceRequirements>,
  path: FieldPath,
  to: Complaints,
): void {
  warnFractions(limits, path.field("limits"), to);
  warnFractions(requests, path.field("requests"), to);
}

/** Bytes come whole: `memory: 512m` is half a byte. */
export function warnFractions(amounts: Amounts, path: FieldPath, to: Complaints): void {
  for (const name of ["memory", "ephemeral-storage"]) {
    const amount = amounts[name];
    if (amount === undefined || quantityMilliValue(parseQuantity(amount)) % 1000n === 0n) continue;
    const number = /^[0-9.]*/.exec(String(amount))?.[0];
    to.warn(
      path.key(name),
      `${quote(String(amount))} is a fraction of a byte: "m" is a thousandth`,
      `${number}M or ${number}Mi`,
    );
  }
}

/**
 * A variable that is there twice is fine where the second one is made of the first.
 *
 * @see k8s.io/kubernetes/pkg/api/pod/warnings.go warningsForPodSpecAndMeta
 */
export function warnEnv(env: readonly Decoded<EnvVar>[], path: FieldPath, to: Complaints): void {
  if (env.length < 2) return;
  const seen = new Set<string>();
  for (const [index, { name = "", value = "", valueFrom }] of env.entries()) {
    const reference = `$(${name})`;
    const isMadeOfIt = !valueFrom && value !== reference && value.includes(reference);
    if (seen.has(name) && !isMadeOfIt)
      to.warn(path.index(index), `${quote(name)} is there before; one of the two may be dropped`);
    seen.add(name);
  }
}
