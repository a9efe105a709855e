import type { PolicyPod, PolicyPodPort } from "../../../kubernetes/network-policy-types.ts";
import type { Item } from "../../objects/inventory.ts";
import { once, type World } from "../../world.ts";
import { type Pods, podsOfWorld } from "../selectors/pods.ts";
import { HERE } from "./policies.ts";

const ends = once(
  (world): ReadonlyMap<Item, PolicyPod> =>
    new Map(podsOfWorld(world).map((pods) => [pods.item, endOf(pods)])),
);

/** One of the pods, as policies see it. */
export function end(world: World, pods: Pods): PolicyPod {
  return ends(world).get(pods.item) ?? endOf(pods);
}

function endOf({ item, labels, workload, containers = [] }: Pods): PolicyPod {
  return {
    name: item.name,
    namespace: item.namespace ?? HERE,
    labels: { ...labels, ...given(item) },
    ports: containers.flatMap(({ ports = [] }) =>
      ports.flatMap(({ name, containerPort, protocol = "TCP" }): PolicyPodPort[] =>
        containerPort === undefined
          ? []
          : [{ ...(name !== undefined && { name }), containerPort, protocol }],
      ),
    ),
    hostNetwork: workload?.spec.hostNetwork === true,
  };
}

/** Labels that controllers give, as far as their values are known. */
function given({ kind, name }: Item): Readonly<Record<string, string>> {
  if (kind === "Job") return { "job-name": name, "batch.kubernetes.io/job-name": name };
  if (kind === "StatefulSet") return { "statefulset.kubernetes.io/pod-name": `${name}-0` };
  return {};
}
