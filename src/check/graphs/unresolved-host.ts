import { valueAt } from "../../kubernetes/fields.ts";
import { quote } from "../../kubernetes/text.ts";
import { foundAt } from "../objects/found.ts";
import type { Workload } from "../objects/workloads.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { type Address, addresses } from "./addresses/addresses.ts";
import { meaningOf } from "./addresses/meaning.ts";
import { calledServices } from "./addresses/services.ts";
import { placeOf } from "./addresses/told.ts";
import { wordsOf } from "./addresses/words.ts";

/** @see https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-s-dns-policy */
export const unresolvedHost: Rule = {
  id: "unresolved-host",
  layer: "graphs",
  severity: "warning",
  title: "the name of a Service, read by pods that do not ask the cluster's DNS",
  why: "pods on the node's network, and pods with dnsPolicy Default, ask the DNS servers of the node, which know no Services: the name is not found",
  fix: "set dnsPolicy: ClusterFirstWithHostNet for pods on the node's network, else ClusterFirst",
  bad: `apiVersion: v1
kind: Service
metadata: { name: loki, namespace: logging }
spec: { selector: { app: loki }, ports: [{ port: 3100 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: loki, namespace: logging, labels: { app: loki } }
spec: { containers: [{ name: loki, image: "grafana/loki:3.5.0", ports: [{ containerPort: 3100 }] }] }
---
apiVersion: v1
kind: Pod
metadata: { name: agent, namespace: logging }
spec:
  hostNetwork: true
  containers:
    - name: agent
      image: example.com/agent:v1
      env: [{ name: LOKI_URL, value: "http://loki.logging.svc:3100" }]
`,
  good: `apiVersion: v1
kind: Service
metadata: { name: loki, namespace: logging }
spec: { selector: { app: loki }, ports: [{ port: 3100 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: loki, namespace: logging, labels: { app: loki } }
spec: { containers: [{ name: loki, image: "grafana/loki:3.5.0", ports: [{ containerPort: 3100 }] }] }
---
apiVersion: v1
kind: Pod
metadata: { name: agent, namespace: logging }
spec:
  hostNetwork: true
  dnsPolicy: ClusterFirstWithHostNet
  containers:
    - name: agent
      image: example.com/agent:v1
      env: [{ name: LOKI_URL, value: "http://loki.logging.svc:3100" }]
`,
  find: (world: World) => {
    const first = new Map<Workload, Address>();
    for (const address of addresses(world)) {
      const strangers = address.readers.filter(asksNode);
      if (strangers.length === 0 || !isAsked(world, address)) continue;
      for (const reader of strangers) if (!first.has(reader)) first.set(reader, address);
    }
    return [...first].map(([reader, address]): FoundInObject => {
      const isHost = reader.spec.hostNetwork === true;
      const path = reader.specPath.field(isHost ? "hostNetwork" : "dnsPolicy");
      const who = isHost ? "pods on the node's network" : "pods with dnsPolicy Default";
      const message = `${placeOf(address)} names ${quote(address.host)}, which ${who} cannot look up`;
      return foundAt(reader.item, path, message);
    });
  },
};

/** Whether pods ask the DNS servers of their node. */
function asksNode({ spec }: Workload): boolean {
  const { dnsPolicy = "ClusterFirst", hostNetwork, dnsConfig } = spec;
  if (dnsConfig?.nameservers?.length) return false;
  return dnsPolicy === "Default" || (hostNetwork === true && dnsPolicy === "ClusterFirst");
}

/** Whether a tool is told which DNS server to ask for the name: `10.0.0.10:53,NAME`, `@10.0.0.10 NAME`. */
function isAskedOfServer({ item, path, host }: Address): boolean {
  const text = valueAt(item.object, path.steps());
  const at = typeof text === "string" ? text.toLowerCase().indexOf(host) : -1;
  if (typeof text !== "string" || at === -1) return false;
  return SERVER_BEFORE.test(text.slice(0, at)) || SERVER_BEHIND.test(text.slice(at + host.length));
}

const SERVER_BEFORE = /(?:^|[\s,@=])\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?[,\s]\s*$/;
/** As of dnsmasq: `--server=/NAME/10.0.0.10`. */
const SERVER_BEHIND = /^\.?\/\d{1,3}(?:\.\d{1,3}){3}(?:#\d+)?$/;

/** Names in certificates and in tokens are shown, not asked for. */
const SHOWN: ReadonlySet<string> = new Set(
  "cert certs certificate dns san sans tls names issuer issuers audience audiences".split(" "),
);

function isAsked(world: World, address: Address): boolean {
  if (isAskedOfServer(address)) return false;
  if (address.evidence === "service" || wordsOf(address.name).some((word) => SHOWN.has(word)))
    return false;
  const meaning = meaningOf(world, address);
  if (meaning.kind !== "service") return false;
  const { form, name, namespace } = meaning.service;
  return form === "svc" || calledServices(world).find(name, namespace).length > 0;
}
