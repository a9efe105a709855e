import type { Reference } from "../../../reference/index.ts";
import type { ServiceEntry } from "../../../reference/network/ports.ts";
import type { Reachability } from "../../../reference/network/reachability.ts";
import { table } from "../table.ts";
import { document, heading } from "../text.ts";
import { varied } from "../varied.ts";

/** Addresses, ports, and who can reach whom. */
export function networkPage(reference: Reference): string {
  const { platform, ports, routes, reachability, environments } = reference;
  const names = environments.map(({ name }) => name);
  return document(
    heading(1, `${platform}: network`),
    heading(2, "Addresses outside"),
    routes.length === 0
      ? "No host leads to this platform."
      : table(
          ["leads to", ...names],
          routes.map(({ component, urls }) => [
            `\`${component}\``,
            ...names.map((name) => (urls.has(name) ? `\`${urls.get(name)}\`` : "–")),
          ]),
        ),
    heading(2, "Ports and Services"),
    table(
      ["component", "container", "port", "number", "Services that lead to it"],
      ports.map(({ component, container, port, numbers, services }) => [
        `\`${component}\``,
        container,
        port,
        varied(numbers, environments.length),
        varied(services, environments.length, serviceList),
      ]),
    ),
    heading(2, "Who can reach whom"),
    "Worked out by playing connections through the rendered NetworkPolicies, from every kind of pod and address to every other, on every port that anything names and on one that nothing names. **What is not in these tables is closed.** Pods always answer their own node, whose kubelet asks for their health.",
    `Connections played: ${reference.played.map(({ environment, connections }) => `${connections} in ${environment}`).join(", ")}.`,
    ...reachability.flatMap(({ value, environments: having }) =>
      reachabilityTables(value, reachability.length > 1 ? having.join(", ") : "the platform"),
    ),
  );
}

const types: Readonly<Record<ServiceEntry["type"], string>> = {
  inside: "",
  headless: ", headless",
  loadBalancer: ", load balancer",
};

function serviceList(services: readonly ServiceEntry[]): string {
  return services.map(({ name, port, type }) => `\`${name}:${port}\`${types[type]}`).join("<br>");
}

function reachabilityTables(
  { arrivals, departures }: Reachability,
  of: string,
): (string | undefined)[] {
  return [
    heading(3, `Into pods of ${of}`),
    table(
      ["to", "port", "from"],
      arrivals.map(({ to, ports, from }) => [to, ports.join(", "), from.join(", ")]),
    ),
    heading(3, `Out of ${of}`),
    table(
      ["from", "port", "to"],
      departures.map(({ from, ports, to }) => [from.join(", "), ports.join(", "), to.join(", ")]),
    ),
  ];
}
