import { closest } from "../../../closest.ts";
import { type Item, isSameNamespace } from "../../objects/inventory.ts";
import { workloads } from "../../objects/workloads.ts";
import { isSystem } from "../../references/always.ts";
import { providers } from "../../references/provided.ts";
import { once, type World } from "../../world.ts";
import { mayComeFromElsewhere } from "../selectors/elsewhere.ts";
import { type Address, addresses } from "./addresses.ts";
import { isComplete } from "./complete.ts";
import { type Meaning, meaningOf, type ServiceName, settledNamespaces } from "./meaning.ts";
import { type Called, calledServices } from "./services.ts";

/** An address of a Service that is not there. */
export interface Lost {
  readonly address: Address;
  readonly service: ServiceName;
  /** The Service that may be meant. */
  readonly instead: Instead | undefined;
  /** A workload of that name, which has no Service. */
  readonly workload: Item | undefined;
  /** Whether the world shows that it should be there; else it may well be somewhere outside. */
  readonly isShown: boolean;
}

/** What makes a Service with another name or place the one that is meant. */
export interface Instead {
  readonly how: "elsewhere" | "affix" | "typo" | "near";
  readonly service: Called;
  /** What a `namePrefix` or `nameSuffix` added. */
  readonly affix?: string;
}

/** The addresses of a world that name a Service which nothing of it makes. */
export const lostAddresses = once((world): readonly Lost[] => {
  const all = addresses(world).map((address) => ({ address, meaning: meaningOf(world, address) }));
  const speakers = speakersOf(all.map(({ address }) => address));
  const found = answered(world, all);
  return all.flatMap(({ address, meaning }): Lost[] => {
    if (meaning.kind !== "service") return [];
    const { service } = meaning;
    if (isThere(world, service, speakers.get(address.host))) return [];
    if (isElsewhere(world, address, service)) return [];
    const instead = insteadOf(world, address, service);
    if (!isCertain(world, address, service, instead)) return [];
    const workload = workloadOf(world, service);
    const others = found.get(service.namespace)?.size ?? 0;
    const isNamed = instead !== undefined && instead.how !== "near";
    const isShown = isNamed || workload !== undefined || others >= WHOLE;
    return [{ address, service, instead, workload, isShown }];
  });
});

/** By host: the objects that name it. */
function speakersOf(all: readonly Address[]): ReadonlyMap<string, ReadonlySet<Item>> {
  const speakers = new Map<string, Set<Item>>();
  for (const { host, item } of all) {
    const known = speakers.get(host) ?? new Set();
    speakers.set(host, known);
    known.add(item);
  }
  return speakers;
}

/** When so many Services of a namespace are called and there, the whole of it is taken to be. */
const WHOLE = 2;

/** By namespace: the Services that somebody calls and that are there. */
function answered(
  world: World,
  all: readonly { readonly address: Address; readonly meaning: Meaning }[],
): ReadonlyMap<string | undefined, ReadonlySet<string>> {
  const found = new Map<string | undefined, Set<string>>();
  for (const { address, meaning } of all) {
    if (meaning.kind !== "service" || address.readers.length === 0) continue;
    const { name, namespace } = meaning.service;
    if (calledServices(world).find(name, namespace).length === 0) continue;
    const known = found.get(namespace) ?? new Set();
    found.set(namespace, known);
    known.add(name);
  }
  return found;
}

const RUNNING: ReadonlySet<string> = new Set(["Deployment", "StatefulSet", "DaemonSet", "Pod"]);

const runningByName = once((world) =>
  Map.groupBy(
    workloads(world).filter(({ item }) => RUNNING.has(item.kind)),
    ({ item }) => item.name,
  ),
);

function workloadOf(world: World, { name, namespace }: ServiceName): Item | undefined {
  const named = runningByName(world).get(name) ?? [];
  return named.find(({ item }) => isSameNamespace(item.namespace, namespace))?.item;
}

/** @param speakers what names it in an address: that alone does not make it */
function isThere(
  world: World,
  { name, namespace }: ServiceName,
  speakers: ReadonlySet<Item> | undefined,
): boolean {
  if (calledServices(world).find(name, namespace).length > 0) return true;
  const provided = providers(world).find({ group: "", kind: "Service", namespace, name });
  return provided !== undefined && !(provided.how === "perhaps" && speakers?.has(provided.by));
}

