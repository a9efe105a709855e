import { withDefaults } from "../../defaults.ts";
import type { CSIDriver, TokenRequest } from "../../types/storage.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { semanticallyEqual } from "../semantic-equality.ts";
import { validateTokenSeconds } from "../token-expiration.ts";

const NOTHING = { apiVersion: "storage.k8s.io/v1", kind: "CSIDriver" };
const path = FieldPath.root.field("spec");
const FS_GROUP_POLICIES = ["File", "None", "ReadWriteOnceWithFSType"];
const LIFECYCLE_MODES = ["Persistent", "Ephemeral"];
/** Seconds between two updates of what a node can take. */
const SHORTEST_PERIOD = 10;

/** @see k8s.io/kubernetes/pkg/registry/storage/csidriver/strategy.go PrepareForCreate */
export function prepareCsiDriver(object: Record<string, unknown>, minor: number): void {
  // The server sets defaults also within a spec that is left out.
  object.spec ??= withDefaults({ ...NOTHING, spec: {} }).spec;
  const spec = object.spec as Record<string, unknown>;
  if (minor < 35) delete spec.nodeAllocatableUpdatePeriodSeconds;
  if (minor < 35) delete spec.serviceAccountTokenInSecrets;
  // Its gate is off up to 1.36.
  delete spec.preventPodSchedulingIfMissing;
}

/** @see k8s.io/kubernetes/pkg/apis/storage/validation/validation.go validateCSIDriverSpec */
export function validateCsiDriver({ spec = {} }: Decoded<CSIDriver>, to: Complaints): void {
  const { attachRequired, fsGroupPolicy, tokenRequests = [] } = spec;
  // The server names the field otherwise than its API.
  if (attachRequired === undefined) to.required(path.field("attachedRequired"));
  for (const field of ["podInfoOnMount", "storageCapacity", "seLinuxMount"] as const)
    if (spec[field] === undefined) to.required(path.field(field));
  if (fsGroupPolicy !== undefined && !FS_GROUP_POLICIES.includes(fsGroupPolicy))
    to.unsupported(path.field("fsGroupPolicy"), fsGroupPolicy, FS_GROUP_POLICIES);
  validateTokenRequests(tokenRequests, path.field("tokenRequests"), to);
  for (const [index, mode] of (spec.volumeLifecycleModes ?? []).entries())
    if (!LIFECYCLE_MODES.includes(mode))
      to.unsupported(path.field("volumeLifecycleModes").index(index), mode, LIFECYCLE_MODES);
  const { nodeAllocatableUpdatePeriodSeconds: period, serviceAccountTokenInSecrets } = spec;
  if (period !== undefined && period < SHORTEST_PERIOD)
    to.invalid(
      path.field("nodeAllocatableUpdatePeriodSeconds"),
      `${period} is less than ${SHORTEST_PERIOD}`,
    );
  if (serviceAccountTokenInSecrets !== undefined && tokenRequests.length === 0)
    to.invalid(
      path.field("serviceAccountTokenInSecrets"),
      "says where tokens go, but none are asked for",
      "add tokenRequests, or leave it out",
    );
}

/** @see k8s.io/kubernetes/pkg/apis/storage/validation/validation.go validateTokenRequests */
function validateTokenRequests(
  requests: readonly Decoded<TokenRequest>[],
  at: FieldPath,
  to: Complaints,
): void {
  const seen = new Set<string>();
  for (const [index, { audience = "", expirationSeconds }] of requests.entries()) {
    const request = at.index(index);
    if (seen.has(audience)) to.duplicate(request.field("audience"), audience);
    else if (expirationSeconds !== undefined)
      validateTokenSeconds(expirationSeconds, request.field("expirationSeconds"), to);
    seen.add(audience);
  }
}

/** @see k8s.io/kubernetes/pkg/registry/storage/csidriver/strategy.go WarningsOnCreate */
export function warnCsiDriver({ spec = {} }: Decoded<CSIDriver>, to: Complaints): void {
  const { tokenRequests = [], serviceAccountTokenInSecrets } = spec;
  if (to.minor < 35 || tokenRequests.length === 0) return;
  if (serviceAccountTokenInSecrets !== undefined) return;
  to.warn(
    path.field("serviceAccountTokenInSecrets"),
    "is not given: tokens may get into logs",
    "set it to true where the driver can read them there",
  );
}

/** @see k8s.io/kubernetes/pkg/apis/storage/validation/validation.go ValidateCSIDriverUpdate */
export function validateCsiDriverUpdate(
  { spec = {} }: Decoded<CSIDriver>,
  { spec: before = {} }: Decoded<CSIDriver>,
  to: Complaints,
): void {
  if (spec.attachRequired !== before.attachRequired)
    to.invalid(path.field("attachedRequired"), "may not change", "delete the CSIDriver first");
  if (!semanticallyEqual(spec.volumeLifecycleModes, before.volumeLifecycleModes))
    to.invalid(path.field("volumeLifecycleModes"), "may not change", "delete the CSIDriver first");
}
