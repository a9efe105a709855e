import type { Kinds } from "../../kubernetes/types/index.ts";
import { type Given, plainName } from "../given.ts";
import { peerName } from "../network/places.ts";
import { code, listed, type Purposes } from "./purposes.ts";

/** What a policy opens or closes, in words. */
export const networkPurposes: Purposes = {
  NetworkPolicy: ({ spec }, given) => {
    const { ingress = [], egress = [], podSelector = {} } = spec ?? {};
    const about = subject(given, podSelector);
    if (ingress.length + egress.length === 0)
      return `closes ${about}: nothing passes that no other policy lets through`;
    const arrivals = ingress.map(
      ({ from = [], ports = [] }) => `${portList(ports)} from ${peers(given, from)}`,
    );
    const departures = egress.map(
      ({ to = [], ports = [] }) => `to ${peers(given, to)} on ${portList(ports)}`,
    );
    return [
      ...(arrivals.length > 0 ? [`${about}: lets in ${arrivals.join("; ")}`] : []),
      ...(departures.length > 0 ? [`${about}: lets out ${departures.join("; ")}`] : []),
    ].join(". ");
  },
};

type Spec = NonNullable<Kinds["NetworkPolicy"]["spec"]>;
type Peer = NonNullable<NonNullable<Spec["ingress"]>[number]["from"]>[number];
type Port = NonNullable<NonNullable<Spec["ingress"]>[number]["ports"]>[number];

function subject(given: Given, { matchLabels = {} }: NonNullable<Spec["podSelector"]>): string {
  if (Object.keys(matchLabels).length === 0) return "every pod of the namespace";
  return podsNamed(given, matchLabels);
}

function podsNamed(given: Given, labels: { readonly [key: string]: string }): string {
  const own = labels[given.resolved.selector];
  if (own !== undefined) return code(plainName(given, own));
  return peerName(given, { namespace: given.resolved.namespace, labels });
}

function peers(given: Given, list: readonly Peer[]): string {
  if (list.length === 0) return "anyone";
  const names = list.map(({ ipBlock, podSelector, namespaceSelector }) => {
    if (ipBlock?.cidr.endsWith("/0"))
      return (ipBlock.except ?? []).length > 0 ? "public addresses" : "every address";
    if (ipBlock) return code(ipBlock.cidr);
    const namespace = namespaceSelector?.matchLabels?.["kubernetes.io/metadata.name"];
    const labels = podSelector?.matchLabels ?? {};
    if (namespaceSelector === undefined) return podsNamed(given, labels);
    return namespace === undefined
      ? "pods of every namespace"
      : peerName(given, { namespace, labels });
  });
  return [...new Set(names)].join(", ");
}

function portList(ports: readonly Port[]): string {
  if (ports.length === 0) return "every port";
  return listed([...new Set(ports.map(({ port = "every port" }) => port))]);
}
