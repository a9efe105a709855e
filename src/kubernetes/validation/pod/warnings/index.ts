import { quote } from "../../../text.ts";
import type { PodSpec, PodTemplateSpec } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import type { FieldPath } from "../../field-path.ts";
import { warnIpAddress } from "../../ip-address.ts";
import { eachContainer } from "../each-container.ts";
import type { Annotations } from "../legacy-profiles.ts";
import { warnAnnotations } from "./annotations.ts";
import { warnEnv, warnFractions, warnResources } from "./containers.ts";
import { warnPorts } from "./ports.ts";
import { warnScheduling } from "./scheduling.ts";
import { warnVolumes } from "./volumes.ts";

/**
 * What the server warns of in the template of a workload, at a path such as `spec.template`.
 *
 * @see k8s.io/kubernetes/pkg/api/pod/warnings.go GetWarningsForPodTemplate
 */
export function warnPodTemplate(
  { metadata, spec = {} }: Decoded<PodTemplateSpec>,
  path: FieldPath,
  to: Complaints,
): void {
  warnPodSpec(spec, metadata?.annotations ?? {}, path, to, { isTemplate: true });
}

/**
 * @param path of the pod or template, which has `spec` and `metadata` below it
 * @see k8s.io/kubernetes/pkg/api/pod/warnings.go warningsForPodSpecAndMeta
 */
export function warnPodSpec(
  spec: Decoded<PodSpec>,
  annotations: Annotations,
  path: FieldPath,
  to: Complaints,
  { isTemplate }: { readonly isTemplate: boolean },
): void {
  const at = path.field("spec");
  warnScheduling(spec, at, to);
  warnAnnotations(annotations, spec, path.field("metadata", "annotations"), to, isTemplate);
  warnVolumes(spec.volumes ?? [], at.field("volumes"), to);
  warnNames(spec, at, to);
  if (spec.overhead) warnFractions(spec.overhead, at.field("overhead"), to);
  eachContainer(spec, at, ({ resources, env }, each) => {
    if (resources) warnResources(resources, each.field("resources"), to);
    if (env) warnEnv(env, each.field("env"), to);
  });
  warnPorts(spec, at, to);
  if ((spec.terminationGracePeriodSeconds ?? 0) < 0)
    to.warn(at.field("terminationGracePeriodSeconds"), "is less than 0 and will be 1");
}

/** Names that are there twice in lists that are merged by them, and addresses. */
function warnNames(spec: Decoded<PodSpec>, path: FieldPath, to: Complaints): void {
  const { hostAliases = [], imagePullSecrets = [], dnsConfig } = spec;
  const addresses = new Set<string>();
  for (const [index, { ip = "" }] of hostAliases.entries()) {
    const at = path.field("hostAliases").index(index).field("ip");
    if (addresses.has(ip)) to.warn(at, `${quote(ip)} is there twice`);
    addresses.add(ip);
    if (to.minor >= 33) warnIpAddress(ip, at, to);
  }
  const secrets = new Set<string>();
  for (const [index, { name = "" }] of imagePullSecrets.entries()) {
    const at = path.field("imagePullSecrets").index(index).field("name");
    if (name === "") to.warn(at, "is empty");
    else if (secrets.has(name)) to.warn(at, `${quote(name)} is there twice`);
    secrets.add(name);
  }
  if (to.minor < 33) return;
  for (const [index, address] of (dnsConfig?.nameservers ?? []).entries())
    warnIpAddress(address, path.field("dnsConfig", "nameservers").index(index), to);
}
