import { selects } from "../../kubernetes/selectors.ts";
import { foundAt } from "../objects/found.ts";
import { workloads } from "../objects/workloads.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { isGiven, readSelector, showSelector } from "./selectors/index-of-pods.ts";

/** @see k8s.io/kubernetes/pkg/scheduler/framework/plugins/podtopologyspread/common.go */
export const spreadOfOthers: Rule = {
  id: "spread-of-others",
  layer: "graphs",
  severity: "warning",
  title: "a topology spread constraint that does not count the pods it is written for",
  why: "the scheduler counts the pods that the selector matches: these pods are not among them, so all may land on one node or in one zone",
  fix: "write labels of the pod's own template into labelSelector",
  bad: `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector: { matchLabels: { app: wbe } }
      containers: [{ name: web, image: "example.com/web:v1" }]
`,
  good: `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector: { matchLabels: { app: web } }
      containers: [{ name: web, image: "example.com/web:v1" }]
`,
  find: (world: World) =>
    workloads(world).flatMap(({ item, labels, spec, specPath }) =>
      (spec.topologySpreadConstraints ?? []).flatMap((constraint, index): FoundInObject[] => {
        const at = specPath.field("topologySpreadConstraints").index(index);
        const { labelSelector, matchLabelKeys = [] } = constraint;
        if (!labelSelector) {
          if (matchLabelKeys.length > 0) return [];
          return [foundAt(item, at, "without a labelSelector the constraint counts no pod")];
        }
        const selector = readSelector(labelSelector)?.filter(({ key }) => !isGiven(key));
        if (!selector || selects(selector, labels)) return [];
        const message = `the constraint counts pods with the labels ${showSelector(selector)}, which its own pods do not have`;
        return [foundAt(item, at.field("labelSelector"), message)];
      }),
    ),
};
