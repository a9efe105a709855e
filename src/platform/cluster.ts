import { type Component, defineComponent } from "./component.ts";
import { type Access, accessCheck } from "./options/container.ts";
import { aString, listOf, literal, objectOf, optional } from "./shape.ts";
import { callSite } from "./where.ts";

export interface ClusterAccessOptions {
  /** What is allowed, in every namespace. */
  readonly rules: readonly Access[];
  /** Paths of the API server that are no objects, such as `"/metrics"`, for reading. */
  readonly paths?: readonly string[];
  /** Who gets it: a ServiceAccount of another namespace. */
  readonly to: { readonly serviceAccount: string; readonly namespace: string };
}

/** Rights in the whole cluster for a program outside this platform, such as Prometheus. */
export interface ClusterAccess
  extends Component<Partial<ClusterAccessOptions> | false, "ClusterRole" | "ClusterRoleBinding"> {}

/** Rights in the whole cluster for a program outside this platform. */
export function clusterAccess(name: string, options: ClusterAccessOptions): ClusterAccess {
  const site = callSite(clusterAccess);
  return defineComponent<ClusterAccess, ClusterAccessOptions>({
    sort: "clusterAccess",
    name,
    options,
    site,
  });
}

export const clusterAccessCheck = objectOf<ClusterAccessOptions>({
  rules: accessCheck,
  paths: optional(listOf(aString)),
  to: objectOf<ClusterAccessOptions["to"]>({ serviceAccount: aString, namespace: aString }),
});

export interface AdmissionRule {
  /** A CEL expression over `object`; what it denies is refused. */
  readonly expression: string;
  readonly message: string;
}

export interface AdmissionOptions {
  /** What is judged when it is created or changed: `["pods"]`, `["deployments.apps"]`. */
  readonly on: readonly string[];
  readonly rules: readonly AdmissionRule[];
  /** Default: `"Deny"`. */
  readonly action?: "Deny" | "Warn" | "Audit";
}

/** Rules of your own that the API server enforces in the platform's namespace. */
export interface Admission
  extends Component<
    Partial<AdmissionOptions> | false,
    "ValidatingAdmissionPolicy" | "ValidatingAdmissionPolicyBinding"
  > {}

/** Rules of your own, in CEL, that the API server enforces in the platform's namespace. */
export function admission(name: string, options: AdmissionOptions): Admission {
  const site = callSite(admission);
  return defineComponent<Admission, AdmissionOptions>({ sort: "admission", name, options, site });
}

export const admissionCheck = objectOf<AdmissionOptions>({
  on: listOf(aString),
  rules: listOf(objectOf<AdmissionRule>({ expression: aString, message: aString })),
  action: optional(literal("Deny", "Warn", "Audit")),
});
