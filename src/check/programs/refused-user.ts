import { quote } from "../../kubernetes/text.ts";
import { foundAt } from "../objects/found.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { running } from "./running/running.ts";

/** @see k8s.io/kubernetes/pkg/kubelet/kuberuntime/security_context.go verifyRunAsNonRoot */
export const refusedUser: Rule = {
  id: "refused-user",
  layer: "programs",
  severity: "error",
  title: "runAsNonRoot with an image that runs as root, or as a user without a number",
  why: "the kubelet does not start the container: it waits in CreateContainerConfigError",
  fix: "set runAsUser to a number that is not 0, or take an image that runs as one",
  bad: `apiVersion: apps/v1
kind: Deployment
metadata: { name: metrics }
spec:
  selector: { matchLabels: { app: metrics } }
  template:
    metadata: { labels: { app: metrics } }
    spec:
      securityContext: { runAsNonRoot: true }
      containers: [{ name: metrics, image: "prom/prometheus:v3.5.0" }]
`,
  good: `apiVersion: apps/v1
kind: Deployment
metadata: { name: metrics }
spec:
  selector: { matchLabels: { app: metrics } }
  template:
    metadata: { labels: { app: metrics } }
    spec:
      securityContext: { runAsNonRoot: true, runAsUser: 65534, fsGroup: 65534 }
      containers: [{ name: metrics, image: "prom/prometheus:v3.5.0" }]
`,
  find: (world: World) =>
    running(world).flatMap(({ workload, placed, imageEntry }): FoundInObject[] => {
      const user = imageEntry?.user;
      if (!user || ("id" in user && user.id !== 0)) return [];
      const { item, spec, specPath } = workload;
      const { securityContext: own } = placed.container;
      const { securityContext: pod } = spec;
      if ((own?.runAsUser ?? pod?.runAsUser) !== undefined || spec.os?.name === "windows")
        return [];
      if (!(own?.runAsNonRoot ?? pod?.runAsNonRoot)) return [];
      const base = own?.runAsNonRoot === undefined ? specPath : placed.path;
      const path = base.field("securityContext", "runAsNonRoot");
      const who = "id" in user ? "as root" : `as ${quote(user.name)}, a name that could be root's`;
      const message = `the image of ${placed.container.name}, ${imageEntry.name}, runs ${who}, which runAsNonRoot refuses`;
      return [foundAt(item, path, message)];
    }),
};
