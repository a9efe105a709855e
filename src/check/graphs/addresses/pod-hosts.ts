import type { StatefulSet } from "../../../kubernetes/types/apps.ts";
import type { Decoded } from "../../../kubernetes/validation/decoded.ts";
import { type Item, inventory, isSameNamespace } from "../../objects/inventory.ts";
import { once, type World } from "../../world.ts";
import { type Address, addresses } from "./addresses.ts";
import { meaningOf, type ServiceName } from "./meaning.ts";
import { calledServices } from "./services.ts";

/** An address of a pod that there will not be. */
export interface LostPod {
  readonly address: Address;
  /** Completes "but …". */
  readonly why: string;
  readonly fix: string | undefined;
}

type Sets = readonly Item<Decoded<StatefulSet>>[];

const statefulSets = once((world) =>
  Map.groupBy(inventory(world).all("StatefulSet"), ({ name }) => name),
);

/** Addresses of pods of StatefulSets, under Services that are there, which nobody has. */
export const podHosts = once((world): readonly LostPod[] =>
  addresses(world).flatMap((address): LostPod[] => {
    const meaning = meaningOf(world, address);
    if (meaning.kind !== "service" || meaning.service.pod === undefined) return [];
    const lost = lossOf(world, meaning.service, meaning.service.pod);
    return lost ? [{ address, ...lost }] : [];
  }),
);

function lossOf(
  world: World,
  { name, namespace }: ServiceName,
  pod: string,
): Omit<LostPod, "address"> | undefined {
  const [, base = "", digits = ""] = /^(.+)-(\d+)$/.exec(pod) ?? [];
  const services = calledServices(world).find(name, namespace);
  const sets: Sets = (statefulSets(world).get(base) ?? []).filter((each) =>
    isSameNamespace(each.namespace, namespace),
  );
  const [set] = sets;
  // Others make pods with such names too; what they are is not known.
  if (services.length === 0 || sets.length !== 1 || !set) return undefined;
  const { serviceName = "", replicas = 1, ordinals } = set.object.spec ?? {};
  if (serviceName !== name) {
    const why = `the pods of StatefulSet ${base} have their names under ${serviceName === "" ? "no Service" : `Service ${serviceName}`}`;
    const fix = serviceName === "" ? undefined : `write ${pod}.${serviceName}`;
    return { why, fix };
  }
  if (services.every(({ isHeadless }) => !isHeadless))
    return {
      why: `Service ${name} is not headless: its pods have no names of their own`,
      fix: `set clusterIP: None on Service ${name}, or use its own name`,
    };
  const first = ordinals?.start ?? 0;
  const most = first + Math.max(replicas, mostReplicas(world, set));
  const ordinal = Number(digits);
  if (replicas === 0 || (ordinal >= first && ordinal < most)) return undefined;
  const last = `${base}-${first + replicas - 1}`;
  const there = replicas === 1 ? `only ${last}` : `${base}-${first} to ${last}`;
  return { why: `StatefulSet ${base} has ${there}`, fix: undefined };
}

function mostReplicas(world: World, set: Item<unknown>): number {
  const targets = inventory(world)
    .all("HorizontalPodAutoscaler")
    .filter(({ object, namespace }) => {
      const { kind, name } = object.spec?.scaleTargetRef ?? {};
      return (
        kind === "StatefulSet" && name === set.name && isSameNamespace(namespace, set.namespace)
      );
    });
  return Math.max(0, ...targets.map(({ object }) => object.spec?.maxReplicas ?? 0));
}
