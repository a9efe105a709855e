import type { PlacedContainer, Workload } from "../objects/workloads.ts";
import type { Rule } from "../rule.ts";
import { changed, POD } from "./shared/example.ts";
import { isForWindows, isTold, programs, servesNodes } from "./shared/nature.ts";
import { listed, together } from "./shared/tell.ts";

export const unhardenedContainer: Rule = {
  id: "unhardened-container",
  layer: "practice",
  severity: "info",
  title: "containers that keep rights which they hardly need",
  why: "nothing is lost by giving them up, and whoever gets into the container has less to work with; the restricted level of the Pod Security Standards asks for all three. It matters to whoever answers for security",
  fix: "write allowPrivilegeEscalation: false and capabilities: { drop: [ALL] } for the container, and seccompProfile: { type: RuntimeDefault } for the pod",
  bad: changed(POD, "allowPrivilegeEscalation: false, ", ""),
  good: POD,
  find: (world) =>
    programs(world).flatMap((workload) => {
      if (servesNodes(workload) || isForWindows(workload)) return [];
      if (isTold(world, workload, "restricted")) return [];
      // What is privileged cannot give up anything.
      const guilty = workload.containers.filter(
        (each) => !each.container.securityContext?.privileged && lacking(workload, each).length > 0,
      );
      const lacks = [...new Set(guilty.flatMap((each) => lacking(workload, each)))];
      return together(
        workload,
        guilty,
        ({ container, path }) => (container.securityContext ? path.field("securityContext") : path),
        (names) => `the ${names} ${guilty.length > 1 ? "lack" : "lacks"} ${listed(lacks)}`,
      );
    }),
};

function lacking({ spec }: Workload, { container }: PlacedContainer): string[] {
  const { allowPrivilegeEscalation, capabilities, seccompProfile } =
    container.securityContext ?? {};
  const lacks: string[] = [];
  if (allowPrivilegeEscalation !== false) lacks.push("allowPrivilegeEscalation: false");
  if (!(capabilities?.drop ?? []).includes("ALL")) lacks.push("capabilities.drop: [ALL]");
  if (!seccompProfile && !spec.securityContext?.seccompProfile) lacks.push("a seccompProfile");
  return lacks;
}
