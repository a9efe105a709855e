import type {
  Device,
  DeviceClaim,
  DeviceRequest,
  ExactDeviceRequest,
  ResourceSliceSpec,
} from "../../types/resource.ts";

/** What a claim asks for, in any version: v1beta1 and v1alpha3 have one level less in a request. */
export interface AnyClaimSpec {
  readonly devices?: Omit<DeviceClaim, "requests"> & { readonly requests?: AnyRequest[] };
}

export type AnyRequest = DeviceRequest & Partial<ExactDeviceRequest>;

/** A slice in any version: v1beta1 and v1alpha3 have one level more in a device. */
export type AnySliceSpec = Omit<ResourceSliceSpec, "devices"> & { devices?: AnyDevice[] };

export type AnyDevice = Device & { basic?: Omit<Device, "name"> };
