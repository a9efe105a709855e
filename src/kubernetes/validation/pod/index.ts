import { dns1123SubdomainProblem } from "../../names.ts";
import type { PodSpec, PodTemplateSpec } from "../../types/core.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";
import { validateAnnotations, validateLabels } from "../object-meta.ts";
import { validateTolerations } from "../tolerations.ts";
import { validatePodAnnotations } from "./annotations.ts";
import { validateContainers } from "./containers.ts";
import type { PodContext } from "./context.ts";
import { validateDns, validateHostAliases } from "./dns.ts";
import { validateHostNames } from "./host-names.ts";
import { validateHostPorts, validateHostUsers } from "./host-namespaces.ts";
import { validateAppArmorAnnotations, validateSeccompAnnotations } from "./legacy-profiles.ts";
import { validateOverhead, validatePodResources } from "./pod-resources.ts";
import { validateResourceClaims } from "./resource-claims.ts";
import { validateAffinity } from "./scheduling/affinity.ts";
import { validateReadinessGates, validateSchedulingGates } from "./scheduling/gates.ts";
import { validateTopologySpread } from "./scheduling/topology-spread.ts";
import { validateHostProcess } from "./security/host-process.ts";
import { validateOperatingSystem } from "./security/operating-system.ts";
import { validatePodSecurityContext } from "./security/pod-security-context.ts";
import { validateVolumes } from "./volumes.ts";

const RESTART_POLICIES = ["Always", "OnFailure", "Never"];
const PREEMPTION_POLICIES = ["PreemptLowerPriority", "Never"];
const LONGEST_DEADLINE = 2 ** 31 - 1;

/**
 * The spec of a pod, at a path such as `spec` or `spec.template.spec`.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidatePodSpec
 */
export function validatePodSpec(
  spec: Decoded<PodSpec>,
  path: FieldPath,
  to: Complaints,
  { isTemplate, podName }: { readonly isTemplate: boolean; readonly podName?: string | undefined },
): void {
  const volumes = validateVolumes(spec.volumes ?? [], path.field("volumes"), to, {
    isTemplate,
    podName,
  });
  const claims = new Set((spec.resourceClaims ?? []).map(({ name = "" }) => name));
  claims.delete("");
  const context: PodContext = { spec, volumes, claims, isTemplate };
  validateContainers(context, path, to);
  validateResourceClaims(spec.resourceClaims ?? [], path.field("resourceClaims"), to);
  validatePodResources(context, path, to);
  validateChoices(spec, path, to);
  validateReferences(spec, path, to);
  validateHostNames(spec, path, to);
  validateHostPorts(spec, path, to, isTemplate);
  validateHostUsers(spec, path, to);
  validatePodSecurityContext(spec, path.field("securityContext"), to);
  validateHostProcess(spec, path, to);
  validateOperatingSystem(spec, path, to);
  validateDns(spec.dnsPolicy ?? "ClusterFirst", spec.dnsConfig, path, to);
  validateHostAliases(spec.hostAliases ?? [], path.field("hostAliases"), to);
  validateScheduling(spec, path, to);
  if (spec.overhead) validateOverhead(spec.overhead, path.field("overhead"), to);
}

function validateChoices(spec: Decoded<PodSpec>, path: FieldPath, to: Complaints): void {
  const { restartPolicy = "Always", preemptionPolicy, activeDeadlineSeconds: deadline } = spec;
  if (!RESTART_POLICIES.includes(restartPolicy))
    to.unsupported(path.field("restartPolicy"), restartPolicy, RESTART_POLICIES);
  if (preemptionPolicy === "") to.required(path.field("preemptionPolicy"));
  else if (preemptionPolicy !== undefined && !PREEMPTION_POLICIES.includes(preemptionPolicy))
    to.unsupported(path.field("preemptionPolicy"), preemptionPolicy, PREEMPTION_POLICIES);
  if (deadline !== undefined && (deadline < 1 || deadline > LONGEST_DEADLINE))
    to.invalid(
      path.field("activeDeadlineSeconds"),
      `${deadline} is not a number of seconds from 1 to ${LONGEST_DEADLINE}`,
    );
}

/** Names of other objects. */
function validateReferences(spec: Decoded<PodSpec>, path: FieldPath, to: Complaints): void {
  const { serviceAccountName, serviceAccount, nodeName, priorityClassName } = spec;
  // The field has an old name too.
  const account = serviceAccountName || serviceAccount;
  const names = { serviceAccountName: account, nodeName, priorityClassName };
  for (const [name, value = ""] of Object.entries(names))
    if (value !== "") to.problem(path.field(name), dns1123SubdomainProblem(value));
  const { runtimeClassName } = spec;
  if (runtimeClassName !== undefined)
    to.problem(path.field("runtimeClassName"), dns1123SubdomainProblem(runtimeClassName));
}

function validateScheduling(spec: Decoded<PodSpec>, path: FieldPath, to: Complaints): void {
  validateLabels(spec.nodeSelector, path.field("nodeSelector"), to);
  if (spec.affinity) validateAffinity(spec.affinity, path.field("affinity"), to);
  validateTolerations(spec.tolerations ?? [], path.field("tolerations"), to);
  validateSchedulingGates(spec.schedulingGates ?? [], path.field("schedulingGates"), to);
  validateReadinessGates(spec.readinessGates ?? [], path.field("readinessGates"), to);
  const spread = path.field("topologySpreadConstraints");
  validateTopologySpread(spec.topologySpreadConstraints ?? [], spread, to);
}

/**
 * What a workload makes its pods of.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidatePodTemplateSpec
 */
export function validatePodTemplate(
  { metadata: { labels, annotations = {} } = {}, spec = {} }: Decoded<PodTemplateSpec>,
  path: FieldPath,
  to: Complaints,
): void {
  const at = path.field("spec");
  // The server names these two beside the metadata instead of in it.
  validateLabels(labels, path.field("labels"), to);
  validateAnnotations(annotations, path.field("annotations"), to);
  validatePodAnnotations(annotations, spec, path.field("annotations"), to);
  validatePodSpec(spec, at, to, { isTemplate: true });
  validateSeccompAnnotations(annotations, spec, at, to);
  validateAppArmorAnnotations(annotations, spec, at, to, true);
}
