import type { Resource } from "../control-plane/resources.ts";

/** What a cluster offers before any platform comes: classes, stores, namespaces of operators. */
export const clusterGivens: readonly Resource[] = [
  namespace("monitoring"),
  namespace("ingress-nginx"),
  object({
    apiVersion: "networking.k8s.io/v1",
    kind: "IngressClass",
    metadata: { name: "nginx" },
    spec: { controller: "k8s.io/ingress-nginx" },
  }),
  object({
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: {
      name: "standard",
      annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
    },
    provisioner: "slipway.test/local",
    volumeBindingMode: "WaitForFirstConsumer",
  }),
  secretStore("vault", {
    vault: {
      server: "https://vault.example.org",
      path: "secret",
      version: "v2",
      auth: { kubernetes: { mountPath: "kubernetes", role: "reader" } },
    },
  }),
  secretStore("aws-secrets-manager", {
    aws: { service: "SecretsManager", region: "eu-central-1" },
  }),
];

function secretStore(name: string, provider: object): Resource {
  const kind = "ClusterSecretStore";
  return object({
    apiVersion: "external-secrets.io/v1",
    kind,
    metadata: { name },
    spec: { provider },
  });
}

export function namespace(name: string): Resource {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name } };
}

type Loose = Resource & {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
  readonly [field: string]: unknown;
};

function object(given: Loose): Resource {
  return given;
}
