import { kindsCalled } from "../../kubernetes/kinds.ts";
import { quote } from "../../kubernetes/text.ts";
import { isServed } from "../objects/served.ts";
import { titleOf } from "../objects/titles.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { missingFound } from "./missing.ts";
import { references } from "./references.ts";

export const missingWorkload: Rule = {
  id: "missing-workload",
  layer: "references",
  severity: "warning",
  title: "a workload that an autoscaler or rollout steers and nothing makes",
  why: "it steers nothing: the autoscaler reports FailedGetScale, and what it was meant for keeps its replicas",
  fix: "mend the name, kind or apiVersion of the target",
  bad: `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers: [{ name: web, image: "example.com/web:v1", resources: { requests: { cpu: 100m } } }]
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web }
spec:
  maxReplicas: 5
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: shop }
`,
  good: `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers: [{ name: web, image: "example.com/web:v1", resources: { requests: { cpu: 100m } } }]
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web }
spec:
  maxReplicas: 5
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
`,
  find: (world) => [...missingFound("missing-workload", "warning")(world), ...groupless(world)],
};

const AUTOSCALERS: ReadonlySet<string> = new Set(["HorizontalPodAutoscaler", "ScaledObject"]);

/**
 * Autoscalers that name a group without the kind. They look for the kind in that group alone, whether or
 * not the object is there by another one.
 *
 * @see k8s.io/kubernetes/pkg/controller/podautoscaler/horizontal.go reconcileAutoscaler
 * @see https://github.com/kedacore/keda/blob/main/pkg/util/gvkr.go
 */
function groupless(world: World): FoundInObject[] {
  return references(world).flatMap(({ from, target: { group, kind } }): FoundInObject[] => {
    if (!AUTOSCALERS.has(from.kind) || isServed(world, group, kind)) return [];
    const other = kindsCalled(kind).find(
      (each) => each.kind === kind && each.operator === undefined,
    );
    const steps = ["spec", "scaleTargetRef", "apiVersion"];
    return [
      {
        subject: from.subject,
        steps,
        path: steps.join("."),
        part: "value",
        message: `there is no ${kind} in the group ${quote(group)}, so ${titleOf(from)} scales nothing`,
        fix: other && `apiVersion: ${other.apiVersion}`,
        severity: "error",
      },
    ];
  });
}
