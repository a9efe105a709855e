import { dns1123LabelProblem, dns1123SubdomainProblem } from "../../names.ts";
import { quote } from "../../text.ts";
import type { DeviceRequest, DeviceSubRequest, ExactDeviceRequest } from "../../types/resource.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";
import { validateSet } from "./items.ts";
import { validateSelectors } from "./selector.ts";
import { validateToleration } from "./taints.ts";

const MOST_ALTERNATIVES = 8;
const MODES = ["All", "ExactCount"];

/**
 * One request of a claim: for devices of one class, or the first of several alternatives.
 *
 * @see k8s.io/kubernetes/pkg/apis/resource/validation/validation.go validateDeviceRequest
 */
export function validateRequest(
  { name = "", exactly, firstAvailable = [] }: Decoded<DeviceRequest>,
  path: FieldPath,
  to: Complaints,
): void {
  to.problem(path.field("name"), dns1123LabelProblem(name));
  const isEither = firstAvailable.length > 0;
  // Up to 1.32 the parts of `exactly` stood in the request itself.
  const exact = to.minor >= 33 ? path.field("exactly") : path;
  if (to.minor < 33) validateExactly(exactly ?? {}, exact, to);
  else if (!exactly && !isEither) to.required(path, "asks nothing", "exactly or firstAvailable");
  else if (exactly && isEither) {
    to.invalid(path, "exactly and firstAvailable exclude each other", "keep one of the two");
    if (to.minor < 35) {
      validateAlternatives(firstAvailable, path.field("firstAvailable"), to);
      validateExactly(exactly, exact, to);
    }
  } else if (exactly) validateExactly(exactly, exact, to);
  else validateAlternatives(firstAvailable, path.field("firstAvailable"), to);
}

function validateAlternatives(
  alternatives: readonly Decoded<DeviceSubRequest>[],
  path: FieldPath,
  to: Complaints,
): void {
  validateSet(
    alternatives,
    MOST_ALTERNATIVES,
    (alternative, at) => {
      to.problem(at.field("name"), dns1123LabelProblem(alternative.name ?? ""));
      validateExactly(alternative, at, to);
    },
    ({ name = "" }) => name,
    path,
    to,
    "name",
  );
}

/** @see k8s.io/kubernetes/pkg/apis/resource/validation/validation.go validateExactDeviceRequest */
function validateExactly(
  request: Decoded<ExactDeviceRequest>,
  path: FieldPath,
  to: Complaints,
): void {
  const { deviceClassName = "", selectors = [], tolerations = [] } = request;
  const className = path.field("deviceClassName");
  if (deviceClassName === "") to.required(className, "must name a DeviceClass");
  else to.problem(className, dns1123SubdomainProblem(deviceClassName));
  validateSelectors(selectors, path.field("selectors"), to);
  validateCount(request, path, to);
  for (const [index, toleration] of tolerations.entries())
    validateToleration(toleration, path.field("tolerations").index(index), to);
}

/** @see k8s.io/kubernetes/pkg/apis/resource/validation/validation.go validateDeviceAllocationMode */
function validateCount(
  { allocationMode = "", count = 0 }: Decoded<ExactDeviceRequest>,
  path: FieldPath,
  to: Complaints,
): void {
  const at = path.field("count");
  if (allocationMode === "All") {
    if (count !== 0) to.invalid(at, `${count} contradicts allocationMode: All`, "leave it out");
  } else if (allocationMode === "ExactCount") {
    if (count <= 0) to.invalid(at, `${count} is not above 0`);
  } else if (allocationMode === "")
    to.add("unsupported", path.field("allocationMode"), `must be one of ${MODES.join(", ")}`);
  else
    to.add(
      "unsupported",
      path.field("allocationMode"),
      `${quote(allocationMode)} is none of ${MODES.join(", ")}`,
    );
}
