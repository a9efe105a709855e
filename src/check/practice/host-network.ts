import { foundAt } from "../objects/found.ts";
import { titleOf } from "../objects/titles.ts";
import type { Rule } from "../rule.ts";
import { changed, POD } from "./shared/example.ts";
import { ordinary } from "./shared/nature.ts";

export const hostNetwork: Rule = {
  id: "host-network",
  layer: "practice",
  severity: "info",
  title: "pods in the node's own network",
  why: "no NetworkPolicy holds for them, they reach what listens on the node alone, and two of them on one node want the same port. It matters where policies are relied upon",
  fix: "leave hostNetwork out, and let a Service lead to the pods",
  bad: changed(POD, "spec:\n", "spec:\n  hostNetwork: true\n"),
  good: POD,
  find: (world) =>
    [...ordinary(world)].flatMap((workload) => {
      const { spec, specPath, item } = workload;
      if (!spec.hostNetwork) return [];
      const message = `the pods of ${titleOf(workload.item)} are in the node's network`;
      return [foundAt(item, specPath.field("hostNetwork"), message)];
    }),
};
