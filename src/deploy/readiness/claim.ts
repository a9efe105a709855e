import type { KubeObject } from "../../client/object.ts";
import { valueAt } from "../../kubernetes/fields.ts";
import { parseQuantity, quantityProblem } from "../../kubernetes/quantity.ts";
import { compareQuantities } from "../../kubernetes/quantity-arithmetic.ts";
import { conditionOf, itemsAt, textAt, wordsOf } from "./status.ts";
import { failed, progressing, READY, type Verdict } from "./verdict.ts";

/**
 * Bound, and as large as asked for.
 *
 * @param awaitsConsumer its class binds it when a pod uses it, and none does: there is nothing to wait for
 */
export function claimVerdict(object: KubeObject, awaitsConsumer: boolean): Verdict {
  const phase = textAt(object, "status.phase");
  if (phase === "Lost") return failed("ClaimLost", "its volume is gone");
  if (phase !== "Bound") return awaitsConsumer ? READY : progressing("it is not bound yet");
  // The rest of the growth happens when a pod mounts it.
  if (conditionOf(object, "FileSystemResizePending")?.status === "True") return READY;
  const [asked, has] = ["spec.resources.requests", "status.capacity"].map((path) =>
    valueAt(object, [...path.split("."), "storage"]),
  );
  if (!isQuantity(asked) || !isQuantity(has)) return READY;
  if (compareQuantities(parseQuantity(has), parseQuantity(asked)) >= 0) return READY;
  const growth = ["ControllerResizeError", "NodeResizeError"].map((type) =>
    conditionOf(object, type),
  );
  const problem = growth.find((condition) => condition?.status === "True");
  return progressing(`it grows from ${has} to ${asked}${problem ? `: ${wordsOf(problem)}` : ""}`);
}

function isQuantity(value: unknown): value is string {
  return typeof value === "string" && quantityProblem(value) === undefined;
}

/** Whether a claim's class binds it only when a pod uses it, and no pod does. */
export function awaitsConsumer(
  claim: KubeObject,
  classes: readonly KubeObject[],
  pods: readonly KubeObject[],
): boolean {
  const name = valueAt(claim, ["spec", "storageClassName"]);
  const ofClass = classes.find(({ metadata }) => metadata.name === name);
  if (ofClass?.volumeBindingMode !== "WaitForFirstConsumer") return false;
  return !pods.some((pod) => claimsOf(pod).includes(claim.metadata.name) && isIn(pod, claim));
}

function isIn(pod: KubeObject, claim: KubeObject): boolean {
  const isOver = ["Succeeded", "Failed"].includes(textAt(pod, "status.phase"));
  return pod.metadata.namespace === claim.metadata.namespace && !isOver;
}

/** The claims that a pod mounts, by name: its own ephemeral ones too. */
export function claimsOf(pod: KubeObject): string[] {
  return itemsAt(pod, "spec.volumes").flatMap((volume) => {
    if (volume.ephemeral) return [`${pod.metadata.name}-${textAt(volume, "name")}`];
    const name = textAt(volume, "persistentVolumeClaim.claimName");
    return name ? [name] : [];
  });
}