function isElsewhere(world: World, { host, readers }: Address, service: ServiceName): boolean {
  const { name, namespace, form } = service;
  if (name === "kubernetes" || isSystem(namespace)) return true;
  if (world.assumptions.find({ kind: "Host", namespace: undefined, name: host })) return true;
  if (mayComeFromElsewhere(world, fragmentsOf(name))) return true;
  // The pod may find short names in other places.
  return readers.some(
    ({ spec }) =>
      spec.hostAliases?.some(({ hostnames }) => hostnames?.includes(host)) ||
      (form !== "svc" && (spec.dnsPolicy === "None" || spec.dnsConfig?.searches?.length)),
  );
}

/** Operators call what they make after their objects: `shop-kafka-bootstrap` of `shop`. */
function fragmentsOf(name: string): string[] {
  const words = name.split("-");
  return words.flatMap((_, at) => [words.slice(0, at + 1).join("-"), words.slice(at).join("-")]);
}

function insteadOf(world: World, address: Address, service: ServiceName): Instead | undefined {
  const { name, namespace } = service;
  const services = calledServices(world);
  const elsewhere = services.named(name).find((each) => hasPort(each, address));
  if (elsewhere) return { how: "elsewhere", service: elsewhere };
  const same = services.in(namespace);
  if (same.length > MOST) return undefined;
  return affixOf(address, name, same) ?? similarTo(world, service);
}

/** Among more than that nobody looks for a similar name. */
const MOST = 500;

const similar = once((_: World) => new Map<string, Instead | undefined>());

function similarTo(world: World, { name, namespace }: ServiceName): Instead | undefined {
  const known = similar(world);
  const key = `${namespace ?? ""}/${name}`;
  if (!known.has(key)) known.set(key, similarAmong(name, calledServices(world).in(namespace)));
  return known.get(key);
}

function similarAmong(name: string, services: readonly Called[]): Instead | undefined {
  const typo = services.find((each) => isTypo(name, each.name));
  if (typo) return { how: "typo", service: typo };
  const near = closest(
    name,
    services.map((each) => each.name),
  );
  const found = services.find((each) => each.name === near);
  return found && { how: "near", service: found };
}

const ENDINGS = /^-?(svc|service|server|master|primary|headless|db|cluster|ql|s)$/;

/** Whether two names are the same but for one letter, or an ending that says nothing new. */
function isTypo(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (short.length < 4) return false;
  if (long.startsWith(short) && ENDINGS.test(long.slice(short.length))) return true;
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  const rest = long.slice(at + 1);
  if (long.length > short.length) return rest === short.slice(at);
  const isSwap = short[at] === long[at + 1] && short[at + 1] === long[at];
  // Numbers tell things apart that are called alike.
  if (/\d/.test(`${short[at]}${long[at]}`)) return false;
  return rest === short.slice(at + 1) || (isSwap && rest.slice(1) === short.slice(at + 2));
}

/** A prefix or suffix that every Service there has, and who reads the address too. */
function affixOf(
  { item, readers }: Address,
  name: string,
  services: readonly Called[],
): Instead | undefined {
  const users = [item.name, ...readers.map((reader) => reader.item.name)];
  for (const service of services) {
    const { name: whole } = service;
    if (whole.endsWith(`-${name}`)) {
      const affix = whole.slice(0, -name.length);
      const hasAffix = (other: string) => other.startsWith(affix) && other !== whole;
      if (users.some(hasAffix) && services.every((each) => each.name.startsWith(affix)))
        return { how: "affix", service, affix };
    }
    if (whole.startsWith(`${name}-`)) {
      const affix = whole.slice(name.length);
      const hasAffix = (other: string) => other.endsWith(affix) && other !== whole;
      if (users.some(hasAffix) && services.every((each) => each.name.endsWith(affix)))
        return { how: "affix", service, affix };
    }
  }
  return undefined;
}

function hasPort({ ports }: Called, { port }: Address): boolean {
  return port === undefined || ports.length === 0 || ports.some((each) => each.port === port);
}

/** Whether the world shows enough to say that nobody answers. */
function isCertain(
  world: World,
  address: Address,
  { namespace, form }: ServiceName,
  instead: Instead | undefined,
): boolean {
  if (!isComplete(world)) return instead?.how === "typo";
  const { kind, readers, evidence } = address;
  const settled = namespace === undefined || settledNamespaces(world).has(namespace);
  if (form === "svc") return settled ? true : instead?.how === "elsewhere";
  if (form === "namespace") return settled && kind !== "host";
  if (readers.length === 0 || evidence === "service")
    return instead?.how === "elsewhere" && kind !== "host" && readers.length > 0;
  if (instead?.how === "elsewhere" || instead?.how === "affix") return true;
  if (kind === "host") return instead?.how === "typo";
  return settled;
}
