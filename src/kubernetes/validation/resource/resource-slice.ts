import type {
  Device,
  ResourcePool,
  ResourceSlice,
  ResourceSliceSpec,
} from "../../types/resource.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { validateImmutable } from "../immutable.ts";
import { validateNotNegative } from "../not-negative.ts";
import { validateCounterSet } from "./counters.ts";
import { validateDevice } from "./device.ts";
import { validateSet } from "./items.ts";
import { validateDriverName, validatePoolName } from "./names.ts";
import { validateNodes } from "./nodes.ts";

const path = FieldPath.root.field("spec");
const MOST_DEVICES = 128;
/** With taints or counters, which make a device large. */
const MOST_LARGE_DEVICES = 64;
const MOST_COUNTER_SETS = 8;

/** @see k8s.io/kubernetes/pkg/apis/resource/validation/validation.go validateResourceSliceSpec */
export function validateSlice({ spec = {} }: Decoded<ResourceSlice>, to: Complaints): void {
  const { driver = "", pool = {}, devices, sharedCounters, perDeviceNodeSelection } = spec;
  validateDriverName(driver, path.field("driver"), to);
  validatePool(pool, path.field("pool"), to);
  validateNodesOfSlice(spec, to);
  if (sharedCounters && devices)
    to.invalid(path, "sharedCounters and devices exclude each other", "two slices of one pool");
  const nameOf = ({ name = "" }: { readonly name?: string | undefined }) => name;
  const isLarge = (devices ?? []).some(isLargeDevice);
  validateSet(
    devices ?? [],
    isLarge ? MOST_LARGE_DEVICES : MOST_DEVICES,
    (device, at) => validateDevice(device, perDeviceNodeSelection === true, at, to),
    nameOf,
    path.field("devices"),
    to,
    "name",
  );
  const at = path.field("sharedCounters");
  validateSet(sharedCounters ?? [], MOST_COUNTER_SETS, validateCounterSet, nameOf, at, to);
}

function isLargeDevice({ taints = [], consumesCounters = [] }: Decoded<Device>): boolean {
  return taints.length > 0 || consumesCounters.length > 0;
}

/** @see k8s.io/kubernetes/pkg/apis/resource/validation/validation.go validateResourcePool */
function validatePool(
  { name = "", resourceSliceCount = 0, generation }: Decoded<ResourcePool>,
  path: FieldPath,
  to: Complaints,
): void {
  validatePoolName(name, path.field("name"), to);
  if (resourceSliceCount <= 0)
    to.invalid(path.field("resourceSliceCount"), `${resourceSliceCount} is not above 0`);
  validateNotNegative(generation, path.field("generation"), to);
}

/** Which nodes can reach the devices is said once, or for each device. */
function validateNodesOfSlice(spec: Decoded<ResourceSliceSpec>, to: Complaints): void {
  const { nodeSelector, perDeviceNodeSelection } = spec;
  const terms = nodeSelector?.nodeSelectorTerms ?? [];
  if (nodeSelector && terms.length !== 1)
    to.invalid(
      path.field("nodeSelector", "nodeSelectorTerms"),
      `has ${terms.length} terms; exactly one is allowed here`,
    );
  if (perDeviceNodeSelection === false)
    to.invalid(path.field("perDeviceNodeSelection"), "is true or left out");
  const ways = ["nodeName", "nodeSelector", "allNodes", "perDeviceNodeSelection"];
  validateNodes(spec, ways, perDeviceNodeSelection === true ? 1 : 0, path, to);
}

/** @see k8s.io/kubernetes/pkg/apis/resource/validation/validation.go ValidateResourceSliceUpdate */
export function validateSliceUpdate(
  { spec = {} }: Decoded<ResourceSlice>,
  { spec: old = {} }: Decoded<ResourceSlice>,
  to: Complaints,
): void {
  validateImmutable(spec.pool?.name, old.pool?.name, path.field("pool", "name"), to);
  validateImmutable(spec.driver, old.driver, path.field("driver"), to);
  validateImmutable(spec.nodeName, old.nodeName, path.field("nodeName"), to);
}

/** @see k8s.io/kubernetes/pkg/registry/resource/resourceslice/strategy.go WarningsOnCreate */
export function warnSlice({ spec = {} }: Decoded<ResourceSlice>, to: Complaints): void {
  const { driver = "" } = spec;
  if (to.minor >= 34 && driver !== driver.toLowerCase())
    to.warn(path.field("driver"), "has capitals in it", driver.toLowerCase());
}
