import {
  configKeyProblem,
  dns1035LabelProblem,
  dns1123LabelProblem,
  dns1123SubdomainProblem,
  pathSegmentNameProblem,
} from "./names.ts";
import { quote } from "./text.ts";

const LABELS = new Set(["Namespace", "Service", "StatefulSet"]);
/**
 * Kinds whose own validation asks nothing of the name: the path of the URL is all that counts. Or
 * it asks what the name alone cannot answer.
 */
const PATH_SEGMENTS = new Set([
  "Role",
  "RoleBinding",
  "ClusterRole",
  "ClusterRoleBinding",
  "PodDisruptionBudget",
  "CertificateSigningRequest",
  "IPAddress",
  "Event",
  "ClusterTrustBundle",
  "APIService",
  "StorageVersion",
]);
/** What controllers append to a name, or the label they put it into, leaves no more than this. */
const MAX: ReadonlyMap<string, number> = new Map([
  ["CronJob", 52],
  ["Job", 63],
]);

/**
 * Is this `metadata.name` one that an API server takes for this kind? The default, also for custom
 * resources, is a DNS-1123 subdomain.
 *
 * @param minor the minor version of Kubernetes 1 that the name is for.
 * @see k8s.io/kubernetes/pkg/apis/…/validation/validation.go, the calls of ValidateObjectMeta
 */
export function nameProblem(kind: string, name: string, minor = 36): string | undefined {
  if (name === "") return `the name of a ${kind} is empty`;
  const problem = ruleOf(kind, minor)(name);
  if (problem !== undefined) return problem;
  const max = MAX.get(kind);
  if (max === undefined || name.length <= max) return undefined;
  return `${quote(name)} is too long for a ${kind}: ${name.length} characters, at most ${max} are allowed`;
}

function ruleOf(kind: string, minor: number): (name: string) => string | undefined {
  if (kind === "Service" && minor < 36) return dns1035LabelProblem;
  if (LABELS.has(kind)) return dns1123LabelProblem;
  if (PATH_SEGMENTS.has(kind)) return pathSegmentNameProblem;
  if (kind === "LeaseCandidate") return configKeyProblem;
  return dns1123SubdomainProblem;
}

/**
 * Can the controller make the pods of a StatefulSet of this name? The API server takes up to 63
 * characters, but the controller puts the name, a hyphen and a hash of up to ten characters into
 * the label `controller-revision-hash`, and then no pod is ever created.
 *
 * @see k8s.io/kubernetes/pkg/controller/statefulset/stateful_set_utils.go setPodRevision
 */
export function statefulSetPodsProblem(name: string): string | undefined {
  if (name.length <= 52) return undefined;
  return `${quote(name)} is too long for a StatefulSet: with more than 52 characters no pod can be created (it has ${name.length})`;
}
