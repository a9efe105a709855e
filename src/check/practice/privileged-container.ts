import type { Rule } from "../rule.ts";
import { changed, POD } from "./shared/example.ts";
import { ordinary } from "./shared/nature.ts";
import { together } from "./shared/tell.ts";

export const privilegedContainer: Rule = {
  id: "privileged-container",
  layer: "practice",
  severity: "warning",
  title: "privileged containers of programs that are no part of the nodes",
  why: "whoever gets into the container has the node, with the Secrets of every pod on it. It matters wherever the program reads anything from outside",
  fix: "add the single capability that it needs instead; what serves the nodes belongs into a DaemonSet, in kube-system, or in a namespace labelled pod-security.kubernetes.io/enforce: privileged",
  bad: changed(POD, "allowPrivilegeEscalation: false", "privileged: true"),
  good: POD,
  find: (world) =>
    [...ordinary(world)].flatMap((workload) =>
      together(
        workload,
        workload.containers.filter(({ container }) => container.securityContext?.privileged),
        ({ path }) => path.field("securityContext", "privileged"),
        (names) => `the ${names} may do on the node whatever root may`,
      ),
    ),
};
