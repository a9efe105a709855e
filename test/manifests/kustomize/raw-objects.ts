import type { AnyObject } from "../../../src/index.ts";

const resources = { requests: { cpu: "1m", memory: "1Mi" } };
const pod = (image: string) => ({
  containers: [
    {
      name: "main",
      image,
      resources,
      env: [
        { name: "A", value: "012" },
        { name: "A", value: "two values of one name" },
      ],
      ports: [
        { name: "dns", containerPort: 53, protocol: "UDP" },
        { name: "dns-tcp", containerPort: 53, protocol: "TCP" },
      ],
    },
  ],
});
const labels = { raw: "yes" };
const selector = { matchLabels: labels };

/**
 * Objects as users add them, of every sort that kustomize treats in its own way. Each takes a text that
 * differs between environments.
 */
export const rawObjects: readonly ((differs: string) => AnyObject)[] = [
  (text) => raw("v1", "ConfigMap", "elsewhere", { data: { text } }, "monitoring"),
  () =>
    raw(
      "v1",
      "ConfigMap",
      "front-settings",
      { data: { twin: "of one that is ours" } },
      "monitoring",
    ),
  (text) => raw("v1", "ConfigMap", text, { data: { A: "its name differs" } }),
  (text) => raw("cert-manager.io/v1", "ClusterIssuer", "raw", { spec: { acme: { email: text } } }),
  () => raw("gateway.networking.k8s.io/v1", "GatewayClass", "raw", { spec: { x: [1, true, "1"] } }),
  (text) => raw("v1", "Namespace", "another", { metadata: { labels: { text } } }),
  () => raw("v1", "ServiceAccount", "robot", { secrets: [{ name: "a" }, { name: "b" }] }),
  (text) =>
    raw("rbac.authorization.k8s.io/v1", "RoleBinding", "robots", {
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
      subjects: [
        { kind: "ServiceAccount", name: "default", namespace: text },
        { kind: "ServiceAccount", name: "prometheus", namespace: "monitoring" },
        { kind: "User", name: "jane", apiGroup: "rbac.authorization.k8s.io" },
        { kind: "Group", name: "default", apiGroup: "rbac.authorization.k8s.io" },
      ],
    }),
  () =>
    raw(
      "rbac.authorization.k8s.io/v1",
      "RoleBinding",
      "elsewhere",
      {
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "view" },
        subjects: [{ kind: "ServiceAccount", name: "front", namespace: "shop-dev" }],
      },
      "monitoring",
    ),
  (text) =>
    raw("apps/v1", "Deployment", "raw", {
      metadata: { finalizers: [`example.org/${text}`], annotations: { text } },
      spec: { replicas: 2, selector, template: { metadata: { labels }, spec: pod("shop/raw:1") } },
    }),
  (text) =>
    raw("apps/v1", "Deployment", "raw", {
      spec: {
        replicas: text.length,
        selector,
        template: { metadata: { labels }, spec: pod("shop/front:other") },
      },
    }),
  (text) =>
    raw("argoproj.io/v1alpha1", "Rollout", "raw", {
      spec: { replicas: 1, template: { spec: pod(`busybox:${text}`) } },
    }),
  (text) =>
    raw("v1", "Service", "raw", {
      spec: {
        ports: [
          { name: "dns", port: 53, protocol: "UDP" },
          { name: "dns-tcp", port: 53, protocol: "TCP", targetPort: text.length },
        ],
      },
    }),
  (text) =>
    raw("example.org/v1", "Thing", "raw.with.dots", {
      spec: { list: [{ name: "a", value: text }, { name: "b" }], empty: {}, none: [], zero: 0 },
    }),
  (text) =>
    raw("example.org/v1", "Odd", "odd", {
      metadata: { labels: {}, annotations: {} },
      spec: {
        text,
        nothing: null,
        inside: { none: null },
        list: [0.5, 12345678901, -1, 1e3, null],
      },
    }),
  (text) =>
    raw("v1", "ConfigMap", "odd", { metadata: { labels: null }, data: { text, nothing: null } }),
  () => raw("example.org/v1", "Service", "front", { spec: { port: 1 } }),
  (text) => raw("example.com/v1", "Service", "front", { spec: { text } }),
  (text) => raw("rbac.authorization.k8s.io/v1", "ClusterRole", "a:b(c|d)*", { rules: [{ text }] }),
  (text) =>
    raw("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", "raw", {
      webhooks: [
        { name: "a.b.c", clientConfig: { service: { name: "front", namespace: text } } },
        { name: "d.e.f", clientConfig: { url: `https://${text}.example` } },
      ],
    }),
  (text) =>
    raw("apiregistration.k8s.io/v1", "APIService", "v1.example.org", {
      spec: { group: "example.org", version: "v1", service: { name: "front", namespace: text } },
    }),
];

function raw(
  apiVersion: string,
  kind: string,
  name: string,
  { metadata, ...content }: { metadata?: object; [field: string]: unknown },
  namespace?: string,
): AnyObject {
  const place = { name, ...(namespace !== undefined && { namespace }) };
  return { apiVersion, kind, metadata: { ...place, ...metadata }, ...content } as AnyObject;
}
