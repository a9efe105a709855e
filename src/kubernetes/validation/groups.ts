import type { GroupRules } from "./kind-rules.ts";

/** The rules of each API group, loaded when an object of the group is judged. */
export const loaders: Readonly<Record<string, () => Promise<{ readonly rules: GroupRules }>>> = {
  "": () => import("./core/index.ts"),
  "admissionregistration.k8s.io": () => import("./admissionregistration/index.ts"),
  "apiextensions.k8s.io": () => import("./apiextensions/index.ts"),
  "apiregistration.k8s.io": () => import("./apiregistration/index.ts"),
  apps: () => import("./apps/index.ts"),
  "authentication.k8s.io": () => import("./authentication/index.ts"),
  "authorization.k8s.io": () => import("./authorization/index.ts"),
  autoscaling: () => import("./autoscaling/index.ts"),
  batch: () => import("./batch/index.ts"),
  "certificates.k8s.io": () => import("./certificates/index.ts"),
  "coordination.k8s.io": () => import("./coordination/index.ts"),
  "discovery.k8s.io": () => import("./discovery/index.ts"),
  "events.k8s.io": () => import("./events/index.ts"),
  "flowcontrol.apiserver.k8s.io": () => import("./flowcontrol/index.ts"),
  "internal.apiserver.k8s.io": () => import("./apiserverinternal/index.ts"),
  "networking.k8s.io": () => import("./networking/index.ts"),
  "node.k8s.io": () => import("./node/index.ts"),
  policy: () => import("./policy/index.ts"),
  "rbac.authorization.k8s.io": () => import("./rbac/index.ts"),
  "resource.k8s.io": () => import("./resource/index.ts"),
  "scheduling.k8s.io": () => import("./scheduling/index.ts"),
  "storage.k8s.io": () => import("./storage/index.ts"),
  "storagemigration.k8s.io": () => import("./storagemigration/index.ts"),
};
