import { quote } from "../../kubernetes/text.ts";
import { someOf } from "../objects/titles.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { needsOf } from "./needs.ts";
import { portFix, portNames, portsOf, type ServicePort } from "./ports.ts";
import type { Reference } from "./reference.ts";
import { references } from "./references.ts";
import { unscrapedPorts } from "./scraped.ts";

export const missingPort: Rule = {
  id: "missing-port",
  layer: "references",
  severity: "error",
  title: "a port that a Service does not have",
  why: "nothing is sent there: an Ingress or route answers 503, a webhook is not reached, a monitor scrapes nothing",
  fix: "name a port of the Service (its port or name, not the containers')",
  bad: `apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: web }
  ports: [{ name: http, port: 80, targetPort: 8080 }]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web }
spec:
  rules:
    - host: shop.example.com
      http:
        paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 8080 } } } }]
`,
  good: `apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: web }
  ports: [{ name: http, port: 80, targetPort: 8080 }]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web }
spec:
  rules:
    - host: shop.example.com
      http:
        paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }]
`,
  find: (world: World) => {
    const asked = references(world).filter((reference) => lacksPort(world, reference));
    const byPort = Map.groupBy(asked, ({ target: { namespace = "", name }, port }) =>
      [namespace, name, port?.port].join("/"),
    );
    const unanswered = [...byPort.values()].map((all) => foundOf(world, all));
    return [...unanswered, ...unscrapedPorts(world)];
  },
};

function lacksPort(world: World, { target, port: asked, optional }: Reference): boolean {
  if (!asked || optional || target.kind !== "Service" || target.group !== "") return false;
  const ports = portsOf(world, target);
  return ports !== undefined && !ports.some((port) => isAsked(port, asked.port));
}

function isAsked({ name, port }: ServicePort, asked: string | number): boolean {
  return typeof asked === "number" ? port === asked : name === asked;
}

function foundOf(world: World, all: readonly Reference[]): FoundInObject {
  const [{ from, target, port, path }] = all as [Reference, ...Reference[]];
  const ports = portsOf(world, target) ?? [];
  const at = port?.path ?? path;
  const asked = port?.port ?? "";
  const named = typeof asked === "number" ? asked : quote(asked);
  return {
    subject: from.subject,
    steps: at.steps(),
    path: at.toString(),
    part: "value",
    message: `the Service ${quote(target.name)} has no port ${named}, it has ${portNames(ports)}; needed by ${someOf(needsOf(all))}`,
    fix: portFix(asked, ports),
  };
}
