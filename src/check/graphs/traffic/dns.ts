import type { NetworkPolicyPort } from "../../../kubernetes/network-policy-types.ts";
import { FieldPath } from "../../../kubernetes/validation/field-path.ts";
import type { Item } from "../../objects/inventory.ts";
import { listedItems } from "../../objects/titles.ts";
import type { FoundInObject } from "../../rule.ts";
import { once, type World } from "../../world.ts";
import { addresses } from "../addresses/addresses.ts";
import { isIp, isLocal } from "../addresses/hosts.ts";
import type { Pods } from "../selectors/pods.ts";
import { type Cause, causes, cutOff, podsUnderPolicies } from "./isolated.ts";
import { itemOfPolicy, namesOf } from "./policies.ts";
import type { Blockade } from "./reach.ts";
import { clusterDns } from "./strangers.ts";

/** DNS servers in pods listen here; that of OpenShift on the second. */
const PORTS = [53, 5353];

const RULE =
  "{ to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }, podSelector: { matchLabels: { k8s-app: kube-dns } } }], ports: [{ protocol: UDP, port: 53 }, { protocol: TCP, port: 53 }] }";

/** Workloads that are given names to look up. */
const users = once(
  (world): ReadonlySet<Item> =>
    new Set(
      addresses(world)
        .filter(({ host, evidence }) => evidence !== "service" && !isIp(host) && !isLocal(host))
        .flatMap(({ readers }) => readers.map(({ item }) => item)),
    ),
);

/** Pods ask the cluster's DNS, unless they say otherwise. */
function asksCluster({ workload }: Pods): boolean {
  const { dnsPolicy = "ClusterFirst" } = workload?.spec ?? {};
  return dnsPolicy === "ClusterFirst" || dnsPolicy === "ClusterFirstWithHostNet";
}

/** Those that may talk to other pods do so by the names of Services. */
function meansToTalk({ isolatedBy }: Blockade): boolean {
  return isolatedBy.some(({ spec }) =>
    (spec?.egress ?? []).some(({ to = [] }) =>
      to.some(({ podSelector, namespaceSelector }) => podSelector ?? namespaceSelector),
    ),
  );
}

const withoutDns = once((world): readonly Blockade[] =>
  podsUnderPolicies(world)
    .filter(asksCluster)
    .flatMap((pods) => cutOff(world, pods, clusterDns, "UDP", PORTS) ?? [])
    .filter((each) => users(world).has(each.pods.item) || meansToTalk(each)),
);

export function dnsBlocked(world: World): FoundInObject[] {
  return causes(world, withoutDns(world)).map((cause) => {
    const { item, path, note } = placeOf(world, cause);
    const whom = listedItems(cause.blockades.map(({ pods }) => pods.item));
    return {
      subject: item.subject,
      steps: path.steps(),
      path: path.toString(),
      part: "value",
      message: `${whom} cannot ask the cluster's DNS: ${note}`,
      fix: `add to spec.egress of NetworkPolicy ${cause.policy.metadata?.name}, or to a NetworkPolicy for all pods: ${RULE}`,
    };
  });
}

/** At a rule that is meant for DNS, where there is one. */
function placeOf(world: World, { blockades, item, path }: Cause) {
  const [first] = blockades as [Blockade, ...Blockade[]];
  for (const policy of first.isolatedBy)
    for (const [index, { ports = [], to = [] }] of (policy.spec?.egress ?? []).entries()) {
      if (!ports.some(isDns)) continue;
      const own = itemOfPolicy(world).get(policy) as Item;
      const rule = FieldPath.root.field("spec", "egress").index(index);
      const mayBe = to.some((peer) => clusterDns.may(world, peer, own.namespace ?? ""));
      if (to.length > 0 && !mayBe)
        return {
          item: own,
          path: rule.field("to"),
          note: `the rule of NetworkPolicy ${own.name} for port 53 names other pods; a podSelector alone means pods of its own namespace, DNS runs in kube-system`,
        };
      return {
        item: own,
        path: rule.field("ports"),
        note: `the rule of NetworkPolicy ${own.name} for port 53 allows TCP alone, and names are asked over UDP`,
      };
    }
  return {
    item,
    path,
    note: `${namesOf(first.isolatedBy)} ${first.isolatedBy.length === 1 ? "lets" : "let"} nothing out on UDP 53`,
  };
}

function isDns({ port }: NetworkPolicyPort): boolean {
  return port === 53 || port === "dns" || port === "domain";
}

/** Pods that may ask over UDP alone. */
export function dnsOverTcpBlocked(world: World): FoundInObject[] {
  const silent = new Set(withoutDns(world).map(({ pods }) => pods));
  const stopped = podsUnderPolicies(world)
    .filter((pods) => asksCluster(pods) && !silent.has(pods))
    .flatMap((pods) => {
      if (cutOff(world, pods, clusterDns, "UDP", PORTS)) return [];
      return cutOff(world, pods, clusterDns, "TCP", PORTS) ?? [];
    });
  const rules = new Map<string, { policy: Item; index: number; blockades: Blockade[] }>();
  for (const blockade of stopped)
    for (const policy of blockade.isolatedBy)
      for (const [index, { ports = [] }] of (policy.spec?.egress ?? []).entries()) {
        if (!ports.some((each) => isDns(each) && each.protocol === "UDP")) continue;
        const item = itemOfPolicy(world).get(policy) as Item;
        const key = JSON.stringify([item.namespace, item.name, index]);
        const known = rules.get(key) ?? { policy: item, index, blockades: [] };
        rules.set(key, known);
        known.blockades.push(blockade);
      }
  return [...rules.values()].map(({ policy, index, blockades }) => {
    const path = FieldPath.root.field("spec", "egress").index(index).field("ports");
    const whom = listedItems(blockades.map(({ pods }) => pods.item));
    return {
      subject: policy.subject,
      steps: path.steps(),
      path: path.toString(),
      part: "value",
      message: `${whom} may ask DNS over UDP alone`,
    };
  });
}
