import type { Volume } from "../../kubernetes/types/core.ts";
import type { Decoded } from "../../kubernetes/validation/decoded.ts";
import { foundAt } from "../objects/found.ts";
import { listed } from "../objects/titles.ts";
import type { Workload } from "../objects/workloads.ts";
import type { Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { changed, POD } from "./shared/example.ts";
import { isOfSystem, lasting, programs } from "./shared/nature.ts";
import { isLimited } from "./shared/resources.ts";
import { counted } from "./shared/tell.ts";

const WITH_SCRATCH = `${POD}      volumeMounts: [{ name: cache, mountPath: /cache }]
  volumes: [{ name: cache, emptyDir: { sizeLimit: 1Gi } }]
`;

export const unboundedScratch: Rule = {
  id: "unbounded-scratch",
  layer: "practice",
  severity: "info",
  title: "scratch volumes that may fill their node's disk",
  why: "an emptyDir without a limit grows until the node is short of disk, and then the kubelet evicts pods that have nothing to do with it. It matters where something large is written, such as uploads and caches",
  fix: "set emptyDir.sizeLimit, or a limit of ephemeral-storage for the containers",
  bad: changed(WITH_SCRATCH, "{ sizeLimit: 1Gi }", "{}"),
  good: WITH_SCRATCH,
  find: (world) => {
    const guilty = programs(world).flatMap((workload) => {
      const index = (workload.spec.volumes ?? []).findIndex(isOpen);
      if (index < 0 || isOfSystem(workload) || isBounded(world, workload)) return [];
      return [{ ...workload, index }];
    });
    const [first] = guilty;
    if (!first) return [];
    const names = listed(guilty.map(({ item }) => item.name));
    const have = guilty.length > 1 ? "have" : "has";
    const message = `${counted(guilty.length, "workload")} ${have} an emptyDir whose size nothing limits: ${names}`;
    const path = first.specPath.field("volumes").index(first.index).field("emptyDir");
    return [foundAt(first.item, path, message)];
  },
};

function isBounded(world: World, workload: Workload): boolean {
  return lasting(workload).every((each) => isLimited(world, workload, each, "ephemeral-storage"));
}

/** One of memory counts against the limits of memory. */
function isOpen({ emptyDir }: Decoded<Volume>): boolean {
  return emptyDir !== undefined && !emptyDir.sizeLimit && emptyDir.medium !== "Memory";
}
