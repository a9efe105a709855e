import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { foundAt } from "../objects/found.ts";
import { listedItems } from "../objects/titles.ts";
import { areTogether } from "../objects/together.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { isAside, isJob } from "./selectors/pods.ts";
import { declaredPorts, hasTarget } from "./selectors/ports.ts";
import { saysNumber } from "./selectors/said.ts";
import { selectingServices } from "./selectors/services.ts";

export const undeclaredTargetPort: Rule = {
  id: "undeclared-target-port",
  layer: "graphs",
  severity: "warning",
  title: "a Service that sends to a port other than those that its pods declare",
  why: "the number is believed as it is: when the program listens where its container says, every connection to the Service is refused",
  fix: "send to the port of the container, best by its name; or declare the port that the program really listens on",
  bad: `apiVersion: v1
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
    spec: { containers: [{ name: web, image: "example.com/web:v1", ports: [{ containerPort: 8080 }] }] }
`,
  good: `apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: web }
  ports: [{ port: 80, targetPort: 8080 }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "example.com/web:v1", ports: [{ containerPort: 8080 }] }] }
`,
  find: (world: World) =>
    selectingServices(world).flatMap(({ service, selection, isHeadless }): FoundInObject[] => {
      const { ports = [] } = service.object.spec ?? {};
      if (isHeadless || ports.length === 0) return [];
      if (selection.pods.length > MOST) return [];
      const pods = selection.pods.filter((each) => !isJob(each) && !isAside(each));
      if (pods.length === 0 || !pods.every((each) => areTogether(service, each.item))) return [];
      // A container need not declare its ports: only where all say others, one of them is wrong.
      if (!pods.every(({ containers }) => containers?.every(declaresForClients))) return [];
      const wrong = ports.filter((port) => !pods.some((each) => hasTarget(each, port)));
      if (wrong.length < ports.length) return [];
      const numbers = ports.map(({ targetPort, port }) => targetPort ?? port);
      if (numbers.some((number) => typeof number !== "number")) return [];
      if (numbers.some((number) => pods.some((each) => saysNumber(world, each, Number(number)))))
        return [];
      // Servers of DNS, syslog and the like listen on both protocols, and one of them is declared.
      const isDeclared = (number: unknown) =>
        pods.some((each) => declaredPorts(each)?.some((port) => port.number === number));
      if (numbers.some(isDeclared)) return [];
      const declared = new Set(
        pods.flatMap((each) => declaredPorts(each) ?? []).map(({ number }) => number),
      );
      const path = FieldPath.root.field("spec", "ports").index(0).field("targetPort");
      const message = `it sends to port ${numbers.join(", ")}, and ${listedItems(pods.map(({ item }) => item))} ${pods.length > 1 ? "declare" : "declares"} ${[...declared].join(", ")}`;
      return [foundAt(service, path, message)];
    }),
};

/** A Service in front of more workloads than that is for none of them. */
const MOST = 50;

const ASIDE = /metric|prom|monitor|health|live|ready|probe|debug|pprof|admin/;

/** Whether a container declares a port that is for more than watching it. */
function declaresForClients({
  ports = [],
}: {
  readonly ports?:
    | readonly { readonly name?: string | undefined; readonly protocol?: string | undefined }[]
    | undefined;
}): boolean {
  return ports.some(({ name = "", protocol }) => protocol !== "UDP" && !ASIDE.test(name));
}
