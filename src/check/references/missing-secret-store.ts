import type { Rule } from "../rule.ts";
import { missingFound } from "./missing.ts";

export const missingSecretStore: Rule = {
  id: "missing-secret-store",
  layer: "references",
  severity: "warning",
  title: "a secret store that is asked, among others that are there",
  why: "the Secret is never made, and the pods that need it wait",
  fix: "name a store that is there (kind: ClusterSecretStore for one of the cluster), or say that it is elsewhere: --assume ClusterSecretStore/NAME",
  bad: `apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: { name: vault }
spec: { provider: { vault: { server: "https://vault.example.com", path: shop, auth: { kubernetes: { mountPath: kubernetes, role: shop } } } } }
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: database }
spec:
  secretStoreRef: { name: aws }
  data: [{ secretKey: password, remoteRef: { key: database } }]
`,
  good: `apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: { name: vault }
spec: { provider: { vault: { server: "https://vault.example.com", path: shop, auth: { kubernetes: { mountPath: kubernetes, role: shop } } } } }
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: database }
spec:
  secretStoreRef: { name: vault }
  data: [{ secretKey: password, remoteRef: { key: database } }]
`,
  find: missingFound("missing-secret-store", "warning"),
};
