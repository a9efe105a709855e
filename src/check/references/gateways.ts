import { selectorOf, selects } from "../../kubernetes/selectors.ts";
import { quote } from "../../kubernetes/text.ts";
import { filledIn } from "../objects/filled-in.ts";
import { type Item, inventory } from "../objects/inventory.ts";
import type { FoundInObject } from "../rule.ts";
import type { World } from "../world.ts";
import { GATEWAY_API } from "./from-routes.ts";
import { labelsOf, selectorAt } from "./labelled.ts";
import { Place } from "./place.ts";
import { isUnclear } from "./whole.ts";

const ROUTES = ["HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute", "UDPRoute"];

/** Routes that ask for a Gateway of the input none of whose listeners takes them. */
export function refusedRoutes(world: World): FoundInObject[] {
  return ROUTES.flatMap((kind) => inventory(world).of(GATEWAY_API, kind)).flatMap((route) =>
    Place.of(route)
      .list("spec", "parentRefs")
      .flatMap((parent) => refusal(world, route, parent) ?? []),
  );
}

function refusal(world: World, route: Item, parent: Place): FoundInObject | undefined {
  const gateway = gatewayOf(world, route, parent);
  if (!gateway) return undefined;
  let listeners = Place.of(gateway).list("spec", "listeners");
  for (const { takes, at, why } of asksOf(world, route, parent, gateway)) {
    const left = listeners.filter(takes);
    if (left.length === 0 && listeners.length > 0)
      return {
        subject: route.subject,
        steps: at.path.steps(),
        path: at.path.toString(),
        part: "value",
        ...why(listeners),
      };
    listeners = left;
  }
  return undefined;
}

interface Ask {
  readonly takes: (listener: Place) => boolean;
  readonly at: Place;
  /** Of the listeners that are left. */
  readonly why: (listeners: readonly Place[]) => Pick<FoundInObject, "message" | "fix">;
}

/**
 * What a listener must have to take a route, in the order in which a person would look.
 *
 * @see https://gateway-api.sigs.k8s.io/concepts/api-overview/#attaching-routes-to-gateways
 */
function asksOf(world: World, route: Item, parent: Place, gateway: Item): Ask[] {
  const section = parent.at("sectionName");
  const port = parent.at("port");
  const hosts = Place.of(route).list("spec", "hostnames");
  const name = quote(gateway.name);
  const asks: Ask[] = [
    {
      takes: (listener) =>
        listener.at("allowedRoutes", "kinds").isThere === false ||
        kindsOf(listener).includes(route.kind),
      at: parent,
      why: () => ({
        message: `no listener of the Gateway ${name} allows a ${route.kind}`,
        fix: `add the kind to allowedRoutes.kinds of a listener`,
      }),
    },
    {
      takes: (listener) => allowsNamespace(world, listener, route, gateway),
      at: parent,
      why: () => ({
        message: `no listener of the Gateway ${name} takes routes of namespace ${route.namespace}`,
        fix: `let a listener of it say allowedRoutes: { namespaces: { from: All } }, or select this namespace; by default it takes those of its own`,
      }),
    },
    {
      takes: (listener) => hosts.length === 0 || hosts.some((host) => meets(listener, host)),
      at: hosts[0] ?? parent,
      why: (listeners) => ({
        message: `no listener of the Gateway ${name} serves ${hosts.map(({ text }) => text).join(", ")}, they serve ${listeners.map((each) => each.at("hostname").text).join(", ")}`,
        fix: "name a host that a listener serves, or add a listener for it",
      }),
    },
  ];
  if (port.number !== undefined)
    asks.unshift({
      takes: (listener) => listener.at("port").number === port.number,
      at: port,
      why: (listeners) => ({
        message: `the Gateway ${name} has no listener at port ${port.number}`,
        fix: `it listens at ${listeners.map((each) => each.at("port").number).join(", ")}`,
      }),
    });
  if (section.text !== undefined)
    asks.unshift({
      takes: (listener) => listener.at("name").text === section.text,
      at: section,
      why: (listeners) => ({
        message: `the Gateway ${name} has no listener ${quote(section.text ?? "")}`,
        fix: `its listeners are ${listeners.map((each) => each.at("name").text).join(", ")}`,
      }),
    });
  return asks;
}

function gatewayOf(world: World, route: Item, parent: Place): Item | undefined {
  if ((parent.at("kind").text ?? "Gateway") !== "Gateway") return undefined;
  if ((parent.at("group").value ?? GATEWAY_API) !== GATEWAY_API) return undefined;
  const { text: name } = parent.at("name");
  if (name === undefined) return undefined;
  const namespace = parent.at("namespace").text ?? route.namespace;
  const found = inventory(world).meant({ group: GATEWAY_API, kind: "Gateway", namespace, name });
  const [gateway] = found;
  return gateway && found.length === 1 && !isUnclear(world, gateway) ? gateway : undefined;
}

function kindsOf(listener: Place): (string | undefined)[] {
  return listener.list("allowedRoutes", "kinds").map((kind) => kind.at("kind").text);
}

/** By default a listener takes the routes of its own namespace. What is not known is taken. */
function allowsNamespace(world: World, listener: Place, route: Item, gateway: Item): boolean {
  const allowed = listener.at("allowedRoutes", "namespaces");
  const from = allowed.at("from").text ?? "Same";
  if (from === "Same")
    return (
      route.namespace === undefined ||
      gateway.namespace === undefined ||
      route.namespace === gateway.namespace
    );
  if (from !== "Selector" || route.namespace === undefined) return from !== "None";
  const selector = selectorAt(allowed.at("selector"));
  const target = { group: "", kind: "Namespace", namespace: "", name: route.namespace };
  const namespace = inventory(world).find(target);
  if (!selector || !namespace) return true;
  const labels = { ...labelsOf(namespace), "kubernetes.io/metadata.name": route.namespace };
  return selects(selectorOf(selector), labels);
}

/** Whether a listener's host and a route's have a name in common; either may begin with `*.`. */
function meets(listener: Place, { text: host }: Place): boolean {
  const { text: served } = listener.at("hostname");
  if (served === undefined || host === undefined || served === host) return true;
  if (filledIn(served) !== undefined || filledIn(host) !== undefined) return true;
  return covers(served, host) || covers(host, served);
}

function covers(wildcard: string, host: string): boolean {
  return wildcard.startsWith("*.") && host.endsWith(wildcard.slice(1));
}
