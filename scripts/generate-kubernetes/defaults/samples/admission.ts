import { each, GLOBAL, type Sample } from "./sample.ts";

const ADMISSION_API = "admissionregistration.k8s.io/v1";
const HOOK = { name: "a.example.com", sideEffects: "None", admissionReviewVersions: ["v1"] };
const HOOK_RULE = {
  apiGroups: [""],
  apiVersions: ["v1"],
  operations: ["CREATE"],
  resources: ["pods"],
};
export const ADMISSION: Sample[] = [
  ...(["ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"] as const).map((kind) => ({
    apiVersion: ADMISSION_API,
    kind,
    metadata: GLOBAL,
    webhooks: [
      {
        ...HOOK,
        clientConfig: { service: { name: "s", namespace: "default" } },
        rules: [HOOK_RULE],
      },
      { ...HOOK, name: "b.example.com", clientConfig: { url: "https://a.example" } },
    ],
  })),
  ...each(
    ADMISSION_API,
    "ValidatingAdmissionPolicy",
    [
      {
        matchConstraints: { resourceRules: [HOOK_RULE], excludeResourceRules: [HOOK_RULE] },
        validations: [{ expression: "true" }],
      },
    ],
    GLOBAL,
  ),
  ...each(
    ADMISSION_API,
    "ValidatingAdmissionPolicyBinding",
    [
      { policyName: "p", validationActions: ["Deny"] },
      { policyName: "p", validationActions: ["Deny"], matchResources: {} },
      {
        policyName: "p",
        validationActions: ["Deny"],
        matchResources: { resourceRules: [HOOK_RULE] },
        paramRef: { name: "x", parameterNotFoundAction: "Deny" },
      },
    ],
    GLOBAL,
  ),
  ...each(
    ADMISSION_API,
    "MutatingAdmissionPolicy",
    [
      {
        matchConstraints: { resourceRules: [HOOK_RULE] },
        reinvocationPolicy: "Never",
        mutations: [
          {
            patchType: "JSONPatch",
            jsonPatch: { expression: '[JSONPatch{op: "remove", path: "/spec/a"}]' },
          },
        ],
      },
    ],
    GLOBAL,
  ),
  ...each(
    "apiregistration.k8s.io/v1",
    "APIService",
    [
      {
        group: "a.example",
        version: "v1",
        groupPriorityMinimum: 1,
        versionPriority: 1,
        insecureSkipTLSVerify: true,
        service: { name: "s", namespace: "default" },
      },
    ],
    { name: "v1.a.example" },
  ),
  ...each(
    "apiextensions.k8s.io/v1",
    "CustomResourceDefinition",
    [
      {
        group: "a.example",
        scope: "Namespaced",
        names: { plural: "as", kind: "A", singular: "a", listKind: "AList" },
        versions: [
          {
            name: "v1",
            served: true,
            storage: true,
            schema: { openAPIV3Schema: { type: "object" } },
          },
        ],
      },
      {
        group: "a.example",
        scope: "Namespaced",
        names: { plural: "as", kind: "A", singular: "a", listKind: "AList" },
        versions: [
          {
            name: "v1",
            served: true,
            storage: true,
            schema: { openAPIV3Schema: { type: "object" } },
          },
        ],
        conversion: {
          strategy: "Webhook",
          webhook: {
            conversionReviewVersions: ["v1"],
            clientConfig: { service: { name: "s", namespace: "default" } },
          },
        },
      },
    ],
    { name: "as.a.example" },
  ),
];
