import { inventory } from "../../objects/inventory.ts";
import { workloads } from "../../objects/workloads.ts";
import { once, type World } from "../../world.ts";
import type { Address } from "./addresses.ts";
import { isIp, isLocal } from "./hosts.ts";
import { calledServices } from "./services.ts";
import { OWN_NAMESPACE } from "./variables.ts";

/** A name that leads to a Service of the cluster, whether it is there or not. */
export interface ServiceName {
  readonly name: string;
  /** Where it is looked for; undefined where that is not known. */
  readonly namespace: string | undefined;
  /** The pod behind it that is meant: `db-0` of `db-0.db`. */
  readonly pod: string | undefined;
  /** `svc`: the name says that it is one; `namespace`: it names a namespace; `bare`: neither. */
  readonly form: "svc" | "namespace" | "bare";
}

/** What an address means, seen from who reads it. */
export type Meaning =
  | { readonly kind: "service"; readonly service: ServiceName }
  /** The own pod, an address in numbers, a name of the world outside. */
  | { readonly kind: "local" | "ip" | "outside" };

/** Many rules ask for it. */
const known = once((_: World) => new Map<Address, Meaning>());

/** Tells what a host means to the pods that read it. */
export function meaningOf(world: World, address: Address): Meaning {
  const all = known(world);
  const meaning = all.get(address) ?? readMeaning(world, address);
  all.set(address, meaning);
  return meaning;
}

function readMeaning(world: World, { host, item, readers }: Address): Meaning {
  if (isLocal(host)) return { kind: "local" };
  if (isIp(host)) return { kind: "ip" };
  const own = readers[0]?.item.namespace ?? item.namespace;
  const service = serviceOf(world, host, own || undefined);
  return service && LABEL.test(service.name) ? { kind: "service", service } : { kind: "outside" };
}

/** What a Service can be called. */
const LABEL = /^[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?$/;
const SVC = /^(.+)\.svc(?:\.cluster(?:\.local)?)?$/;

function serviceOf(world: World, host: string, own: string | undefined): ServiceName | undefined {
  const written = host.includes(".svc") ? SVC.exec(host)?.[1] : undefined;
  const labels = (written ?? host).split(".");
  const [first = "", second, third, ...more] = labels;
  if (written !== undefined) {
    // _port._protocol.name.namespace
    if (first.startsWith("_")) return undefined;
    if (second === undefined || more.length > 0) return undefined;
    const isPod = third !== undefined;
    const namespace = isPod ? third : second;
    return {
      name: isPod ? second : first,
      namespace: namespace === OWN_NAMESPACE ? own : namespace,
      pod: isPod ? first : undefined,
      form: "svc",
    };
  }
  if (second === undefined) return { name: first, namespace: own, pod: undefined, form: "bare" };
  if (more.length > 0) return undefined;
  if (third !== undefined) {
    if (!isNamespace(world, third) || calledServices(world).find(second, third).length === 0)
      return undefined;
    return { name: second, namespace: third, pod: first, form: "namespace" };
  }
  if (calledServices(world).find(second, own).length > 0 && /-\d+$/.test(first))
    return { name: second, namespace: own, pod: first, form: "bare" };
  if (second === OWN_NAMESPACE) return { name: first, namespace: own, pod: undefined, form: "svc" };
  if (!isNamespace(world, second)) return undefined;
  // What ends like a domain of the world outside is one, unless there is such a Service.
  if (isTopLevel(second) && calledServices(world).find(first, second).length === 0)
    return undefined;
  return { name: first, namespace: second, pod: undefined, form: "namespace" };
}

/** The namespaces in which something of the world runs or answers. */
export const settledNamespaces = once((world): ReadonlySet<string> => {
  const services = inventory(world).of("", "Service");
  const items = [...services, ...workloads(world).map(({ item }) => item)];
  return new Set(items.flatMap(({ namespace }) => namespace || []));
});

function isNamespace(world: World, name: string): boolean {
  return (
    settledNamespaces(world).has(name) || inventory(world).get("Namespace", "", name) !== undefined
  );
}

/** Whether a name may as well end a host name of the world outside. */
function isTopLevel(name: string): boolean {
  return name.length === 2 || TOP_LEVEL.has(name);
}

const TOP_LEVEL: ReadonlySet<string> = new Set(
  "app cloud com dev games info live local net online org shop site store tech test tools work xyz lan home internal".split(
    " ",
  ),
);
