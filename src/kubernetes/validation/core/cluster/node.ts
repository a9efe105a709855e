import type { Node } from "../../../types/core.ts";
import { parseCidrSloppily, validateCidr, warnCidr } from "../../cidr.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import { FieldPath } from "../../field-path.ts";
import { validateNodeAnnotations } from "./node-annotations.ts";
import { type NodeStatus, validateNodeStatus } from "./node-status.ts";
import { validateTaints } from "./taints.ts";

export type DecodedNode = Decoded<Node> & { readonly status?: Decoded<NodeStatus> | undefined };

const path = FieldPath.root.field("spec");

/**
 * The older field of one range fills the newer, and wins where they differ; the configuration that
 * was once read from a ConfigMap is dropped.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/v1/conversion.go Convert_v1_NodeSpec_To_core_NodeSpec
 * @see k8s.io/kubernetes/pkg/registry/core/node/strategy.go dropDisabledFields
 */
export function prepareNode(object: Record<string, unknown>): void {
  const { spec } = object as Partial<Node>;
  if (!spec) return;
  if (spec.podCIDR && spec.podCIDRs?.[0] !== spec.podCIDR) spec.podCIDRs = [spec.podCIDR];
  delete spec.configSource;
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateNode */
export function validateNode(
  { metadata = {}, spec = {}, status }: DecodedNode,
  to: Complaints,
): void {
  const meta = FieldPath.root.field("metadata");
  validateNodeAnnotations(metadata.annotations ?? {}, meta.field("annotations"), to);
  // The server says metadata where it means the spec.
  const taints = meta.field("taints").for(path.field("taints"));
  validateTaints(spec.taints ?? [], taints, to);
  validateNodeStatus(status ?? {}, to);
  validatePodRanges(spec.podCIDRs ?? [], path.field("podCIDRs"), to);
}

function validatePodRanges(ranges: readonly string[], path: FieldPath, to: Complaints): void {
  for (const [index, range] of ranges.entries()) {
    validateCidr(range, path.index(index), to);
    if (to.minor < 33 && ranges.indexOf(range) < index) to.duplicate(path.index(index), range);
  }
  if (ranges.length < 2) return;
  const families = new Set(ranges.map((range) => parseCidrSloppily(range)?.bits));
  const areDual = families.size === 2 && !families.has(undefined);
  if (ranges.length > 2 || !areDual)
    to.invalid(path, "may have one range of each family, IPv4 and IPv6");
}

/** @see k8s.io/kubernetes/pkg/registry/core/node/strategy.go nodeWarnings */
export function warnNode({ spec = {} }: DecodedNode, to: Complaints): void {
  if ((spec.externalID ?? "") !== "")
    to.warn(path.field("externalID"), "is deprecated and has no effect", "remove it");
  if (to.minor < 33) return;
  for (const [index, range] of (spec.podCIDRs ?? []).entries())
    warnCidr(range, path.field("podCIDRs").index(index), to);
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateNodeUpdate */
export function validateNodeUpdate(
  { spec = {} }: DecodedNode,
  { spec: old = {} }: DecodedNode,
  to: Complaints,
): void {
  const kept = "is set once and cannot be changed";
  const ranges = (old.podCIDRs ?? []).join(" ");
  if (ranges !== "" && (spec.podCIDRs ?? []).join(" ") !== ranges)
    to.forbidden(path.field("podCIDRs"), kept);
  if ((old.providerID ?? "") !== "" && spec.providerID !== old.providerID)
    to.forbidden(path.field("providerID"), kept);
  if ((spec.externalID ?? "") !== (old.externalID ?? ""))
    to.forbidden(path.field("externalID"), kept);
}
