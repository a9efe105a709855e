import { isFields } from "../../kubernetes/fields.ts";
import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { foundAt } from "../objects/found.ts";
import { type Item, inventory } from "../objects/inventory.ts";
import { listed, titleOf } from "../objects/titles.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import { once, type World } from "../world.ts";
import { type Autoscaler, workingAutoscalers } from "./selectors/autoscalers.ts";

const WEB = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "example.com/web:v1", resources: { requests: { cpu: 100m } } }] }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  minReplicas: 2
  maxReplicas: 6
  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 70 } } }]
---
`;

/** @see https://github.com/kubernetes/autoscaler/blob/master/vertical-pod-autoscaler/docs/known-limitations.md */
export const verticalBesideHorizontal: Rule = {
  id: "vertical-beside-horizontal",
  layer: "graphs",
  severity: "warning",
  title: "a VerticalPodAutoscaler that changes what a HorizontalPodAutoscaler measures by",
  why: "use is measured as a share of the requests: the one raises them when load is high, the other then finds that there is little to do and takes pods away, and both go on",
  fix: "set updateMode: Off, which recommends only, or name in controlledResources what the other does not measure",
  bad: `${WEB}apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: { name: web }
spec:
  targetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  updatePolicy: { updateMode: Recreate }
`,
  good: `${WEB}apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: { name: web }
spec:
  targetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  updatePolicy: { updateMode: Recreate }
  resourcePolicy:
    containerPolicies: [{ containerName: "*", controlledResources: [memory] }]
`,
  find: (world: World) =>
    inventory(world)
      .of("autoscaling.k8s.io", "VerticalPodAutoscaler")
      .flatMap((item): FoundInObject[] => {
        const { spec } = item.object;
        const { targetRef, updatePolicy } = isFields(spec) ? spec : {};
        if (!isFields(targetRef)) return [];
        const mode = isFields(updatePolicy) ? updatePolicy.updateMode : undefined;
        // Initial leaves running pods as they are.
        if (mode === "Off" || mode === "Initial") return [];
        const key = keyOf(item.namespace, String(targetRef.kind), String(targetRef.name));
        const controlled = controlledBy(item);
        for (const autoscaler of byTarget(world).get(key) ?? []) {
          const shared = measured(autoscaler).filter((name) => controlled.has(name));
          if (shared.length === 0) continue;
          const path = FieldPath.root.field("spec");
          const at = mode === undefined ? path : path.field("updatePolicy", "updateMode");
          const message = `it changes the requests of ${listed(shared)} of ${targetRef.kind} ${targetRef.name}, by whose use ${titleOf(autoscaler.item)} decides`;
          return [foundAt(item, at, message)];
        }
        return [];
      }),
};

const byTarget = once(
  (world): ReadonlyMap<string, readonly Autoscaler[]> =>
    Map.groupBy(workingAutoscalers(world), ({ target: { namespace, kind, name } }) =>
      keyOf(namespace, kind, name),
    ),
);

function keyOf(namespace: string | undefined, kind: string, name: string): string {
  return `${namespace ?? ""}/${kind}/${name}`;
}

/** Resources whose use is measured in shares of what is requested. */
function measured({ metrics }: Autoscaler): string[] {
  const names = metrics.flatMap(({ metric: { resource, containerResource } }) =>
    [resource, containerResource].flatMap((each) =>
      each?.target?.averageUtilization === undefined ? [] : (each.name ?? []),
    ),
  );
  return [...new Set(names)];
}

const BOTH: ReadonlySet<string> = new Set(["cpu", "memory"]);

function controlledBy({ object: { spec } }: Item): ReadonlySet<string> {
  const { resourcePolicy } = isFields(spec) ? spec : {};
  const { containerPolicies } = isFields(resourcePolicy) ? resourcePolicy : {};
  const policies = Array.isArray(containerPolicies) ? containerPolicies.filter(isFields) : [];
  if (policies.length === 0) return BOTH;
  return new Set(
    policies
      .filter(({ mode }) => mode !== "Off")
      .flatMap(({ controlledResources }) =>
        Array.isArray(controlledResources) ? controlledResources.map(String) : [...BOTH],
      ),
  );
}
