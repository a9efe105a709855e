import fc from "fast-check";
import type { NetworkPolicy, PolicyPod } from "../../src/kubernetes/network-policy-types.ts";

/* Few names, so that they often meet; one that every object of JavaScript has, one value that is empty. */
const keys = ["app", "tier", "constructor"];
const labels = fc.dictionary(fc.constantFrom(...keys), fc.constantFrom("a", "b", ""), {
  maxKeys: 3,
  noNullPrototype: true,
});
const namespace = fc.constantFrom("one", "one", "one", "one", "two", "two", "three", "default");
const key = fc.constantFrom(...keys, "kubernetes.io/metadata.name");
const expression = fc.oneof(
  fc.record({ key, operator: fc.constantFrom("Exists", "DoesNotExist") }),
  fc.record({
    key,
    operator: fc.constantFrom("In", "NotIn"),
    values: fc.uniqueArray(fc.constantFrom("a", "b", "", "one", "two"), {
      minLength: 1,
      maxLength: 3,
    }),
  }),
);
const selector = fc.oneof(
  { weight: 1, arbitrary: fc.constant({}) },
  { weight: 2, arbitrary: fc.record({ matchExpressions: fc.tuple(expression) }) },
  {
    weight: 2,
    arbitrary: fc.record(
      {
        matchLabels: labels,
        matchExpressions: fc.array(expression, { maxLength: 2, size: "max" }),
      },
      { requiredKeys: [] },
    ),
  },
);
const ipBlock = fc.constantFrom(
  { cidr: "0.0.0.0/0" },
  { cidr: "10.0.0.0/8" },
  { cidr: "10.0.0.0/8", except: ["10.1.0.0/16", "10.2.0.0/15"] },
  { cidr: "10.1.0.1/32" },
  { cidr: "10.3.0.0/31", except: ["10.3.0.1/32"] },
  { cidr: "::/0", except: ["2001:db8::/32"] },
  { cidr: "2001:db8::/33" },
  { cidr: "::/1" },
);
const peer = fc.oneof(
  fc.record({ podSelector: selector }),
  fc.record({ namespaceSelector: selector }),
  fc.record({ podSelector: selector, namespaceSelector: selector }),
  fc.record({ ipBlock }),
);
const protocol = fc.constantFrom("TCP", "UDP", "SCTP");
const port = fc.oneof(
  fc.constant({}),
  fc.record(
    { port: fc.constantFrom(80, 81, 82, "web", "dns"), protocol },
    { requiredKeys: ["port"] },
  ),
  fc.record(
    { port: fc.constantFrom(80, 81), endPort: fc.constantFrom(81, 82), protocol },
    { requiredKeys: ["port", "endPort"] },
  ),
  fc.record({ protocol }),
);
const some = <T>(one: fc.Arbitrary<T>) =>
  fc.oneof(
    { weight: 5, arbitrary: fc.array(one, { minLength: 1, maxLength: 2, size: "max" }) },
    { weight: 1, arbitrary: fc.constant([]) },
  );
const ports = some(port);
const peers = some(peer);
const rules = <K extends "from" | "to">(key: K) =>
  fc.array(
    fc.oneof(
      { weight: 4, arbitrary: fc.record({ [key]: peers, ports }) },
      { weight: 1, arbitrary: fc.record({ [key]: peers, ports }, { requiredKeys: [] }) },
    ),
    { maxLength: 2, size: "max" },
  );
const types = fc.constantFrom(["Ingress"], ["Egress"], ["Egress", "Ingress"], []);
const anyPolicy = fc.record({
  metadata: fc.oneof(
    { weight: 7, arbitrary: fc.record({ name: fc.constant("p"), namespace }) },
    { weight: 1, arbitrary: fc.constant({ name: "p" }) },
  ),
  spec: fc.oneof(
    fc.record({
      podSelector: fc.oneof(fc.constant({}), selector),
      policyTypes: types,
      ingress: rules("from"),
      egress: rules("to"),
    }),
    fc.record(
      { podSelector: selector, policyTypes: types, ingress: rules("from"), egress: rules("to") },
      { requiredKeys: [] },
    ),
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
    hostNetwork: fc.oneof(
      { weight: 5, arbitrary: fc.constant(false) },
      { weight: 1, arbitrary: fc.constant(true) },
    ),
    ports: fc.array(
      fc.record(
        {
          name: fc.constantFrom("web", "dns"),
          containerPort: fc.constantFrom(80, 81),
          protocol,
        },
        { requiredKeys: ["containerPort"] },
      ),
      { maxLength: 3, size: "max" },
    ),
  },
  { requiredKeys: ["name", "namespace", "labels"] },
);

/** A few policies, namespaces, pods and addresses, out of so few labels that they often meet. */
export const anyCluster = fc.record({
  policies: fc.array(anyPolicy, { maxLength: 5, size: "max" }),
  namespaces: fc
    .tuple(labels, labels)
    .map(([one, two]) => [
      { name: "one", labels: one },
      { name: "two", labels: two },
      { name: "default" },
    ]),
  pods: fc.array(anyPod, { minLength: 2, maxLength: 5, size: "max" }),
  outside: fc.array(
    address.map((text) => ({ address: text })),
    { maxLength: 2, size: "max" },
  ),
});

export type Cluster = typeof anyCluster extends fc.Arbitrary<infer T> ? T : never;
