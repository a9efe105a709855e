import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { evaluateNetworkPolicies } from "../../src/kubernetes/network-policy.ts";
import type {
  NetworkPolicy,
  NetworkPolicySpec,
  PolicyPod,
  Traffic,
} from "../../src/kubernetes/network-policy-types.ts";
import type * as types from "../../src/kubernetes/types/index.ts";

const pod = (name: string, more: Partial<PolicyPod> = {}): PolicyPod => ({
  name,
  namespace: "shop",
  labels: { app: name },
  ports: [
    { name: "http", containerPort: 8080 },
    { name: "dns", containerPort: 53, protocol: "UDP" },
  ],
  ...more,
});
const [web, api, db] = [pod("web"), pod("api"), pod("db")];
const outside = { address: "203.0.113.7" };

const policy = (spec: NetworkPolicySpec, name = "policy", namespace = "shop"): NetworkPolicy => ({
  metadata: { name, namespace },
  spec,
});
const only = (app: string) => ({ matchLabels: { app } });

/** Does one connection pass under one policy? */
function passes(spec: NetworkPolicySpec, traffic: Partial<Traffic> = {}): boolean {
  const evaluator = evaluateNetworkPolicies(
    [policy(spec)],
    [{ name: "ops", labels: { team: "ops" } }],
  );
  return evaluator.allowed({ from: web, to: api, port: 8080, ...traffic });
}

