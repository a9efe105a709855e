import { closest } from "../../closest.ts";
import { quote } from "../../kubernetes/text.ts";
import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { foundAt } from "../objects/found.ts";
import { listedItems } from "../objects/titles.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { declaredPorts, hasTarget } from "./selectors/ports.ts";
import { selectingServices } from "./selectors/services.ts";

/** @see k8s.io/endpointslice/utils.go FindPort, getEndpointPorts */
export const missingTargetPort: Rule = {
  id: "missing-target-port",
  layer: "graphs",
  severity: "error",
  title: "a Service's target port by a name that no pod has",
  why: "the pods are left out for that port: an Ingress, a gateway, a monitor and every client of the Service find no endpoint there",
  fix: "name a port of the container, or write its number",
  bad: `apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: web }
  ports: [{ port: 80, targetPort: web }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "example.com/web:v1", ports: [{ name: http, containerPort: 8080 }] }] }
`,
  good: `apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: web }
  ports: [{ port: 80, targetPort: http }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "example.com/web:v1", ports: [{ name: http, containerPort: 8080 }] }] }
`,
  find: (world: World) =>
    selectingServices(world).flatMap(({ service, selection: { pods } }) => {
      // Who else may have the port is not known where a custom resource makes some of the pods.
      if (pods.length === 0 || pods.some(({ containers }) => containers === undefined)) return [];
      const { ports = [] } = service.object.spec ?? {};
      return ports.flatMap((port, index): FoundInObject[] => {
        const { targetPort, protocol = "TCP" } = port;
        if (typeof targetPort !== "string" || targetPort === "") return [];
        if (pods.some((each) => hasTarget(each, port))) return [];
        const path = FieldPath.root.field("spec", "ports").index(index).field("targetPort");
        const names = pods.flatMap((each) => declaredPorts(each, protocol) ?? []);
        const written = names.flatMap(({ name }) => name ?? []);
        const message = `no container of ${listedItems(pods.map(({ item }) => item))} has a ${protocol} port named ${quote(targetPort)}`;
        const near = closest(targetPort, written);
        const [only] = names;
        const fix =
          near !== undefined
            ? `did you mean ${quote(near)}?`
            : names.length === 1 && only?.number !== undefined
              ? `name the container's port ${only.number} so, or write ${quote(only.name ?? String(only.number))} here`
              : undefined;
        return [foundAt(service, path, message, fix)];
      });
    }),
};
