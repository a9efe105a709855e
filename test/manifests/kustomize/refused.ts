/** Objects that kustomize cannot leave as they are beside a ServiceAccount and a Service called shop. */
export const refused: readonly {
  readonly name: string;
  readonly object: object;
  readonly message: string;
}[] = [
  {
    name: "a user called like an account",
    object: binding({ kind: "User", name: "shop", apiGroup: "rbac.authorization.k8s.io" }),
    message: "RoleBinding x: kustomize takes User shop for the object of that name here",
  },
  {
    name: "an account of default called like one here",
    object: binding({ kind: "ServiceAccount", name: "shop", namespace: "default" }),
    message: "RoleBinding x: kustomize takes ServiceAccount shop for the object of that name here",
  },
  {
    name: "a Service of default called like one here",
    object: {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingWebhookConfiguration",
      metadata: { name: "x" },
      webhooks: [
        { name: "a.b.c", clientConfig: { service: { name: "shop", namespace: "default" } } },
      ],
    },
    message:
      "ValidatingWebhookConfiguration x: kustomize takes Service shop for the object of that name here",
  },
  {
    name: "an annotation of its own",
    object: map({ annotations: { "config.kubernetes.io/local-config": "true" } }),
    message:
      "ConfigMap x: kustomize takes the annotation config.kubernetes.io/local-config for one of its own",
  },
  {
    name: "a list of objects",
    object: { apiVersion: "v1", kind: "ConfigMapList", metadata: { name: "x" }, items: [map({})] },
    message: "ConfigMapList x: kustomize puts the items of a list in its place",
  },
];

function binding(subject: object) {
  return {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "RoleBinding",
    metadata: { name: "x" },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "x" },
    subjects: [subject],
  };
}

function map(metadata: object) {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "x", ...metadata }, data: {} };
}
