import type { PlacedContainer, Workload } from "../objects/workloads.ts";
import type { Rule } from "../rule.ts";
import { changed, POD } from "./shared/example.ts";
import { isForWindows, isTold, programs, servesNodes } from "./shared/nature.ts";
import { containersNamed, securityPlace, together } from "./shared/tell.ts";

export const runsAsRoot: Rule = {
  id: "runs-as-root",
  layer: "practice",
  severity: "info",
  title: "containers that run as root, or may",
  why: "root in the container is root on the node as soon as anything lets it out, and it writes wherever a volume leads. It matters to whoever answers for security; some images cannot do without",
  fix: "set runAsNonRoot: true, and runAsUser where the image names its user by name",
  bad: changed(POD, "runAsNonRoot: true, ", ""),
  good: POD,
  find: (world) =>
    programs(world).flatMap((workload) => {
      // With users of its own root in the pod is nobody on the node.
      if (workload.spec.hostUsers === false || isForWindows(workload)) return [];
      if (servesNodes(workload) || isTold(world, workload, "restricted")) return [];
      const guilty = workload.containers.filter((each) => mayBeRoot(workload, each));
      const [sure, unsure] = [true, false].map((is) =>
        guilty.filter((each) => (userOf(workload, each) === 0) === is),
      ) as [PlacedContainer[], PlacedContainer[]];
      const verb = sure.length > 1 ? "run" : "runs";
      const says = [
        ...(sure.length > 0 ? [`the ${containersNamed(sure)} ${verb} as root`] : []),
        ...(unsure.length > 0
          ? [`nothing keeps ${containersNamed(unsure)} from running as root`]
          : []),
      ];
      return together(
        workload,
        [...sure, ...unsure],
        (first) => securityPlace(first, sure.length > 0 ? "runAsUser" : "runAsNonRoot"),
        () => says.join("; "),
      );
    }),
};

function mayBeRoot(workload: Workload, placed: PlacedContainer): boolean {
  const { securityContext: own } = placed.container;
  // Told for more than that.
  if (own?.privileged) return false;
  if (own?.runAsNonRoot ?? workload.spec.securityContext?.runAsNonRoot) return false;
  return !userOf(workload, placed);
}

function userOf({ spec }: Workload, { container }: PlacedContainer): number | undefined {
  return container.securityContext?.runAsUser ?? spec.securityContext?.runAsUser;
}
