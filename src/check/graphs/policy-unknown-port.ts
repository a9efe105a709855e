import { closest } from "../../closest.ts";
import { quote } from "../../kubernetes/text.ts";
import { listedItems } from "../objects/titles.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import { declared, namedPorts } from "./traffic/policy-ports.ts";

export const policyUnknownPort: Rule = {
  id: "policy-unknown-port",
  layer: "graphs",
  severity: "warning",
  title: "a policy that allows a port by a name that the pods do not have",
  why: "the name is looked up on the containers of the pods that answer: one that none of them has allows nothing",
  fix: "write the name that the container gives the port, or its number",
  bad: `apiVersion: v1
kind: Pod
metadata: { name: web, labels: { app: web } }
spec: { containers: [{ name: web, image: "example.com/web:v1", ports: [{ name: http, containerPort: 8080 }] }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web }
spec: { podSelector: { matchLabels: { app: web } }, ingress: [{ ports: [{ port: htp }] }] }
`,
  good: `apiVersion: v1
kind: Pod
metadata: { name: web, labels: { app: web } }
spec: { containers: [{ name: web, image: "example.com/web:v1", ports: [{ name: http, containerPort: 8080 }] }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web }
spec: { podSelector: { matchLabels: { app: web } }, ingress: [{ ports: [{ port: http }] }] }
`,
  find: (world) =>
    namedPorts(world).flatMap((named): FoundInObject[] => {
      const { item, port, pods } = named;
      const { port: name, protocol = "TCP" } = port;
      if (typeof name !== "string") return [];
      const ports = pods.flatMap(declared);
      const called = ports.filter((each) => each.name === name);
      if (called.some((each) => (each.protocol ?? "TCP") === protocol)) return [];
      const { path } = named;
      const whom = listedItems(pods.map((each) => each.item));
      const near = closest(
        name,
        ports.flatMap((each) => each.name ?? []),
      );
      const [other] = called;
      return [
        {
          subject: item.subject,
          steps: path.steps(),
          path: path.toString(),
          part: "value",
          message: other
            ? `the port ${quote(name)} of ${whom} speaks ${other.protocol}, the rule allows ${protocol}`
            : `${whom} has no port ${quote(name)}`,
          fix: near === undefined || other ? undefined : `did you mean ${quote(near)}?`,
        },
      ];
    }),
};
