import { dns1123LabelProblem, dns1123SubdomainProblem } from "../../names.ts";
import type { DeviceSelector, DeviceTaintRule } from "../../types/resource.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { validateDriverName, validatePoolName } from "./names.ts";
import { validateSelectors } from "./selector.ts";
import { validateTaint } from "./taints.ts";

const path = FieldPath.root.field("spec");

/** @see k8s.io/kubernetes/pkg/apis/resource/validation/validation.go validateDeviceTaintRuleSpec */
export function validateTaintRule({ spec = {} }: Decoded<DeviceTaintRule>, to: Complaints): void {
  const { driver, pool, device, deviceClassName, selectors }: Selector = spec.deviceSelector ?? {};
  const at = path.field("deviceSelector");
  if (deviceClassName !== undefined)
    to.problem(at.field("deviceClassName"), dns1123SubdomainProblem(deviceClassName));
  if (driver !== undefined) validateDriverName(driver, at.field("driver"), to);
  if (pool !== undefined) validatePoolName(pool, at.field("pool"), to);
  if (device !== undefined) to.problem(at.field("device"), dns1123LabelProblem(device));
  validateSelectors(selectors ?? [], at.field("selectors"), to);
  validateTaint(spec.taint ?? {}, path.field("taint"), to);
}

interface Selector {
  readonly driver?: string | undefined;
  readonly pool?: string | undefined;
  readonly device?: string | undefined;
  /** Up to 1.34, as are the selectors. */
  readonly deviceClassName?: string | undefined;
  readonly selectors?: readonly Decoded<DeviceSelector>[] | undefined;
}
