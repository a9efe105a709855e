import type { Pod, PodSpec } from "../../types/core.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { MIRROR } from "./annotations.ts";
import { eachContainer } from "./each-container.ts";

const path = FieldPath.root.field("spec");

/** The priority classes that every cluster has. */
const PRIORITIES: ReadonlyMap<string, number> = new Map([
  ["", 0],
  ["system-cluster-critical", 2_000_000_000],
  ["system-node-critical", 2_000_001_000],
]);

/**
 * What the server's default admission plug-ins refuse a pod for by itself. They know other objects
 * too: a priority class of the cluster's own is taken to fit.
 *
 * @see k8s.io/kubernetes/plugin/pkg/admission, serviceaccount, priority, runtimeclass
 */
export function validateAdmission({ metadata, spec = {} }: Decoded<Pod>, to: Complaints): void {
  if (metadata?.annotations?.[MIRROR] !== undefined) validateMirror(spec, to);
  validatePriority(spec, to);
  // This plug-in is asked only when the server has found nothing wrong by itself.
  if (spec.overhead && spec.runtimeClassName === undefined && to.errors.length === 0)
    to.forbidden(
      path.field("overhead"),
      "comes from a RuntimeClass, and none is named",
      "leave it out, or give runtimeClassName",
    );
}

function validatePriority(spec: Decoded<PodSpec>, to: Complaints): void {
  const { priorityClassName = "", priority, preemptionPolicy } = spec;
  const known = PRIORITIES.get(priorityClassName);
  if (known === undefined) return;
  const by = priorityClassName === "" ? "without a class" : `of ${priorityClassName}`;
  if (priority !== undefined && priority !== known)
    to.forbidden(
      path.field("priority"),
      `${priority} is not the priority ${by}, which is ${known}`,
      "leave it out, and give priorityClassName",
    );
  if (preemptionPolicy === "Never")
    to.forbidden(
      path.field("preemptionPolicy"),
      `Never is not the policy ${by}, which is PreemptLowerPriority`,
      "leave it out, and give the priorityClassName of a class that has this policy",
    );
}

/** A mirror pod has what the kubelet could read without the server. */
function validateMirror(spec: Decoded<PodSpec>, to: Complaints): void {
  const refuse = (at: FieldPath) => to.forbidden(at, "is not for mirror pods");
  if ((spec.serviceAccountName ?? "") !== "") refuse(path.field("serviceAccountName"));
  for (const [index, { name = "" }] of (spec.imagePullSecrets ?? []).entries())
    if (name !== "") refuse(path.field("imagePullSecrets").index(index));
  // The server names no field that there is.
  for (const { name = "" } of spec.resourceClaims ?? [])
    to.forbidden(FieldPath.root.key(""), `a mirror pod cannot have resourceClaims, here ${name}`);
  eachContainer(spec, path, ({ env = [], envFrom = [] }, at) => {
    for (const [index, { valueFrom }] of env.entries())
      if (valueFrom?.secretKeyRef?.name) refuse(at.field("env").index(index));
    for (const [index, { secretRef }] of envFrom.entries())
      if (secretRef?.name) refuse(at.field("envFrom").index(index));
  });
  for (const [index, volume] of (spec.volumes ?? []).entries()) {
    const at = path.field("volumes").index(index);
    if (hasSecret(volume)) refuse(at);
    for (const [position, source] of (volume.projected?.sources ?? []).entries()) {
      const each = at.field("projected", "sources").index(position);
      if (source.serviceAccountToken) refuse(each.field("serviceAccountToken"));
      if (source.secret?.name) refuse(each.field("secret"));
    }
  }
}

/** @see k8s.io/kubernetes/pkg/api/pod/util.go VisitPodSecretNames */
function hasSecret(volume: NonNullable<Decoded<PodSpec>["volumes"]>[number]): boolean {
  const references = [volume.cephfs, volume.cinder, volume.flexVolume, volume.rbd, volume.scaleIO]
    .concat(volume.iscsi as never, volume.storageos as never)
    .map((source) => source?.secretRef?.name);
  const names = [volume.azureFile?.secretName, volume.secret?.secretName]
    .concat(volume.csi?.nodePublishSecretRef?.name, references)
    .filter((name) => name !== undefined && name !== "");
  return names.length > 0;
}
