import { quote } from "../../../text.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import { FieldPath } from "../../field-path.ts";
import { validateResourceAmount } from "../../resource-amount.ts";

/** The fields of a node's status that the server looks at when it is created with one. */
export interface NodeStatus {
  readonly capacity?: { readonly [name: string]: string | number };
  readonly allocatable?: { readonly [name: string]: string | number };
  readonly nodeInfo?: { readonly swap?: { readonly capacity?: number } };
  readonly declaredFeatures?: readonly string[];
}

const FEATURE = /^[A-Z][a-zA-Z0-9]*(?:\/[a-zA-Z][a-zA-Z0-9]*)*$/;
const LONGEST = 253;

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateNode, ValidateNodeResources */
export function validateNodeStatus(status: Decoded<NodeStatus>, to: Complaints): void {
  const path = FieldPath.root.field("status");
  const { capacity = {}, allocatable = capacity, nodeInfo, declaredFeatures = [] } = status;
  for (const [field, amounts] of Object.entries({ capacity, allocatable }))
    for (const [name, amount = 0] of Object.entries(amounts))
      validateResourceAmount(name, amount, path.field(field, name), to);
  const swap = nodeInfo?.swap?.capacity;
  if (swap !== undefined && swap <= 0)
    to.invalid(
      FieldPath.root.field("metadata", "nodeSwapStatus", "capacity"),
      `${swap} is not above 0`,
    );
  if (to.minor >= 36) validateFeatures(declaredFeatures, path.field("declaredFeatures"), to);
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateNodeDeclaredFeatures */
function validateFeatures(features: readonly string[], path: FieldPath, to: Complaints): void {
  for (const [index, feature] of features.entries()) {
    const at = path.index(index);
    if (feature.length > LONGEST) to.invalid(at, `may have at most ${LONGEST} characters`);
    else if (!FEATURE.test(feature))
      to.invalid(at, `${quote(feature)} is not a name of a feature`, '"MyFeature/subFeature"');
    const before = features[index - 1];
    if (before === feature) to.duplicate(at, feature);
    else if (before !== undefined && before > feature)
      to.invalid(at, `${quote(feature)} stands after ${quote(before)}`, "the list in order");
  }
}
