import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { foundAt } from "../objects/found.ts";
import { inventory } from "../objects/inventory.ts";
import type { Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { absence } from "./selectors/absent.ts";
import { showSelector } from "./selectors/index-of-pods.ts";
import { selectingServices } from "./selectors/services.ts";

export const serviceWithoutPods: Rule = {
  id: "service-without-pods",
  layer: "graphs",
  severity: "warning",
  title: "a Service whose selector matches no pod",
  why: "the Service has no endpoints: every connection to it is refused, and nothing says why",
  fix: "select labels that a pod template of the namespace has",
  bad: `apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: webb }
  ports: [{ port: 80 }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "example.com/web:v1", ports: [{ containerPort: 80 }] }] }
`,
  good: `apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: web }
  ports: [{ port: 80 }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "example.com/web:v1", ports: [{ containerPort: 80 }] }] }
`,
  find: (world: World) =>
    selectingServices(world).flatMap(({ service, selector, selection }) => {
      if (selection.pods.length > 0) return [];
      const absent = absence(world, selector, service, service.name);
      if (
        !absent?.isAmongOthers ||
        inventory(world).get("Endpoints", service.namespace, service.name)
      )
        return [];
      const message = `no pod has the labels ${showSelector(selector)}`;
      return [foundAt(service, FieldPath.root.field("spec", "selector"), message, absent.fix)];
    }),
};
