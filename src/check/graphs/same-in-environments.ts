import type { Rule } from "../rule.ts";
import { sharedAmongEnvironments } from "./environments/shared.ts";

export const sameInEnvironments: Rule = {
  id: "same-in-environments",
  layer: "graphs",
  severity: "warning",
  title: "a value that must differ between environments and does not",
  why: "one environment takes the place of the other: visitors reach the wrong one, tests write into the data of customers, and who knows a password of one knows that of both",
  fix: "write a value of its own for each environment",
  bad: `# file: namespaces.yaml
apiVersion: v1
kind: Namespace
metadata: { name: shop-production }
---
apiVersion: v1
kind: Namespace
metadata: { name: shop-staging }
# file: base/kustomization.yaml
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [login.yaml]
# file: base/login.yaml
apiVersion: v1
kind: Secret
metadata: { name: login }
stringData: { password: 3e9cd2f07a51 }
# file: overlays/production/kustomization.yaml
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: shop-production
resources: [../../base]
# file: overlays/staging/kustomization.yaml
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: shop-staging
resources: [../../base]
`,
  good: `# file: namespaces.yaml
apiVersion: v1
kind: Namespace
metadata: { name: shop-production }
---
apiVersion: v1
kind: Namespace
metadata: { name: shop-staging }
# file: base/kustomization.yaml
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [login.yaml]
# file: base/login.yaml
apiVersion: v1
kind: Secret
metadata: { name: login }
stringData: { user: shop }
# file: overlays/production/kustomization.yaml
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: shop-production
resources: [../../base]
patches:
  - patch: |-
      apiVersion: v1
      kind: Secret
      metadata: { name: login }
      stringData: { password: 3e9cd2f07a51 }
# file: overlays/staging/kustomization.yaml
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: shop-staging
resources: [../../base]
patches:
  - patch: |-
      apiVersion: v1
      kind: Secret
      metadata: { name: login }
      stringData: { password: 81b07fa4d6e2 }
`,
  find: (world) => sharedAmongEnvironments(world),
};
