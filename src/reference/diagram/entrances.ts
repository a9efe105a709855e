import type { Environment } from "../environment.ts";
import { nameOf, ofKind, plainName } from "../given.ts";
import { type Route, routesOf } from "../network/hosts.ts";
import { servicesOf } from "../network/ports.ts";
import type { Workload } from "../workloads.ts";
import type { Arrow, Box } from "./nodes.ts";

const people: Box = {
  id: "people",
  name: "People and their browsers",
  what: undefined,
  shape: "people",
  group: "outside",
};

/** How requests come in: through the ingress controller or a gateway, and through load balancers. */
export function entrances(
  environment: Environment,
  owners: ReadonlyMap<string, Workload>,
): { readonly boxes: readonly Box[]; readonly arrows: readonly Arrow[] } {
  const routed = routedDoor(environment);
  const balanced = balancers(environment, owners);
  return {
    boxes: [...routed.boxes, ...balanced.boxes],
    arrows: [...routed.arrows, ...balanced.arrows],
  };
}

function routedDoor(environment: Environment): { boxes: Box[]; arrows: Arrow[] } {
  const routes = routesOf(environment);
  if (routes.length === 0) return { boxes: [], arrows: [] };
  const gateway = ofKind(environment, "Gateway").length > 0;
  const door: Box = {
    id: "door",
    name: gateway ? "gateway" : "ingress",
    what: environment.resolved.cluster.ingress.class,
    shape: "door",
    group: "edge",
  };
  const components = [...new Set(routes.map(({ component }) => component))];
  return {
    boxes: [people, door],
    arrows: [
      { from: people.id, to: door.id },
      ...components.map((to) => ({ from: door.id, to, label: addresses(environment, routes, to) })),
    ],
  };
}

/** What tells a component's addresses from those of others: names of hosts, or paths where there is one host. */
function addresses(environment: Environment, routes: readonly Route[], component: string): string {
  const { domain = "" } = environment.resolved;
  const own = routes.filter((route) => route.component === component);
  const hosts = new Set(routes.map(({ host }) => host));
  const names = own.map(({ host, path }) => {
    if (hosts.size === 1) return path;
    return host === domain ? "main host" : host.replace(`.${domain}`, "");
  });
  return [...new Set(names)].join(", ");
}

/** A Service with an address outside, and who may use it. */
function balancers(
  environment: Environment,
  owners: ReadonlyMap<string, Workload>,
): { boxes: Box[]; arrows: Arrow[] } {
  const found = ofKind(environment, "Service").flatMap(({ object, entry }) => {
    const name = nameOf(entry);
    const behind = [...owners.values()].find((workload) =>
      servicesOf(environment, workload).some((service) => service.name === name),
    );
    if (object.spec?.type !== "LoadBalancer" || !behind) return [];
    const ranges = object.spec.loadBalancerSourceRanges;
    const client: Box = ranges
      ? { ...people, id: `clients-${ranges.join("-")}`, name: ranges.join(", ") }
      : people;
    const id = plainName(environment, name);
    const door: Box = {
      id: `lb-${id}`,
      name: id,
      what: "load balancer",
      shape: "door",
      group: "edge",
    };
    return [
      {
        boxes: [client, door],
        arrows: [
          { from: client.id, to: door.id },
          { from: door.id, to: plainName(environment, behind.component) },
        ],
      },
    ];
  });
  return {
    boxes: found.flatMap(({ boxes }) => boxes),
    arrows: found.flatMap(({ arrows }) => arrows),
  };
}
