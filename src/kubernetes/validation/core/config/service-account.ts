import type { ServiceAccount } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import { FieldPath } from "../../field-path.ts";

const MOUNTABLE = "kubernetes.io/enforce-mountable-secrets";

/** @see k8s.io/kubernetes/pkg/registry/core/serviceaccount/strategy.go warnIfHasEnforceMountableSecretsAnnotation */
export function warnServiceAccount({ metadata }: Decoded<ServiceAccount>, to: Complaints): void {
  if (to.minor < 32 || metadata?.annotations?.[MOUNTABLE] === undefined) return;
  to.warn(
    FieldPath.root.field("metadata", "annotations").key(MOUNTABLE),
    "is deprecated",
    "a namespace of its own for what must not see these Secrets",
  );
}
