import { foundAt } from "../objects/found.ts";
import type { Rule } from "../rule.ts";
import { changed, POD } from "./shared/example.ts";
import { hostPaths } from "./shared/host-paths.ts";

const WITH_FILES = `${POD}      volumeMounts: [{ name: files, mountPath: /files }]
  volumes: [{ name: files, emptyDir: { sizeLimit: 1Gi } }]
`;

export const sensitiveHostPath: Rule = {
  id: "sensitive-host-path",
  layer: "practice",
  severity: "warning",
  title: "pods that may write where their node's own programs are",
  why: "whoever gets into the pod writes a key, a unit or a program there, and has the node. It matters wherever the program reads anything from outside",
  fix: "mount it with readOnly: true, or name the one folder below it that is meant",
  bad: changed(WITH_FILES, "emptyDir: { sizeLimit: 1Gi }", "hostPath: { path: /etc }"),
  good: WITH_FILES,
  find: (world) =>
    hostPaths(world).flatMap(({ workload: { item }, volume, on, path, danger }) =>
      danger === "node"
        ? [foundAt(item, path, `the volume ${volume} is the node's ${on}, and may be written`)]
        : [],
    ),
};
