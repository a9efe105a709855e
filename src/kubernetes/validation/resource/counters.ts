import { dns1123LabelProblem } from "../../names.ts";
import type { CounterSet, DeviceCounterConsumption } from "../../types/resource.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";

const MOST_COUNTERS = 32;

/** @see k8s.io/kubernetes/pkg/apis/resource/validation/validation.go validateCounterSet */
export function validateCounterSet(
  { name = "", counters }: Decoded<CounterSet>,
  path: FieldPath,
  to: Complaints,
): void {
  validateName(name, path.field("name"), to);
  validateCounters(counters, path.field("counters"), to);
}

/** @see k8s.io/kubernetes/pkg/apis/resource/validation/validation.go validateDeviceCounterConsumption */
export function validateConsumption(
  { counterSet = "", counters }: Decoded<DeviceCounterConsumption>,
  path: FieldPath,
  to: Complaints,
): void {
  validateName(counterSet, path.field("counterSet"), to);
  validateCounters(counters, path.field("counters"), to);
}

function validateName(name: string, path: FieldPath, to: Complaints): void {
  if (name === "") to.required(path);
  else to.problem(path, dns1123LabelProblem(name));
}

function validateCounters(
  counters: Decoded<CounterSet["counters"]> = {},
  path: FieldPath,
  to: Complaints,
): void {
  const names = Object.keys(counters);
  if (names.length === 0) to.required(path, "must have at least one counter");
  else if (names.length > MOST_COUNTERS) to.tooMany(path, names.length, MOST_COUNTERS);
  else for (const name of names) to.problem(path.key(name), dns1123LabelProblem(name));
}
