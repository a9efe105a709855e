import type { KubeObject } from "../../client/object.ts";
import { valueAt } from "../../kubernetes/fields.ts";
import type { Step } from "../../kubernetes/validation/field-path.ts";
import type { Unready } from "../doom/probe.ts";
import type { Doom } from "../doom/symptom.ts";
import { itemsAt } from "../readiness/status.ts";

const IMAGE = ["ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "ImageInspectError"];

/** The way into an object to the field that somebody would change first. */
export function stepsTo(
  object: KubeObject,
  { reason, container }: Doom,
  unready: Unready | undefined,
): readonly Step[] {
  const pod = object.kind === "Pod" ? ["spec"] : ["spec", "template", "spec"];
  if (valueAt(object, pod) === undefined) return [];
  for (const list of ["initContainers", "containers"]) {
    const index = itemsAt(object, [...pod, list].join(".")).findIndex(
      ({ name }) => name === container,
    );
    if (index < 0) continue;
    const steps = [...pod, list, index];
    if (IMAGE.includes(reason)) return [...steps, "image"];
    if (unready?.container === container) return [...steps, `${unready?.kind}Probe`];
    return steps;
  }
  return reason === "QuotaExceeded" && valueAt(object, ["spec", "replicas"]) !== undefined
    ? ["spec", "replicas"]
    : [];
}
