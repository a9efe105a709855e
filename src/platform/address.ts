import { didYouMean } from "../closest.ts";
import { fail } from "../problem.ts";
import { type AnyComponent, isComponent, sortOf } from "./component.ts";
import type { Port } from "./options/workload.ts";
import { type PlainRef, plainRef, type TextContext } from "./reference.ts";
import { isPlainObject } from "./shape.ts";
import { asValue } from "./value.ts";
import type { CallSite } from "./where.ts";

/** Where a component can be reached inside the cluster. Whoever uses one of these may connect to it. */
export interface Endpoint {
  /** `http://backend:8000` */
  readonly url: PlainRef;
  /** The name of its Service: `backend`. */
  readonly host: PlainRef;
  /** The Service's port: `8000`. */
  readonly port: PlainRef;
}

/** One port of a component: the target of a route, and an address. */
export interface Address extends Endpoint {
  readonly component: AnyComponent;
  readonly portName: string;
}

export function isAddress(value: unknown): value is Address {
  return isPlainObject(value) && isComponent(value.component) && "portName" in value;
}

/** The address of a port of a component that has a Service. */
export function addressOf(component: AnyComponent, portName: string): Address {
  const touches = [{ component, port: portName }];
  const label = (property: string) => `${component.name}.${property}`;
  const host = (context: TextContext) => context.service(component);
  const port = (context: TextContext, site: CallSite) =>
    servicePort(component, portName, context, site);
  return asValue({
    component,
    portName,
    url: plainRef({
      label: label("url"),
      touches,
      parts: (context, site) => [`http://${host(context)}:${port(context, site)}`],
    }),
    host: plainRef({ label: label("host"), touches, parts: (context) => [host(context)] }),
    port: plainRef({
      label: label("port"),
      touches,
      parts: (context, site) => [port(context, site)],
    }),
  });
}

interface Ported {
  readonly port?: Port;
  readonly service?: { readonly ports?: Readonly<Record<string, number>> };
}

/** The number of a port by its name; a single number is called `http`. */
function portNumber(port: Port | undefined, name: string): number | undefined {
  if (typeof port === "object" && port !== null)
    return Object.hasOwn(port, name) ? port[name] : undefined;
  return name === "http" ? port : undefined;
}

/** Stops at the line that names a port which a component does not have. */
export function failUnknownPort(
  component: AnyComponent,
  name: string,
  port: Port | undefined,
  site: CallSite,
): never {
  const names = typeof port === "object" ? Object.keys(port) : port === undefined ? [] : ["http"];
  fail({
    message: `${component.name} has no port "${name}"`,
    where: site.where(),
    instead: names.length === 0 ? "port: 8000 on it" : didYouMean(name, names),
  });
}

function servicePort(
  component: AnyComponent,
  name: string,
  context: TextContext,
  site: CallSite,
): string {
  const options = context.options<Ported>(component, site);
  const listening = options.port ?? (sortOf(component) === "site" ? 8080 : undefined);
  const own = portNumber(listening, name);
  if (own === undefined) failUnknownPort(component, name, listening, site);
  return String(options.service?.ports?.[name] ?? own);
}
