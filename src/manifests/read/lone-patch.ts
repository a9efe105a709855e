import { basename } from "node:path";
import type { Document, Value } from "./source.ts";
import { isMap } from "./values.ts";

/**
 * Whether a document is a patch that says of no object that it is one: for `kubectl patch`, or for a
 * kustomization that is elsewhere. Its directives tell it, or its name.
 *
 * @see https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/
 */
export function isLonePatch({ value, file }: Document): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.every(isOperation);
  if (!isMap(value) || value.apiVersion !== undefined || value.kind !== undefined) return false;
  return (
    hasDirective(value) ||
    (PATCH.test(basename(file)) && (value.spec ?? value.metadata) !== undefined)
  );
}

/** One of a JSON patch. */
function isOperation(value: Value): boolean {
  return isMap(value) && typeof value.op === "string" && typeof value.path === "string";
}

/** @see k8s.io/apimachinery/pkg/util/strategicpatch/patch.go */
const DIRECTIVE = /^\$(?:patch$|retainKeys$|setElementOrder\/|deleteFromPrimitiveList\/)/;

function hasDirective(value: Value): boolean {
  if (Array.isArray(value)) return value.some(hasDirective);
  return (
    isMap(value) &&
    Object.entries(value).some(([name, each]) => DIRECTIVE.test(name) || hasDirective(each))
  );
}

/** `replicas-patch.yaml`, `patch_web.json`. */
const PATCH = /(?:^|[-_.])patch(?:[-_.].*)?\.(?:ya?ml|json)$/i;
