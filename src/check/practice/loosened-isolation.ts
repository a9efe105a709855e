import { podOf, podSecurityProblems } from "../../kubernetes/pod-security/index.ts";
import { foundAt } from "../objects/found.ts";
import type { Rule } from "../rule.ts";
import { changed, POD } from "./shared/example.ts";
import { ordinary } from "./shared/nature.ts";

/** What other rules, and the layer api, do not tell more exactly. */
const CHECKS: ReadonlySet<string> = new Set([
  "appArmorProfile",
  "seccompProfile_baseline",
  "sysctls",
  "windowsHostProcess",
]);

export const loosenedIsolation: Rule = {
  id: "loosened-isolation",
  layer: "practice",
  severity: "warning",
  title: "pods that take away what keeps every container to itself",
  why: "the profile that is switched off is one that every container has by default; unsafe sysctls are refused by kubelets that do not expect them. It matters wherever pods of several teams meet on a node",
  fix: "leave the field out, or write what the finding says",
  bad: changed(POD, "type: RuntimeDefault", "type: Unconfined"),
  good: POD,
  find: (world) =>
    [...ordinary(world)].flatMap((workload) => {
      const pod = podOf(workload.item.object);
      if (!pod) return [];
      const problems = podSecurityProblems(
        "baseline",
        world.minor,
        pod.spec,
        pod.metadata,
        pod.path,
      );
      return problems
        .filter(({ check }) => CHECKS.has(check))
        .map(({ path, message, instead }) => foundAt(workload.item, path, message, instead));
    }),
};
