import { randomBytes } from "node:crypto";
import type { Resolved } from "../../src/platform/resolve/index.ts";
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
    metadata: { name: "standard" },
    provisioner: "slipway.test/local",
    volumeBindingMode: "WaitForFirstConsumer",
  }),
  object({
    apiVersion: "external-secrets.io/v1",
    kind: "ClusterSecretStore",
    metadata: { name: "vault" },
    spec: {
      provider: {
        vault: {
          server: "https://vault.example.org",
          path: "secret",
          version: "v2",
          auth: { kubernetes: { mountPath: "kubernetes", role: "reader" } },
        },
      },
    },
  }),
];

/** The Secrets that somebody else makes: the deploy, or whoever said `existing()`. Optional ones stay away. */
export function secretsOfOthers(resolved: Resolved): Resource[] {
  return resolved.secrets
    .filter(({ from, optional }) => from.from !== "externalSecrets" && !optional)
    .map(({ name, keys, type }) =>
      object({
        apiVersion: "v1",
        kind: "Secret",
        metadata: { name, namespace: resolved.namespace },
        type,
        stringData: Object.fromEntries(keys.map((key) => [key, madeUp(key)])),
      }),
    );
}

function madeUp(key: string): string {
  return key === ".dockerconfigjson" ? '{"auths":{}}' : randomBytes(12).toString("hex");
}

export function namespace(name: string): Resource {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name } };
}

function object(given: Resource & { readonly [field: string]: unknown }): Resource {
  return given;
}
