import { listedItems } from "../objects/titles.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import { declared } from "./traffic/policy-ports.ts";
import { unheardPorts } from "./traffic/unheard-ports.ts";

export const policyUnheardPort: Rule = {
  id: "policy-unheard-port",
  layer: "graphs",
  severity: "info",
  title: "a policy that allows a port of which nothing else speaks",
  why: "a container may listen without saying so; but where it names other ports, and neither its arguments nor a Service know this one, the number is most often wrong, and the real port stays closed",
  fix: "write the port on which the container listens, or name it in the ports of the container",
  bad: `apiVersion: v1
kind: Pod
metadata: { name: web, labels: { app: web } }
spec: { containers: [{ name: web, image: "example.com/web:v1", ports: [{ containerPort: 8080 }] }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web }
spec: { podSelector: { matchLabels: { app: web } }, ingress: [{ ports: [{ port: 8008 }] }] }
`,
  good: `apiVersion: v1
kind: Pod
metadata: { name: web, labels: { app: web } }
spec: { containers: [{ name: web, image: "example.com/web:v1", args: ["--metrics=:8008"], ports: [{ containerPort: 8080 }] }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web }
spec: { podSelector: { matchLabels: { app: web } }, ingress: [{ ports: [{ port: 8008 }] }, { ports: [{ port: 8080 }] }] }
`,
  find: (world) =>
    unheardPorts(world).map(({ item, path, port, pods }): FoundInObject => {
      const ports = [...new Set(pods.flatMap(declared).map(({ containerPort }) => containerPort))];
      return {
        subject: item.subject,
        steps: path.steps(),
        path: path.toString(),
        part: "value",
        message: `nothing else speaks of port ${port.port}; ${listedItems(pods.map((each) => each.item))} has ${ports.join(", ")}`,
      };
    }),
};
