import { listedItems } from "../objects/titles.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import { replacedPorts, translated } from "./traffic/policy-ports.ts";

export const policyServicePort: Rule = {
  id: "policy-service-port",
  layer: "graphs",
  severity: "warning",
  title: "a policy that allows the port of the Service, not that of the pod",
  why: "policies look at connections as they arrive at the pod: the Service's port is already replaced by its targetPort, so the rule allows a port on which nobody listens, and the real one stays closed",
  fix: "write the port on which the container listens",
  bad: `apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80, targetPort: 8080 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, labels: { app: web } }
spec: { containers: [{ name: web, image: "example.com/web:v1", ports: [{ containerPort: 8080 }] }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web }
spec: { podSelector: { matchLabels: { app: web } }, ingress: [{ ports: [{ port: 80 }] }] }
`,
  good: `apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80, targetPort: 8080 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, labels: { app: web } }
spec: { containers: [{ name: web, image: "example.com/web:v1", ports: [{ containerPort: 8080 }] }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web }
spec: { podSelector: { matchLabels: { app: web } }, ingress: [{ ports: [{ port: 8080 }] }] }
`,
  find: (world) =>
    replacedPorts(world).map(({ named: { item, path, pods, port }, first }): FoundInObject => {
      const whom = listedItems(pods.map((each) => each.item));
      const verb = pods.length === 1 ? "listens" : "listen";
      const others = [
        ...new Set(pods.map((each) => translated(world, each, Number(port.port))?.to ?? first.to)),
      ];
      return {
        subject: item.subject,
        steps: path.steps(),
        path: path.toString(),
        part: "value",
        message: `${port.port} is the port of Service ${first.service.name}; ${whom} ${verb} on ${others.join(", ")}`,
        fix: `write ${others.map((each) => `port: ${each}`).join(" and ")}`,
      };
    }),
};
