import { foundAt } from "../objects/found.ts";
import { listed } from "../objects/titles.ts";
import type { Rule } from "../rule.ts";
import { changed, POD } from "./shared/example.ts";
import { ordinary } from "./shared/nature.ts";

const WITH_PORT = `${POD}      ports: [{ name: http, containerPort: 8080 }]
`;

export const hostPort: Rule = {
  id: "host-port",
  layer: "practice",
  severity: "info",
  title: "containers that take a port of their node",
  why: "only one such pod fits on a node, so that rollouts wait for a free one, and the port is open to whoever reaches the node. It matters as soon as there are two pods",
  fix: "leave hostPort out, and let a Service lead to the pods",
  bad: changed(WITH_PORT, "containerPort: 8080", "containerPort: 8080, hostPort: 8080"),
  good: WITH_PORT,
  find: (world) =>
    [...ordinary(world)].flatMap(({ item, spec, containers }) => {
      // In the node's network every port is the node's; that is told once.
      if (spec.hostNetwork) return [];
      return containers.flatMap(({ container: { name = "", ports = [] }, path }) => {
        const index = ports.findIndex(({ hostPort: port }) => port);
        if (index < 0) return [];
        const taken = ports.flatMap(({ hostPort: port }) => (port ? [String(port)] : []));
        const message = `container ${name} takes port${taken.length > 1 ? "s" : ""} ${listed(taken)} of its node`;
        return [foundAt(item, path.field("ports").index(index).field("hostPort"), message)];
      });
    }),
};