suite("network policies", () => {
  test("do not concern a pod they do not select", () => {
    const spec = { podSelector: only("db"), ingress: [] };
    assert.ok(passes(spec));
    assert.ok(!passes(spec, { to: db }));
    assert.ok(passes(spec, { from: db }), "what is about ingress leaves egress open");
    assert.ok(
      evaluateNetworkPolicies([policy(spec, "p", "other")]).allowed({ from: web, to: db, port: 1 }),
    );
  });

  test("isolate egress only where they say so or have egress rules", () => {
    assert.ok(passes({ podSelector: only("web") }));
    assert.ok(passes({ podSelector: only("web"), egress: [] }));
    assert.ok(!passes({ podSelector: only("web"), policyTypes: ["Egress"] }));
    assert.ok(
      !passes({ podSelector: only("web"), egress: [{ to: [{ podSelector: only("db") }] }] }),
    );
  });

  test("must let a connection pass at both ends", () => {
    const leave = policy(
      { podSelector: only("web"), policyTypes: ["Egress"], egress: [{}] },
      "leave",
    );
    const enter = policy({
      podSelector: only("api"),
      ingress: [{ from: [{ podSelector: only("web") }] }],
    });
    const closed = policy({ podSelector: only("api") }, "closed");
    const allowed = (...all: NetworkPolicy[]) =>
      evaluateNetworkPolicies(all).allowed({ from: web, to: api, port: 8080 });
    assert.ok(allowed(leave, enter));
    assert.ok(!allowed(leave, closed));
    assert.ok(allowed(leave, closed, enter), "what one policy allows, no other takes away");
  });

  test("tell both selectors in one peer from one selector in each of two", () => {
    const ops = { namespaceSelector: { matchLabels: { team: "ops" } } };
    const both = { ingress: [{ from: [{ ...ops, podSelector: only("web") }] }] };
    const either = { ingress: [{ from: [ops, { podSelector: only("web") }] }] };
    const stranger = pod("stranger", { namespace: "ops" });
    const namesake = pod("web", { namespace: "ops" });
    const results = [web, stranger, namesake].map((from) => [
      passes(both, { from }),
      passes(either, { from }),
    ]);
    assert.deepEqual(results, [
      [false, true],
      [false, true],
      [true, true],
    ]);
  });

  test("know a namespace by its name", () => {
    const named = { matchLabels: { "kubernetes.io/metadata.name": "monitoring" } };
    const spec = { ingress: [{ from: [{ namespaceSelector: named }] }] };
    assert.ok(passes(spec, { from: pod("prometheus", { namespace: "monitoring" }) }));
    assert.ok(!passes(spec));
  });

  test("look up named ports on the destination", () => {
    const enter = { ingress: [{ ports: [{ port: "http" }] }] };
    assert.ok(passes(enter));
    assert.ok(!passes(enter, { port: 8081 }));
    assert.ok(!passes(enter, { port: 53, protocol: "UDP" }));
    const leave = {
      podSelector: only("web"),
      policyTypes: ["Egress"],
      egress: [{ ports: [{ port: "http" }] }],
    };
    assert.ok(passes(leave));
    assert.ok(!passes(leave, { to: pod("api", { ports: [] }) }));
    assert.ok(!passes(leave, { to: outside }), "an address has no named ports");
  });

  test("take TCP for a port without protocol, and ranges to their end", () => {
    const spec = { ingress: [{ ports: [{ port: 8000, endPort: 8080 }] }] };
    assert.deepEqual(
      [7999, 8000, 8080, 8081].map((port) => passes(spec, { port })),
      [false, true, true, false],
    );
    assert.ok(!passes(spec, { protocol: "UDP" }));
    assert.ok(
      passes({ ingress: [{ ports: [{ protocol: "UDP" }] }] }, { protocol: "UDP", port: 5 }),
    );
  });

  test("compare blocks of addresses, exceptions taken out", () => {
    const to = [{ ipBlock: { cidr: "0.0.0.0/0", except: ["10.0.0.0/8"] } }];
    const spec = { podSelector: only("web"), policyTypes: ["Egress"], egress: [{ to }] };
    assert.ok(passes(spec, { to: outside }));
    assert.ok(!passes(spec, { to: { address: "10.1.2.3" } }));
    assert.ok(!passes(spec, { to: { address: "2001:db8::1" } }));
    assert.ok(!passes(spec), "a pod of unknown address is in no block");
    assert.ok(passes(spec, { to: pod("api", { ip: "172.16.0.1" }) }));
    assert.throws(
      () => passes(spec, { to: { address: "nowhere" } }),
      /"nowhere" is not an IP address/,
    );
  });

  test("never stop a pod's own node, or the pod itself", () => {
    const spec = { policyTypes: ["Ingress", "Egress"] };
    assert.ok(passes(spec, { from: { node: true } }));
    assert.ok(passes(spec, { to: { node: true } }));
    assert.ok(passes(spec, { from: api, to: api }));
    assert.ok(!passes(spec));
    const onNode = pod("node-exporter", { hostNetwork: true });
    assert.ok(passes(spec, { from: onNode, to: outside }), "they do not govern the node's network");
    assert.ok(!passes(spec, { from: onNode }));
  });

  test("say which of them decides", () => {
    const closed = policy({ policyTypes: ["Ingress", "Egress"] }, "closed");
    const web2api = policy(
      { podSelector: only("api"), ingress: [{ from: [{ podSelector: only("web") }] }] },
      "open",
    );
    const why = evaluateNetworkPolicies([closed, web2api]).why({ from: web, to: api, port: 8080 });
    assert.equal(why.allowed, false);
    assert.deepEqual(why.egress, { allowed: false, isolatedBy: [closed], allowedBy: [] });
    assert.deepEqual(why.ingress, {
      allowed: true,
      isolatedBy: [closed, web2api],
      allowedBy: [web2api],
    });
    const fromOutside = evaluateNetworkPolicies([]).why({ from: outside, to: api, port: 8080 });
    assert.deepEqual(fromOutside, {
      allowed: true,
      ingress: { allowed: true, isolatedBy: [], allowedBy: [] },
    });
  });

  test("with faults that the API server refuses are refused", () => {
    const block = policy({ ingress: [{ from: [{ ipBlock: { cidr: "10.0.0.1/8" } }] }] });
    assert.throws(() => evaluateNetworkPolicies([block]), /bits set beyond/);
    const selector = { matchExpressions: [{ key: "a", operator: "In" }] };
    assert.throws(
      () => evaluateNetworkPolicies([policy({ podSelector: selector })]),
      /at least one value/,
    );
  });

  test("of the generated types are taken as they are", () => {
    const typed: types.NetworkPolicy = {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name: "closed", namespace: "shop" },
      spec: { podSelector: {} },
    };
    assert.ok(!evaluateNetworkPolicies([typed]).allowed({ from: web, to: api, port: 80 }));
  });
});
