import type {
  ClusterRole,
  ClusterRoleBinding,
  KubernetesObject,
  NamedRuleWithOperations,
  PolicyRule,
  Role,
  RoleBinding,
  ServiceAccount,
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
} from "../kubernetes/types/index.ts";
import type { Named, Program, Resolved, ResolvedAccess } from "../platform/resolve/index.ts";
import { clusterMeta, common, compact, meta, owned, type Rendered } from "./rendered.ts";

/** An account for every component that runs pods, and what it may do with the API. */
export function renderAccounts(resolved: Resolved): Rendered[] {
  // The operator makes the account of a Cluster; what is left is the backup's.
  const clusters = resolved.postgresClusters.filter(({ backup }) => backup);
  const stores = [...resolved.postgres, ...clusters, ...resolved.redis].map((store) => ({
    ...store,
    access: [],
  }));
  const jobs = resolved.jobs.filter((job) => job.migrates === undefined);
  return [...resolved.running, ...jobs, ...resolved.crons, ...stores].flatMap((program) =>
    owned(program, "accounts", ...account(resolved, program, program.access)),
  );
}

function account(
  resolved: Resolved,
  owner: Named & Pick<Program, "names">,
  access: readonly ResolvedAccess[],
): KubernetesObject[] {
  const { names } = owner;
  const named = (name: string) => meta(resolved, name, owner.name);
  const account: ServiceAccount = {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: named(names.account),
    ...(access.length === 0 && { automountServiceAccountToken: false }),
  };
  if (access.length === 0) return [account];
  const role: Role = {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "Role",
    metadata: named(names.role),
    rules: access.map(rule),
  };
  const binding: RoleBinding = {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "RoleBinding",
    metadata: named(names.binding),
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: names.role },
    subjects: [{ kind: "ServiceAccount", name: names.account, namespace: resolved.namespace }],
  };
  return [account, role, binding];
}

function rule({ group, resource, verbs, names }: ResolvedAccess): PolicyRule {
  return compact<PolicyRule>({
    apiGroups: [group],
    resources: [resource],
    resourceNames: [...names],
    verbs: [...verbs],
  });
}

export function renderClusterAccess(resolved: Resolved): Rendered[] {
  return resolved.clusterAccess.flatMap((given) => {
    const metadata = clusterMeta(resolved, given.name);
    const paths: PolicyRule[] =
      given.paths.length > 0 ? [{ nonResourceURLs: [...given.paths], verbs: ["get"] }] : [];
    const role: ClusterRole = {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRole",
      metadata,
      rules: [...given.rules.map(rule), ...paths],
    };
    const binding: ClusterRoleBinding = {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRoleBinding",
      metadata,
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: given.name },
      subjects: [
        { kind: "ServiceAccount", name: given.to.serviceAccount, namespace: given.to.namespace },
      ],
    };
    return common(resolved, "security", [role, binding], given);
  });
}

/** Admission rules of the platform, bound to its own namespace only. */
export function renderAdmissions(resolved: Resolved): Rendered[] {
  return resolved.admissions.flatMap((given) => {
    const metadata = clusterMeta(resolved, given.name);
    const policy: ValidatingAdmissionPolicy = {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingAdmissionPolicy",
      metadata,
      spec: {
        matchConstraints: { resourceRules: given.on.map(resourceRule) },
        validations: given.rules.map(({ expression, message }) => ({ expression, message })),
      },
    };
    const binding: ValidatingAdmissionPolicyBinding = {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingAdmissionPolicyBinding",
      metadata,
      spec: {
        policyName: given.name,
        validationActions: [given.action],
        matchResources: {
          namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": resolved.namespace } },
        },
      },
    };
    return common(resolved, "security", [policy, binding], given);
  });
}

/** `"deployments.apps"` is the resource deployments of the group apps. */
function resourceRule(on: string): NamedRuleWithOperations {
  const [resource = "", ...group] = on.split(".");
  return {
    apiGroups: [group.join(".")],
    apiVersions: ["*"],
    operations: ["CREATE", "UPDATE"],
    resources: [resource],
  };
}
