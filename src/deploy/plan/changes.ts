import type { KubeObject, ManagedFields } from "../../client/object.ts";
import { sameJson } from "../../kubernetes/json-equality.ts";
import { CONFIG_DIGEST, MADE_UP, SECRET_DIGEST } from "../names.ts";
import { PART_OF_LABEL } from "../release/applyset.ts";
import { DIGEST_PREFIX } from "../release/recorded.ts";
import { type Difference, differences } from "./fields/difference.ts";
import { touches } from "./fields/field-set.ts";
import { pathText, stepsIn, valueOn } from "./fields/path.ts";
import { shapeOf } from "./fields/shape.ts";
import { sortOf } from "./ownership/managers.ts";
import type { ChangeCause, FieldChange } from "./plan.ts";

/** The objects behind a change, as records hold them: Secrets by the digests of their values. */
export interface Sides {
  readonly live: KubeObject;
  readonly result: KubeObject;
  readonly wanted: KubeObject;
  /** As it was wanted at the last deploy. */
  readonly previous: KubeObject | undefined;
}

/** Labels and annotations that are ours to set: they come from other changes. */
const OURS: readonly string[] = [PART_OF_LABEL, CONFIG_DIGEST, SECRET_DIGEST, MADE_UP];

/**
 * What a deploy changes of an object.
 *
 * @param managedFields Of the live object.
 * @param mask Takes secrets out of a text.
 */
export function changesOf(
  sides: Sides,
  found: readonly Difference[],
  managedFields: readonly ManagedFields[],
  mask: (text: string) => string,
): FieldChange[] {
  const shown = found.filter(({ elements }) => !OURS.includes(String(elements.at(-1))));
  return shown.map((difference) => {
    const { elements, before, after } = difference;
    return {
      path: pathText(elements),
      steps: stepsIn(sides.wanted, elements),
      before: before === undefined ? undefined : mask(textOf(before)),
      after: after === undefined ? undefined : mask(textOf(after)),
      cause: causeOf(sides, difference, managedFields),
    };
  });
}

/** Everything that differs, our own labels and annotations with it. */
export function allDifferences(
  { live, result }: Pick<Sides, "live" | "result">,
  ...owners: readonly KubeObject[]
): Difference[] {
  return differences(live, result, shapeOf(...owners));
}

/** A text as a person reads it; anything else as JSON. Digests of secrets are shortened: equal ones stay equal. */
function textOf(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.replaceAll(
    new RegExp(`${DIGEST_PREFIX}([0-9a-f]{8})[0-9a-f]*`, "g"),
    (_, digest) => `<secret ${digest}>`,
  );
}

/** Wanted as at the last deploy: somebody else made the change that is undone. */
function causeOf(
  { wanted, previous }: Sides,
  { elements }: Difference,
  managedFields: readonly ManagedFields[],
): ChangeCause {
  if (!previous) return { by: "you" };
  if (!sameJson(valueOn(wanted, elements), valueOn(previous, elements))) return { by: "you" };
  const [last] = managedFields
    .filter(
      ({ manager, fieldsV1 }) => sortOf(manager) !== "ours" && touches(fieldsV1 ?? {}, elements),
    )
    .sort((a, b) => ((a.time ?? "") < (b.time ?? "") ? 1 : -1));
  return { by: "drift", manager: last?.manager, time: last?.time };
}
