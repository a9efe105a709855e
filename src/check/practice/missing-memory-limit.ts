import type { Rule } from "../rule.ts";
import { changed, POD } from "./shared/example.ts";
import { lasting, programs } from "./shared/nature.ts";
import { isDecidedElsewhere, isLimited, requests } from "./shared/resources.ts";
import { together } from "./shared/tell.ts";

export const missingMemoryLimit: Rule = {
  id: "missing-memory-limit",
  layer: "practice",
  severity: "info",
  title: "containers that may use all memory of their node",
  why: "one leak takes the node's memory, and the kernel then kills other programs on it. It matters to whoever shares the nodes. A limit of CPU is not asked for: it slows programs down that nobody waits behind",
  fix: "set resources.limits.memory, best to the same as the request",
  bad: changed(POD, ", limits: { memory: 64Mi }", ""),
  good: POD,
  find: (world) =>
    programs(world).flatMap((workload) => {
      if (isDecidedElsewhere(world, workload)) return [];
      // Those that do not even request any are told for that.
      const guilty = lasting(workload).filter(
        (placed) =>
          requests(world, workload, placed, "memory") &&
          !isLimited(world, workload, placed, "memory"),
      );
      return together(
        workload,
        guilty,
        ({ path }) => path.field("resources"),
        (containers) => `nothing limits the memory of ${containers}`,
      );
    }),
};
