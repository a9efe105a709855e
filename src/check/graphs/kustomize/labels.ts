import type { Step } from "../../../kubernetes/validation/field-path.ts";
import type { Value, ValueMap } from "../../../manifests/read/index.ts";
import { isMap, maps } from "../../../manifests/read/values.ts";

/** Labels, annotations or a selector. */
export type Pairs = Readonly<Record<string, string>>;

/** A map whose values are taken as texts. */
export function pairsIn(value: Value | undefined): Pairs {
  if (!isMap(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, String(each)]));
}

/** Labels that a kustomization adds. */
export interface AddedLabels {
  /** Where they stand in the kustomization. */
  readonly steps: readonly Step[];
  readonly pairs: Pairs;
  readonly isInSelectors: boolean;
}

/** `labels`, and the `commonLabels` of old. */
export function addedLabels({ labels, commonLabels }: ValueMap): AddedLabels[] {
  const today = maps(labels).map(
    ([index, { pairs, includeSelectors }]): AddedLabels => ({
      steps: ["labels", index, "pairs"],
      pairs: pairsIn(pairs),
      isInSelectors: includeSelectors === true,
    }),
  );
  const old = { steps: ["commonLabels"], pairs: pairsIn(commonLabels), isInSelectors: true };
  return [...today, old];
}
