import type { DeviceCapacity, ExactDeviceRequest } from "../../types/resource.ts";
import type { AnyClaimSpec, AnyDevice, AnyRequest, AnySliceSpec } from "./types.ts";

/*
 * The server validates every version in the form of v1, and names fields as they are called there.
 */

const NEWEST = "resource.k8s.io/v1";
const FLAT = new Set(["resource.k8s.io/v1beta1", "resource.k8s.io/v1alpha3"]);

/**
 * @see k8s.io/kubernetes/pkg/apis/resource/v1beta1/conversion.go Convert_v1beta1_DeviceRequest_To_resource_DeviceRequest
 * @see k8s.io/kubernetes/pkg/apis/resource/v1beta1/defaults.go SetDefaults_DeviceRequest
 */
export function asNewestClaim({ devices }: AnyClaimSpec, apiVersion: string): void {
  if (apiVersion === NEWEST) return;
  for (const request of devices?.requests ?? []) {
    if (FLAT.has(apiVersion)) nest(request);
    else if (request.exactly) setDefaults(request.exactly);
    for (const alternative of request.firstAvailable ?? []) setDefaults(alternative);
  }
}

function nest(request: AnyRequest): void {
  const { name, firstAvailable, ...exactly } = request;
  const isAsked = Object.values(exactly).some((value) => value !== "" && value !== 0);
  for (const field of Object.keys(exactly)) delete request[field as keyof AnyRequest];
  if (!isAsked) return;
  request.exactly = exactly as ExactDeviceRequest;
  if (exactly.deviceClassName) setDefaults(request.exactly);
}

function setDefaults(request: Omit<ExactDeviceRequest, "deviceClassName">): void {
  request.allocationMode ||= "ExactCount";
  if (request.allocationMode === "ExactCount") request.count ||= 1;
  for (const toleration of request.tolerations ?? []) toleration.operator ||= "Equal";
}

/** @see k8s.io/kubernetes/pkg/apis/resource/v1beta1/conversion.go Convert_v1beta1_Device_To_resource_Device */
export function asNewestSlice(spec: AnySliceSpec, apiVersion: string): void {
  if (!FLAT.has(apiVersion)) return;
  if (!spec.nodeName) delete spec.nodeName;
  if (!spec.allNodes) delete spec.allNodes;
  for (const device of spec.devices ?? []) unfold(device);
}

function unfold(device: AnyDevice): void {
  Object.assign(device, device.basic);
  delete device.basic;
  // In v1alpha3 a capacity is nothing but its amount.
  for (const [name, capacity] of Object.entries(device.capacity ?? {}))
    if (typeof capacity !== "object")
      (device.capacity as Record<string, DeviceCapacity>)[name] = { value: capacity };
}
