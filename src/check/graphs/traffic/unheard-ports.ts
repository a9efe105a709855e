import { type Item, inventory } from "../../objects/inventory.ts";
import { once, type World } from "../../world.ts";
import type { Pods } from "../selectors/pods.ts";
import { selectingServices } from "../selectors/services.ts";
import { declared, type NamedPort, namedPorts, translated } from "./policy-ports.ts";

/** Numbers that a rule allows and that nothing else says of its pods: rules with no other port. */
export const unheardPorts = once((world): readonly NamedPort[] => {
  const byRule = Map.groupBy(namedPorts(world), ({ beside }) => beside);
  return [...byRule.values()].flatMap((ports) => {
    const isLost = ports.every(({ port: { port, endPort }, pods }) => {
      if (typeof port !== "number" || endPort !== undefined) return false;
      return pods.every((each) => isUnheard(world, each, port));
    });
    return isLost ? ports : [];
  });
});

function isUnheard(world: World, pods: Pods, port: number): boolean {
  const ports = declared(pods);
  if (ports.length === 0 || ports.some(({ containerPort }) => containerPort === port)) return false;
  if (translated(world, pods, port)) return false;
  const texts = textsOf(world, pods);
  const pattern = new RegExp(`(?<![0-9])${port}(?![0-9])`);
  return texts?.every((text) => !pattern.test(text)) ?? false;
}

const known = once(() => new Map<Item, readonly string[] | undefined>());

/** What is said of pods; undefined where a part of it is not in the world. */
function textsOf(world: World, pods: Pods): readonly string[] | undefined {
  const all = known(world);
  if (!all.has(pods.item)) all.set(pods.item, read(world, pods));
  return all.get(pods.item);
}

function read(world: World, { item, workload }: Pods): readonly string[] | undefined {
  if (!workload) return undefined;
  const { spec, containers } = workload;
  const named = [
    ...(spec.volumes ?? []).flatMap(({ configMap, secret, projected, csi }) => {
      if (secret?.items?.length && secret.items.every(isCertificate)) return [];
      if (secret || projected || csi) return [undefined];
      return configMap ? [configMap.name] : [];
    }),
    ...containers.flatMap(({ container }) =>
      (container.envFrom ?? []).map(({ configMapRef }) => configMapRef?.name),
    ),
  ];
  const configs = named.map((name) =>
    name === undefined ? undefined : inventory(world).get("ConfigMap", item.namespace, name),
  );
  if (configs.includes(undefined)) return undefined;
  const texts = [item.object, ...configs.map((config) => config?.object)];
  return [...texts, ...servicesOf(world, item)].map((each) => JSON.stringify(each));
}

/** Of a Secret, what says nothing of ports. */
function isCertificate({ key = "" }: { readonly key?: string | undefined }): boolean {
  return /\.(?:crt|key|pem)$/.test(key);
}

const byPods = once((world): ReadonlyMap<Item, readonly unknown[]> => {
  const found = new Map<Item, unknown[]>();
  for (const { service, selection } of selectingServices(world))
    for (const { item } of selection.pods) {
      const specs = found.get(item) ?? [];
      found.set(item, specs);
      specs.push([service.object.spec, service.object.metadata?.annotations]);
    }
  return found;
});

function servicesOf(world: World, item: Item): readonly unknown[] {
  return byPods(world).get(item) ?? [];
}
