import { listed } from "../objects/titles.ts";
import type { PlacedContainer, Workload } from "../objects/workloads.ts";
import type { Rule } from "../rule.ts";
import { changed, POD } from "./shared/example.ts";
import { isForWindows, isTold, programs, servesNodes } from "./shared/nature.ts";
import { securityPlace, together } from "./shared/tell.ts";

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
        (first) => securityPlace(first, lacking(workload, first)[0] ?? "capabilities"),
        (names) => {
          const verb = guilty.length > 1 ? "lack" : "lacks";
          return `the ${names} ${verb} ${listed(lacks.map((field) => WANTED[field]))}`;
        },
      );
    }),
};

/** What is to be written, by the field. */
const WANTED = {
  allowPrivilegeEscalation: "allowPrivilegeEscalation: false",
  capabilities: "capabilities.drop: [ALL]",
  seccompProfile: "a seccompProfile",
} as const;

function lacking({ spec }: Workload, { container }: PlacedContainer): (keyof typeof WANTED)[] {
  const { allowPrivilegeEscalation, capabilities, seccompProfile } =
    container.securityContext ?? {};
  const lacks: (keyof typeof WANTED)[] = [];
  if (allowPrivilegeEscalation !== false) lacks.push("allowPrivilegeEscalation");
  if (!(capabilities?.drop ?? []).includes("ALL")) lacks.push("capabilities");
  if (!seccompProfile && !spec.securityContext?.seccompProfile) lacks.push("seccompProfile");
  return lacks;
}
