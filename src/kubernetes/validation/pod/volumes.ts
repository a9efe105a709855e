import { dns1123LabelProblem } from "../../names.ts";
import type { Volume } from "../../types/core.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";
import { iscsiInterfaceProblem } from "../volumes/block-protocols.ts";
import { validateOneSource } from "../volumes/one-source.ts";
import { podVolumeSources } from "../volumes/pod-sources.ts";

/** The pod whose volumes they are. */
export interface VolumesOf {
  readonly isTemplate: boolean;
  /** The pod's name where it is known. */
  readonly podName?: string | undefined;
}

/**
 * The volumes of a pod.
 *
 * @returns those that can be mounted, by name: a volume with an error is none of them
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateVolumes
 */
export function validateVolumes(
  volumes: readonly Decoded<Volume>[],
  path: FieldPath,
  to: Complaints,
  { isTemplate, podName }: VolumesOf,
): ReadonlyMap<string, Decoded<Volume>> {
  const known = new Map<string, Decoded<Volume>>();
  for (const [index, volume] of volumes.entries()) {
    const { name = "", iscsi } = volume;
    const at = path.index(index);
    const before = to.errors.length;
    validateOneSource(volume, podVolumeSources, at, to, { name, podName, isTemplate, path: at });
    if (iscsi !== undefined) to.problem(at.field("name"), iscsiInterfaceProblem(name, iscsi));
    if (name === "") to.required(at.field("name"));
    else to.problem(at.field("name"), dns1123LabelProblem(name));
    if (known.has(name)) to.duplicate(at.field("name"), name);
    if (to.errors.length === before) known.set(name, volume);
  }
  if (podName !== undefined) forbidOwnClaims(volumes, podName, path, to);
  return known;
}

/** The claim that is made for an ephemeral volume is that volume's alone. */
function forbidOwnClaims(
  volumes: readonly Decoded<Volume>[],
  podName: string,
  path: FieldPath,
  to: Complaints,
): void {
  const own = volumes.filter(({ ephemeral }) => ephemeral !== undefined);
  if (own.length === 0) return;
  const claims = new Set(own.map(({ name = "" }) => `${podName}-${name}`));
  for (const [index, { persistentVolumeClaim }] of volumes.entries()) {
    const { claimName = "" } = persistentVolumeClaim ?? {};
    if (!claims.has(claimName)) continue;
    const at = path.index(index).field("persistentVolumeClaim", "claimName");
    to.invalid(at, "is the claim that an ephemeral volume of this pod makes for itself");
  }
}
