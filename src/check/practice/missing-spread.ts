import { foundAt } from "../objects/found.ts";
import type { Rule } from "../rule.ts";
import { changed, WEB } from "./shared/example.ts";
import { serving } from "./shared/serving.ts";

const SPREAD = `      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector: { matchLabels: { app.kubernetes.io/name: web } }
`;

export const missingSpread: Rule = {
  id: "missing-spread",
  layer: "practice",
  severity: "info",
  title: "several pods behind a Service that may all be on one node",
  why: "the scheduler prefers other nodes for them, and gives that up for a node with more room; when that one node fails, all are gone. It matters where two pods were meant to be two chances",
  fix: "add topologySpreadConstraints over kubernetes.io/hostname, or a podAntiAffinity",
  bad: changed(WEB, SPREAD, ""),
  good: WEB,
  find: (world) =>
    serving(world).flatMap(({ workload: { item, spec, specPath }, scale }) => {
      if (scale.minimum < 2 || spec.affinity?.podAntiAffinity) return [];
      if ((spec.topologySpreadConstraints ?? []).length > 0) return [];
      const message = `nothing spreads the ${scale.minimum} pods of ${item.kind} ${item.name} over nodes`;
      return [foundAt(item, specPath, message)];
    }),
};
