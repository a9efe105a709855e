import fc from "fast-check";
import type { NetworkPolicy, PolicyPod } from "../../src/kubernetes/network-policy-types.ts";

const labels = fc.dictionary(fc.constantFrom("app", "tier"), fc.constantFrom("a", "b"), {
  maxKeys: 2,
});
const namespace = fc.constantFrom("one", "two", "three");
const selector = fc.oneof(
  fc.constant({}),
  labels.map((matchLabels) => ({ matchLabels })),
  fc
    .record({
      key: fc.constantFrom("app", "tier"),
      operator: fc.constantFrom("Exists", "DoesNotExist"),
    })
    .map((expression) => ({ matchExpressions: [expression] })),
  fc
    .record({
      key: fc.constantFrom("app", "tier", "kubernetes.io/metadata.name"),
      operator: fc.constantFrom("In", "NotIn"),
      values: fc.uniqueArray(fc.constantFrom("a", "b", "one", "two"), {
        minLength: 1,
        maxLength: 3,
      }),
    })
    .map((expression) => ({ matchExpressions: [expression] })),
);
const ipBlock = fc.constantFrom(
  { cidr: "0.0.0.0/0" },
  { cidr: "10.0.0.0/8" },
  { cidr: "10.0.0.0/8", except: ["10.1.0.0/16", "10.2.0.0/15"] },
  { cidr: "10.1.0.1/32" },
  { cidr: "::/0", except: ["2001:db8::/32"] },
  { cidr: "2001:db8::/33" },
);
const peer = fc.oneof(
  fc.record({ podSelector: selector }),
  fc.record({ namespaceSelector: selector }),
  fc.record({ podSelector: selector, namespaceSelector: selector }),
  fc.record({ ipBlock }),
);
const protocol = fc.constantFrom("TCP", "UDP");
const port = fc.oneof(
  fc.constant({}),
  fc.record(
    { port: fc.constantFrom(80, 81, 82, "web", "dns"), protocol },
    { requiredKeys: ["port"] },
  ),
  fc.record({ port: fc.constantFrom(80, 81), endPort: fc.constantFrom(81, 82), protocol }),
  fc.record({ protocol }),
);
const ports = fc.array(port, { maxLength: 2 });
const peers = fc.array(peer, { maxLength: 2 });
const rules = <K extends "from" | "to">(key: K) =>
  fc.array(fc.record({ [key]: peers, ports }, { requiredKeys: [] }), { maxLength: 2 });
const anyPolicy = fc.record({
  metadata: fc.record({ name: fc.constant("p"), namespace }),
  spec: fc.record(
    {
      podSelector: selector,
      policyTypes: fc.subarray(["Ingress", "Egress"]),
      ingress: rules("from"),
      egress: rules("to"),
    },
    { requiredKeys: [] },
  ),
}) as fc.Arbitrary<NetworkPolicy>;
const address = fc.constantFrom(
  "10.0.0.1",
  "10.1.0.1",
  "10.3.0.1",
  "8.8.8.8",
  "2001:db8::1",
  "2001:db9::1",
);
const anyPod: fc.Arbitrary<PolicyPod> = fc.record(
  {
    name: fc.constant("pod"),
    namespace,
    labels,
    ip: address,
    hostNetwork: fc.constant(true),
    ports: fc.array(
      fc.record({
        name: fc.constantFrom("web", "dns"),
        containerPort: fc.constantFrom(80, 81),
        protocol,
      }),
      { maxLength: 2 },
    ),
  },
  { requiredKeys: ["name", "namespace", "labels"] },
);
/** A few policies, namespaces, pods and addresses, out of so few labels that they often meet. */
export const anyCluster = fc.record({
  policies: fc.array(anyPolicy, { maxLength: 4 }),
  namespaces: fc.tuple(labels, labels).map(([one, two]) => [
    { name: "one", labels: one },
    { name: "two", labels: two },
  ]),
  pods: fc.array(anyPod, { minLength: 1, maxLength: 4 }),
  outside: fc.array(
    address.map((text) => ({ address: text })),
    { maxLength: 2 },
  ),
});
