import { FieldPath } from "../../../kubernetes/validation/field-path.ts";
import { listedItems } from "../../objects/titles.ts";
import type { FoundInObject } from "../../rule.ts";
import { once, type World } from "../../world.ts";
import { idlePolicies } from "../selectors/idle-policies.ts";
import { isAside, isJob, type Pods, podsOfWorld } from "../selectors/pods.ts";
import { end } from "./ends.ts";
import { HERE, isDecided, policies } from "./policies.ts";
import { evaluatorOfWorld, NOWHERE } from "./reach.ts";

const byNamespace = once((world) =>
  Map.groupBy(
    podsOfWorld(world).filter((pods) => !isAside(pods) && !isJob(pods)),
    ({ item }) => item.namespace,
  ),
);

/** Namespaces in which policies isolate some pods and not others, each once. */
export function unisolated(world: World): FoundInObject[] {
  if (policies(world).length === 0) return [];
  const idleIn = new Set([...idlePolicies(world).keys()].map((each) => each.namespace));
  return [...byNamespace(world)].flatMap(([namespace, all]): FoundInObject[] => {
    if (!isDecided(world, namespace ?? HERE)) return [];
    // A policy that selects no pod is told, and may well be the one that they lack.
    if (idleIn.has(namespace)) return [];
    const open = all.filter((pods) => isOpen(world, pods));
    const [first] = open;
    if (!first || open.length === all.length) return [];
    const path = FieldPath.root.field("metadata", "name");
    return [
      {
        subject: first.item.subject,
        steps: path.steps(),
        path: path.toString(),
        part: "value",
        message: `no NetworkPolicy isolates ${listedItems(open.map(({ item }) => item))}, as others of the namespace are`,
      },
    ];
  });
}

/** Whether everybody may connect, since no policy is about connections to these pods. */
function isOpen(world: World, pods: Pods): boolean {
  const to = end(world, pods);
  if (to.hostNetwork) return false;
  const { ingress } = evaluatorOfWorld(world).why({ from: NOWHERE, to, port: 1 });
  return ingress?.isolatedBy.length === 0;
}
