import type { Container, PodSpec, Volume } from "../../types/core.ts";
import { FieldPath } from "../field-path.ts";
import { eachContainer } from "./each-container.ts";

/** A pod's spec that may be changed. */
type Changing<T> = T extends readonly (infer I)[]
  ? Changing<I>[]
  : T extends object
    ? { -readonly [F in keyof T]: Changing<T[F]> }
    : T;

/**
 * Drops what is behind feature gates that are off by default in a minor, as the server does before
 * it validates.
 *
 * @see k8s.io/kubernetes/pkg/api/pod/util.go dropDisabledFields
 * @see k8s.io/kubernetes/pkg/features/kube_features.go
 */
export function dropDisabledFields(given: PodSpec, minor: number): void {
  const spec = given as Changing<PodSpec>;
  const context = spec.securityContext;
  // GenericWorkload is off everywhere.
  delete (spec as { schedulingGroup?: unknown }).schedulingGroup;
  delete (spec as { workloadRef?: unknown }).workloadRef;
  if (minor < 33) {
    delete spec.hostUsers;
    delete context?.supplementalGroupsPolicy;
    delete context?.seLinuxChangePolicy;
  }
  if (minor < 34) {
    delete spec.resources;
    delete spec.resourceClaims;
  }
  if (minor === 34) dropRestartRules(spec);
  if (minor < 35) {
    delete spec.hostnameOverride;

    dropImageVolumes(spec);
  }
  eachContainer(given, FieldPath.root, (container) => dropOfContainer(container as never, minor));
  for (const volume of spec.volumes ?? []) dropOfVolume(volume);
}

function dropOfContainer(container: Changing<Container>, minor: number): void {
  const { lifecycle, securityContext } = container;
  if (lifecycle?.stopSignal !== undefined) {
    delete lifecycle.stopSignal;
    if (Object.keys(lifecycle).length === 0) delete container.lifecycle;
  }
  if (minor < 33) {
    delete container.resizePolicy;
    if (securityContext?.procMount !== undefined) securityContext.procMount = "Default";
  }
  if (minor < 34) delete container.resources?.claims;
  if (minor < 35) for (const { valueFrom } of container.env ?? []) delete valueFrom?.fileKeyRef;
}

/** The fields are there and their gate is off: only sidecars keep a policy of their own. */
function dropRestartRules(spec: Changing<PodSpec>): void {
  for (const container of spec.initContainers ?? []) {
    if (container.restartPolicy !== "Always") delete container.restartPolicy;
    delete container.restartPolicyRules;
  }
  for (const container of [...(spec.containers ?? []), ...(spec.ephemeralContainers ?? [])]) {
    delete container.restartPolicy;
    delete container.restartPolicyRules;
  }
}

/** Whole volumes go, and what mounts them. */
function dropImageVolumes(spec: Changing<PodSpec>): void {
  const dropped = new Set<string>();
  for (const { name, image } of spec.volumes ?? []) if (image) dropped.add(name);
  if (dropped.size === 0) return;
  spec.volumes = (spec.volumes ?? []).filter(({ image }) => !image);
  eachContainer(spec as PodSpec, FieldPath.root, (container) => {
    const changing = container as Changing<Container>;
    changing.volumeMounts = (changing.volumeMounts ?? []).filter(({ name }) => !dropped.has(name));
  });
}

/** ClusterTrustBundleProjection and PodCertificateRequest are off everywhere. */
function dropOfVolume({ projected }: Changing<Volume>): void {
  for (const source of projected?.sources ?? []) {
    delete source.clusterTrustBundle;
    delete source.podCertificate;
  }
}
