import type { Rule } from "../rule.ts";
import { changed, WEB } from "./shared/example.ts";
import { isKeptRunning, isOfSystem, programs } from "./shared/nature.ts";
import { together } from "./shared/tell.ts";

export const missingLiveness: Rule = {
  id: "missing-liveness",
  layer: "practice",
  severity: "info",
  title: "pods that tell when they are ready, and that nothing restarts when they hang",
  why: "a process that hangs without ending stays as it is until somebody looks. It matters for programs that may deadlock; one that ends on every fault needs none",
  fix: "add a livenessProbe that asks the process alone, none of what it depends on, and that waits longer than the readinessProbe",
  bad: changed(WEB, "          livenessProbe: { httpGet: { path: /alive, port: http } }\n", ""),
  good: WEB,
  find: (world) =>
    programs(world).flatMap((workload) => {
      const { containers } = workload;
      if (!isKeptRunning(workload) || isOfSystem(workload)) return [];
      // The probe of one restarts that one. Those without any that need one are told for that.
      const guilty = containers.filter(
        ({ container }) => container.readinessProbe && !container.livenessProbe,
      );
      return together(
        workload,
        guilty,
        ({ path }) => path,
        (names) => `nothing restarts ${names} when the process hangs: no livenessProbe`,
      );
    }),
};
