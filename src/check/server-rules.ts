import { admissionPolicy } from "./api/admission-policy.ts";
import { admissionPolicyWarning } from "./api/admission-policy-warning.ts";
import { deprecatedApi } from "./api/deprecated-api.ts";
import { filledInLater } from "./api/filled-in-later.ts";
import { immutableField } from "./api/immutable-field.ts";
import { invalidAdmission } from "./api/invalid-admission.ts";
import { invalidAutoscaler } from "./api/invalid-autoscaler.ts";
import { invalidBudget } from "./api/invalid-budget.ts";
import { invalidCertificate } from "./api/invalid-certificate.ts";
import { invalidConfig } from "./api/invalid-config.ts";
import { invalidCustomResource } from "./api/invalid-custom-resource.ts";
import { invalidDefinition } from "./api/invalid-definition.ts";
import { invalidEvent } from "./api/invalid-event.ts";
import { invalidIngress } from "./api/invalid-ingress.ts";
import { invalidJob } from "./api/invalid-job.ts";
import { invalidLease } from "./api/invalid-lease.ts";
import { invalidMetadata } from "./api/invalid-metadata.ts";
import { invalidNamespace } from "./api/invalid-namespace.ts";
import { invalidNetworkPolicy } from "./api/invalid-network-policy.ts";
import { invalidNode } from "./api/invalid-node.ts";
import { invalidObject } from "./api/invalid-object.ts";
import { invalidPod } from "./api/invalid-pod.ts";
import { invalidQuota } from "./api/invalid-quota.ts";
import { invalidRbac } from "./api/invalid-rbac.ts";
import { invalidReview } from "./api/invalid-review.ts";
import { invalidRuntimeClass } from "./api/invalid-runtime-class.ts";
import { invalidScheduling } from "./api/invalid-scheduling.ts";
import { invalidService } from "./api/invalid-service.ts";
import { invalidStorage } from "./api/invalid-storage.ts";
import { invalidWorkload } from "./api/invalid-workload.ts";
import { podSecurity } from "./api/pod-security.ts";
import { podSecurityWarning } from "./api/pod-security-warning.ts";
import { serverWarning } from "./api/server-warning.ts";
import { uncheckedResource } from "./api/unchecked-resource.ts";
import { undecidedPolicy } from "./api/undecided-policy.ts";
import { unknownField } from "./api/unknown-field.ts";
import { unknownKind } from "./api/unknown-kind.ts";
import { unservedApi } from "./api/unserved-api.ts";
import { wrongType } from "./api/wrong-type.ts";
import { ambiguousScalar } from "./documents/ambiguous-scalar.ts";
import { duplicateKey } from "./documents/duplicate-key.ts";
import { duplicateObject } from "./documents/duplicate-object.ts";
import { failedBuild } from "./documents/failed-build.ts";
import { ignoredDocument } from "./documents/ignored-document.ts";
import { notKubernetes } from "./documents/not-kubernetes.ts";
import { unreachableSource } from "./documents/unreachable-source.ts";
import { unreadableFile } from "./documents/unreadable-file.ts";
import { yamlSyntax } from "./documents/yaml-syntax.ts";
import type { Rule } from "./rule.ts";

/** The rules of the layers `documents` and `api`: what the server would say. */
export const serverRules: readonly Rule[] = [
  unreadableFile,
  yamlSyntax,
  duplicateKey,
  failedBuild,
  unreachableSource,
  notKubernetes,
  ignoredDocument,
  duplicateObject,
  ambiguousScalar,
  unknownKind,
  unservedApi,
  deprecatedApi,
  uncheckedResource,
  unknownField,
  wrongType,
  invalidMetadata,
  invalidPod,
  invalidWorkload,
  invalidJob,
  invalidAutoscaler,
  invalidBudget,
  invalidService,
  invalidConfig,
  invalidEvent,
  invalidIngress,
  invalidNamespace,
  invalidNetworkPolicy,
  invalidNode,
  invalidRuntimeClass,
  invalidScheduling,
  invalidLease,
  invalidQuota,
  invalidStorage,
  invalidRbac,
  invalidCertificate,
  invalidReview,
  invalidDefinition,
  invalidCustomResource,
  invalidAdmission,
  invalidObject,
  podSecurity,
  admissionPolicy,
  immutableField,
  serverWarning,
  podSecurityWarning,
  admissionPolicyWarning,
  undecidedPolicy,
  filledInLater,
];
