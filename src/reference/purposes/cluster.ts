import { code, listed, type Purposes } from "./purposes.ts";

/** The namespace, and what the cluster holds for it. */
export const clusterPurposes: Purposes = {
  Namespace: ({ metadata }) => {
    const level = metadata?.labels?.["pod-security.kubernetes.io/enforce"];
    const held = "holds everything of this environment";
    return level === undefined ? held : `${held}; enforces the Pod Security level ${code(level)}`;
  },
  ResourceQuota: ({ spec }) => {
    const hard = Object.entries(spec?.hard ?? {});
    return `refuses pods beyond ${hard.map(([name, amount]) => code(`${name} ${amount}`)).join(", ")}`;
  },
  LimitRange: () => "bounds and defaults of what containers ask for",
  PriorityClass: ({ value }) => `pods of priority ${value}`,
  StorageClass: ({ provisioner, parameters = {}, reclaimPolicy, allowVolumeExpansion }) => {
    const given = Object.entries(parameters).map(([key, value]) => `${key} ${value}`);
    return [
      `volumes made by ${code(provisioner)}${given.length > 0 ? ` (${given.join(", ")})` : ""}`,
      reclaimPolicy === "Retain" ? "kept when their claim is deleted" : "gone with their claim",
      ...(allowVolumeExpansion ? ["can grow"] : []),
    ].join("; ");
  },
  PersistentVolumeClaim: ({ spec }) => {
    const size = spec?.resources?.requests?.storage ?? "?";
    const modes = (spec?.accessModes ?? []).join(", ");
    const from = spec?.storageClassName;
    return `a volume of ${code(size)}, ${code(modes)}${from === undefined ? "" : `, of class ${code(from)}`}`;
  },
  ValidatingAdmissionPolicy: ({ spec }) => {
    const messages = (spec?.validations ?? []).flatMap(({ message }) => message ?? []);
    return `the API server's own check: ${messages.join("; ")}`;
  },
  ValidatingAdmissionPolicyBinding: ({ spec }) =>
    `puts ${code(spec?.policyName ?? "")} into force here: ${(spec?.validationActions ?? []).join(", ")}`,
  ServiceAccount: ({ automountServiceAccountToken }) =>
    automountServiceAccountToken === false
      ? "the identity of its pods, without a token for the Kubernetes API"
      : "the identity of its pods",
  Role: ({ rules }) => rights(rules),
  ClusterRole: ({ rules }) => rights(rules),
  RoleBinding: ({ roleRef, subjects }) => binding(roleRef, subjects),
  ClusterRoleBinding: ({ roleRef, subjects }) => binding(roleRef, subjects),
};

interface Rule {
  readonly verbs: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

function rights(rules: readonly Rule[] = []): string {
  const each = rules.map(({ verbs, resources, resourceNames, nonResourceURLs }) => {
    const named = resourceNames?.length ? ` (only ${listed(resourceNames)})` : "";
    return `${verbs.join(", ")} ${(resources ?? nonResourceURLs ?? []).join(", ")}${named}`;
  });
  return `may ${each.join("; ")}`;
}

function binding(
  role: { readonly name: string } | undefined,
  subjects: readonly { readonly name: string; readonly namespace?: string }[] = [],
): string {
  return `gives ${code(role?.name ?? "")} to ${listed(subjects.map(({ name }) => name))}`;
}
