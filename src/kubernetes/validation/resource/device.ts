import { dns1123LabelProblem } from "../../names.ts";
import type { Device, DeviceAttribute } from "../../types/resource.ts";
import type { Complaints } from "../complaints.ts";
import { parseVersion } from "../coordination/semantic-version.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";
import { validateBindingConditions } from "./binding-conditions.ts";
import { validateCapacity } from "./capacity.ts";
import { validateConsumption } from "./counters.ts";
import { validateItems, validateSet } from "./items.ts";
import { validateQualifiedName } from "./names.ts";
import { validateNodes } from "./nodes.ts";
import { validateTaint } from "./taints.ts";

const MOST_PROPERTIES = 32;
const MOST_TAINTS = 16;
const MOST_CONSUMPTIONS = 2;
/** Bytes. */
const LONGEST_VALUE = 64;

/** @see k8s.io/kubernetes/pkg/apis/resource/validation/validation.go validateDevice */
export function validateDevice(
  device: Decoded<Device>,
  hasOwnNodes: boolean,
  path: FieldPath,
  to: Complaints,
): void {
  const { name = "", attributes = {}, capacity = {}, taints = [], consumesCounters = [] } = device;
  to.problem(path.field("name"), dns1123LabelProblem(name));
  const properties = Object.keys(attributes).length + Object.keys(capacity).length;
  if (properties > MOST_PROPERTIES)
    to.invalid(
      path,
      `has ${properties} attributes and capacities; ${MOST_PROPERTIES} are allowed together`,
    );
  for (const [key, attribute = {}] of Object.entries(attributes)) {
    const at = path.field("attributes").key(key);
    validateQualifiedName(key, at, to);
    validateAttribute(attribute, at, to);
  }
  for (const [key, each = {}] of Object.entries(capacity)) {
    const at = path.field("capacity").key(key);
    validateQualifiedName(key, at, to);
    validateCapacity(each, device.allowMultipleAllocations === true, at, to);
  }
  validateItems(taints, MOST_TAINTS, validateTaint, path.field("taints"), to);
  validateSet(
    consumesCounters,
    MOST_CONSUMPTIONS,
    validateConsumption,
    ({ counterSet = "" }) => counterSet,
    path.field("consumesCounters"),
    to,
  );
  validateNodesOfDevice(device, hasOwnNodes, path, to);
  validateBindingConditions(device, path, to);
}

function validateNodesOfDevice(
  device: Decoded<Device>,
  hasOwnNodes: boolean,
  path: FieldPath,
  to: Complaints,
): void {
  const ways = ["nodeName", "nodeSelector", "allNodes"] as const;
  if (hasOwnNodes) validateNodes(device, ways, 0, path, to);
  else if (ways.some((way) => device[way] !== undefined))
    to.invalid(
      path,
      "says for which nodes it is, while the slice says it for all devices",
      "spec.perDeviceNodeSelection: true",
    );
}

/** @see k8s.io/kubernetes/pkg/apis/resource/validation/validation.go validateDeviceAttribute */
function validateAttribute(
  attribute: Decoded<DeviceAttribute>,
  path: FieldPath,
  to: Complaints,
): void {
  const { string, version } = attribute;
  if (string !== undefined) validateLength(string, path.field("string"), to);
  if (version !== undefined) {
    const at = path.field("version");
    if (!parseVersion(version))
      to.invalid(at, `${version} is not a version of three numbers`, '"1.2.3" for example');
    validateLength(version, at, to);
  }
  const ways = ["bool", "int", "string", "version"] as const;
  const set = ways.filter((way) => attribute[way] !== undefined).length;
  if (set === 1) return;
  const message = set === 0 ? "has no value" : "has more than one value";
  to.add(
    to.minor < 35 && set === 0 ? "required" : "invalid",
    path,
    message,
    `one of ${ways.join(", ")}`,
  );
}

function validateLength(text: string, path: FieldPath, to: Complaints): void {
  if (Buffer.byteLength(text) > LONGEST_VALUE) to.tooLong(path, LONGEST_VALUE, "bytes");
}
