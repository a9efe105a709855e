import { isFields } from "../../../kubernetes/fields.ts";
import { type Item, inventory } from "../../objects/inventory.ts";
import type { Workload } from "../../objects/workloads.ts";
import { once, type World } from "../../world.ts";
import { type Address, addresses } from "../addresses/addresses.ts";
import { isIp, isLocal } from "../addresses/hosts.ts";
import { wordsOf } from "../addresses/words.ts";
import { isShared, serviceOf, usersOf } from "./from-addresses.ts";

/** A host outside the cluster to which a workload connects. */
export interface Outgoing {
  readonly reader: Workload;
  readonly address: Address;
  readonly port: number;
  /** Whether others are given the same, and it is not known who uses it. */
  readonly isShared: boolean;
}

/** Words in the name of a URL that say: somebody calls it. People get other URLs to see. */
const CALLED: ReadonlySet<string> = new Set(
  "api endpoint webhook dsn server gateway upstream remote collector otlp s3 smarthost push".split(
    " ",
  ),
);
const NOT_CALLED =
  /public|external|origin|cors|allowed|redirect|callback|site|base|frontend|self|issuer|audience|docs|link|advertis|no_proxy|next_|vite_|react_|schema/i;

/** Where workloads connect to outside of the cluster, as far as their values say so. */
export function outgoing(world: World): Outgoing[] {
  return addresses(world).flatMap((address) => {
    const { host, port } = address;
    if (port === undefined || !isCalled(address) || !isOutside(world, host)) return [];
    return usersOf(address)
      .filter((reader) => !hasProxy(reader) && !serviceOf(world, host, reader.item.namespace))
      .map((reader) => ({ reader, address, port, isShared: isShared(address, reader) }));
  });
}

function isCalled({ scheme, name, kind }: Address): boolean {
  if (NOT_CALLED.test(name)) return false;
  if (scheme !== undefined && !/^(https?|wss?)$/.test(scheme)) return true;
  return kind !== "url" || wordsOf(name).some((word) => CALLED.has(word));
}

const INSIDE = /\.(svc|local|internal|localhost|cluster|lan|home|corp|test|invalid|example)$/;
const PLACEHOLDER = /(^|\.)example\.(com|org|net)$/;

function isOutside(world: World, host: string): boolean {
  if (!host.includes(".") || isIp(host) || isLocal(host)) return false;
  if (INSIDE.test(host) || host.includes(".svc.") || PLACEHOLDER.test(host)) return false;
  const namespace = host.slice(host.indexOf(".") + 1);
  return !own(world).domains.has(domainOf(host)) && !own(world).namespaces.has(namespace);
}

/** `shop.example` of `api.shop.example`: what people buy. */
function domainOf(host: string): string {
  return host.split(".").slice(-2).join(".");
}

/**
 * Domains that lead back into the cluster: programs are told their own address to show it to others.
 * And namespaces: `service.namespace` only looks like a host outside.
 */
const own = once((world) => {
  const objects = inventory(world);
  const ingresses = objects
    .all("Ingress")
    .flatMap(({ object }) => (object.spec?.rules ?? []).flatMap(({ host }) => host ?? []));
  const routes = ["HTTPRoute", "GRPCRoute", "TLSRoute"].flatMap((kind) =>
    objects.of("gateway.networking.k8s.io", kind).flatMap(hostnames),
  );
  const namespaces = objects.items.flatMap(({ namespace }) => namespace || []);
  const domains = new Set([...ingresses, ...routes].map(domainOf));
  return { domains, namespaces: new Set(namespaces) };
});

function hostnames({ object: { spec } }: Item): string[] {
  const names = isFields(spec) ? spec.hostnames : undefined;
  return Array.isArray(names) ? names.map(String) : [];
}

function hasProxy({ containers }: Workload): boolean {
  return containers.some(({ container }) =>
    (container.env ?? []).some(({ name = "" }) => /^(https?|all)_proxy$/i.test(name)),
  );
}
