import { foundAt } from "../objects/found.ts";
import type { Rule } from "../rule.ts";
import { changed, WEB } from "./shared/example.ts";
import { isKeptRunning, programs } from "./shared/nature.ts";
import { uses } from "./shared/services.ts";

const READINESS = "          readinessProbe: { httpGet: { path: /ready, port: http } }\n";

export const missingReadiness: Rule = {
  id: "missing-readiness",
  layer: "practice",
  severity: "warning",
  title: "containers behind a Service that do not say when they can answer",
  why: "requests are sent to a pod as soon as its process is started: with every rollout and restart some of them fail. It matters to whoever calls the Service",
  fix: "add a readinessProbe that asks the port that the Service sends to",
  bad: changed(WEB, READINESS, ""),
  good: WEB,
  find: (world) =>
    programs(world).flatMap((workload) => {
      const { item, spec } = workload;
      if (!isKeptRunning(workload) || (spec.readinessGates ?? []).length > 0) return [];
      for (const { container: placed, port, service, isHeadless } of uses(world).get(workload) ??
        []) {
        const { publishNotReadyAddresses } = service.object.spec ?? {};
        // Through a headless Service the pods of one program find each other, before they are ready.
        if (!placed || isHeadless || publishNotReadyAddresses) continue;
        const { name = "", readinessProbe, startupProbe } = placed.container;
        if (readinessProbe || startupProbe || port.protocol === "UDP") continue;
        const more = placed.container.livenessProbe ? "" : ", nor a livenessProbe";
        const message = `the Service ${service.name} sends to container ${name}, which has no readinessProbe${more}`;
        return [foundAt(item, placed.path, message)];
      }
      return [];
    }),
};
