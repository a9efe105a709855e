import { foundAt } from "../objects/found.ts";
import type { Rule } from "../rule.ts";
import { changed, POD } from "./shared/example.ts";
import { hostPaths } from "./shared/host-paths.ts";

const BUILDER = `${POD}      volumeMounts: [{ name: work, mountPath: /work }]
  volumes: [{ name: work, emptyDir: { sizeLimit: 1Gi } }]
`;

export const runtimeSocket: Rule = {
  id: "runtime-socket",
  layer: "practice",
  severity: "warning",
  title: "pods that command their node's container runtime",
  why: "through the socket a program starts containers past Kubernetes, privileged ones too: it has the node, even where it may only read the socket. It matters most for CI runners, which run what others write",
  fix: "build images without it (BuildKit rootless, Buildah); what watches the nodes belongs into a DaemonSet",
  bad: changed(BUILDER, "emptyDir: { sizeLimit: 1Gi }", "hostPath: { path: /var/run/docker.sock }"),
  good: BUILDER,
  find: (world) =>
    hostPaths(world).flatMap(({ workload: { item }, volume, on, path, danger }) =>
      danger === "runtime" ? [foundAt(item, path, `the volume ${volume} is the node's ${on}`)] : [],
    ),
};
