import { labelKeyProblem } from "../../names.ts";
import type { CSINode, CSINodeDriver } from "../../types/storage.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { semanticallyEqual } from "../semantic-equality.ts";
import { validateCsiDriverName } from "../volumes/csi.ts";

const path = FieldPath.root.field("spec", "drivers");
const LONGEST_NODE_ID = 256;

/** @see k8s.io/kubernetes/pkg/apis/storage/validation/validation.go ValidateCSINode */
export function validateCsiNode({ spec = {} }: Decoded<CSINode>, to: Complaints): void {
  const seen = new Set<string>();
  for (const [index, driver] of (spec.drivers ?? []).entries()) {
    const { name = "" } = driver;
    validateDriver(driver, path.index(index), to);
    if (seen.has(name)) to.duplicate(path.index(index).field("name"), name);
    seen.add(name);
  }
}

/** @see k8s.io/kubernetes/pkg/apis/storage/validation/validation.go validateCSINodeDriver */
function validateDriver(
  { name = "", nodeID = "", allocatable, topologyKeys = [] }: Decoded<CSINodeDriver>,
  at: FieldPath,
  to: Complaints,
): void {
  validateCsiDriverName(name, at.field("name"), to);
  if (nodeID === "") to.required(at.field("nodeID"));
  if (Buffer.byteLength(nodeID) > LONGEST_NODE_ID)
    to.invalid(at.field("nodeID"), `may have at most ${LONGEST_NODE_ID} bytes`);
  const count = allocatable?.count ?? 0;
  if (count < 0) to.invalid(at.field("allocatable", "count"), `${count} is negative`);
  const seen = new Set<string>();
  // The server names the driver where it means one of its keys.
  for (const key of topologyKeys) {
    if (seen.has(key)) to.duplicate(at, key);
    seen.add(key);
    to.problem(at, labelKeyProblem(key));
  }
}

/**
 * What a driver registered does not change, but for how many volumes it takes since 1.35.
 *
 * @see k8s.io/kubernetes/pkg/apis/storage/validation/validation.go ValidateCSINodeUpdate
 */
export function validateCsiNodeUpdate(
  { spec = {} }: Decoded<CSINode>,
  { spec: before = {} }: Decoded<CSINode>,
  to: Complaints,
): void {
  const old = new Map((before.drivers ?? []).map((driver) => [driver.name, driver]));
  for (const driver of spec.drivers ?? []) {
    const was = old.get(driver.name);
    if (was === undefined) continue;
    const allocatable = to.minor >= 35 ? was.allocatable : driver.allocatable;
    if (semanticallyEqual({ ...driver, allocatable }, was)) continue;
    const at = to.minor >= 33 ? path : FieldPath.root.field("CSINodeDriver");
    to.invalid(at, `the driver "${driver.name}" may not change`, "remove it first");
  }
}
