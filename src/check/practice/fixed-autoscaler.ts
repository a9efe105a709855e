import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { foundAt } from "../objects/found.ts";
import { inventory } from "../objects/inventory.ts";
import type { Rule } from "../rule.ts";
import { changed, WEB } from "./shared/example.ts";

const SCALED = `${changed(WEB, "  replicas: 2\n", "")}---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  minReplicas: 2
  maxReplicas: 6
  metrics:
    - { type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 70 } } }
`;

export const fixedAutoscaler: Rule = {
  id: "fixed-autoscaler",
  layer: "practice",
  severity: "info",
  title: "autoscalers that can change nothing",
  why: "the fewest and the most pods are the same number: under load nothing is added, and who reads the manifest believes that it would be. It matters on the day with the most visitors",
  fix: "raise maxReplicas, or write the number as replicas and leave the autoscaler out",
  bad: changed(SCALED, "maxReplicas: 6", "maxReplicas: 2"),
  good: SCALED,
  find: (world) =>
    inventory(world)
      .all("HorizontalPodAutoscaler")
      .flatMap((item) => {
        const { minReplicas: least = 1, maxReplicas: most } = item.object.spec ?? {};
        if (least !== most) return [];
        const path = FieldPath.root.field("spec", "maxReplicas");
        const pods = most === 1 ? "1 pod" : `${most} pods`;
        return [
          foundAt(item, path, `there are always ${pods}: minReplicas and maxReplicas are the same`),
        ];
      }),
};
