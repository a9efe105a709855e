import { setFirstGeneration } from "../first-generation.ts";
import { asNewestClaim, asNewestSlice } from "./older-versions.ts";
import type { AnyClaimSpec, AnySliceSpec } from "./types.ts";

/*
 * What is behind a gate that is off is dropped before it is looked at. With 1.36 most gates are on.
 */

/** @see k8s.io/kubernetes/pkg/registry/resource/deviceclass/strategy.go dropDisabledFields */
export function prepareClass(object: Record<string, unknown>, minor: number): void {
  setFirstGeneration(object);
  const spec = object.spec as { extendedResourceName?: string } | undefined;
  if (minor < 36) delete spec?.extendedResourceName;
}

export function prepareClaim(object: Record<string, unknown>, minor: number): void {
  prepareSpec(object.spec as AnyClaimSpec | undefined, object.apiVersion as string, minor);
}

export function prepareClaimTemplate(object: Record<string, unknown>, minor: number): void {
  const { spec } = (object.spec ?? {}) as { spec?: AnyClaimSpec };
  prepareSpec(spec, object.apiVersion as string, minor);
}

/** @see k8s.io/kubernetes/pkg/api/resourceclaimspec/util.go DropDisabledFields */
function prepareSpec(spec: AnyClaimSpec | undefined, apiVersion: string, minor: number): void {
  if (!spec?.devices) return;
  asNewestClaim(spec, apiVersion);
  const { requests = [], constraints = [] } = spec.devices;
  if (minor < 36) for (const constraint of constraints) delete constraint.distinctAttribute;
  for (const request of requests) {
    if (minor < 34) {
      delete request.firstAvailable;
      delete request.exactly?.adminAccess;
    }
    if (minor >= 36) continue;
    for (const each of [request.exactly, ...(request.firstAvailable ?? [])]) {
      delete each?.tolerations;
      delete each?.capacity;
    }
  }
}

/** @see k8s.io/kubernetes/pkg/registry/resource/resourceslice/strategy.go dropDisabledFields */
export function prepareSlice(object: Record<string, unknown>, minor: number): void {
  setFirstGeneration(object);
  const spec = object.spec as AnySliceSpec | undefined;
  if (!spec) return;
  asNewestSlice(spec, object.apiVersion as string);
  if (minor < 36) {
    delete spec.sharedCounters;
    delete spec.perDeviceNodeSelection;
  }
  for (const device of spec.devices ?? []) {
    delete device.nodeAllocatableResourceMappings;
    for (const attribute of Object.values(device.attributes ?? {}))
      for (const list of ["bools", "ints", "strings", "versions"] as const) delete attribute[list];
    if (minor >= 36) continue;
    for (const field of NEW_WITH_1_36) delete device[field];
    for (const capacity of Object.values(device.capacity ?? {})) delete capacity.requestPolicy;
  }
}

const NEW_WITH_1_36 = [
  "taints",
  "consumesCounters",
  "nodeName",
  "nodeSelector",
  "allNodes",
  "bindsToNode",
  "bindingConditions",
  "bindingFailureConditions",
  "allowMultipleAllocations",
] as const;
