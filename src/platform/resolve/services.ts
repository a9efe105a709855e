import type { AnyComponent } from "../component.ts";
import type { ServiceOptions, Services } from "../options/services.ts";
import { isLoadBalancer } from "../options/services.ts";
import type { NamedPort, ResolvedService, ServicePort } from "./resolved.ts";
import type { Scope } from "./scope.ts";

interface Serving {
  readonly service?: ServiceOptions;
  readonly services?: Services;
}

/**
 * A component's Services: the first, if others may connect to it, and those it lists. One that is
 * listed under the name of the first stands in its place.
 */
export function resolveServices(
  scope: Scope,
  component: AnyComponent,
  options: Serving,
  ports: readonly NamedPort[],
  first: "internal" | "headless" | undefined,
): ResolvedService[] {
  const own = first && {
    name: scope.context.service(component),
    type: first,
    ports: servicePorts(scope, component, ["service", "ports"], ports, options.service?.ports),
    first: true,
  };
  const prefix = scope.environment.prefix ?? "";
  const more = Object.entries(options.services ?? {}).map(([name, service]): ResolvedService => {
    const common = { name: prefix + name, first: false };
    if (ports.length === 0 && service !== "headless") {
      const message = `the Service ${name} has nothing to hand on to: there is no port`;
      scope.report(component, ["services", name], message, 'port: 8000, or "headless"');
    }
    if (!isLoadBalancer(service))
      return { ...common, type: service, ports: servicePorts(scope, component, [], ports) };
    const { from, annotations, ports: outside } = service.loadBalancer;
    const path = ["services", name, "loadBalancer", "ports"];
    const chosen = outside === undefined ? ports : ports.filter((port) => port.name in outside);
    const balanced = servicePorts(scope, component, path, chosen, outside);
    return { ...common, type: "loadBalancer", from, annotations, ports: balanced };
  });
  const instead = own && more.find((service) => service.name === own.name);
  if (instead) return [{ ...instead, first: true }, ...more.filter((other) => other !== instead)];
  return own ? [own, ...more] : more;
}

function servicePorts(
  scope: Scope,
  component: AnyComponent,
  path: readonly string[],
  ports: readonly NamedPort[],
  outside: Readonly<Record<string, number>> = {},
): ServicePort[] {
  for (const name of Object.keys(outside)) {
    if (!ports.some((port) => port.name === name))
      unknownPort(scope, component, [...path, name], name, ports);
  }
  const mapped = ports.map(({ name, number }) => ({ name, port: outside[name] ?? number }));
  const again = mapped.find(({ port }, at) => mapped.findIndex((one) => one.port === port) < at);
  if (again && Object.keys(outside).length > 0)
    scope.report(component, [...path, again.name], `two ports of this Service are ${again.port}`);
  return mapped;
}

/** Reports a port name that the component does not have. */
export function unknownPort(
  scope: Scope,
  component: AnyComponent,
  path: readonly (string | number)[],
  name: string,
  ports: readonly NamedPort[],
): void {
  const known = ports.map((port) => `"${port.name}"`).join(", ");
  scope.report(
    component,
    path,
    `there is no port "${name}"`,
    known === "" ? "it has no ports" : `one of ${known}`,
  );
}
