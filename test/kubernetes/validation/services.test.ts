import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { Judged } from "../../../src/kubernetes/validation/judge.ts";
import { refusals, refusalsOfUpdate, warnings } from "./said.ts";

type Fields = Readonly<Record<string, unknown>>;

function service(spec: Fields, name = "web"): Judged {
  return { apiVersion: "v1", kind: "Service", metadata: { name }, spec } as Judged;
}

const web = { selector: { app: "web" }, ports: [{ port: 80, targetPort: "http" }] };

suite("services", () => {
  test("are fine as people write them", async () => {
    assert.deepEqual(await refusals(service(web)), []);
    assert.deepEqual(await refusals(service({ ...web, clusterIP: "None" })), []);
    assert.deepEqual(await refusals(service({ ...web, type: "LoadBalancer" })), []);
    const alias = { type: "ExternalName", externalName: "db.example.com" };
    assert.deepEqual(await refusals(service(alias)), []);
  });

  const mistakes: readonly (readonly [what: string, Judged, says: string])[] = [
    ["no ports", service({}), "spec.ports: must have at least one port"],
    [
      "two ports, one name",
      service({ ports: [{ port: 80 }, { port: 443, name: "https" }] }),
      "spec.ports[0].name: each of several ports needs a name",
    ],
    [
      "a number in quotes",
      service({ ports: [{ port: 80, targetPort: "8080" }] }),
      'spec.ports[0].targetPort: "8080" is text, so it means a port\'s name; 8080',
    ],
    [
      "a node port without a node",
      service({ ports: [{ port: 80, nodePort: 30080 }] }),
      "spec.ports[0].nodePort: a Service of type ClusterIP opens no port on nodes; type: NodePort",
    ],
    [
      "a type in small letters",
      service({ ...web, type: "loadbalancer" }),
      'spec.type: "loadbalancer" is none of ClusterIP, ExternalName, LoadBalancer, NodePort',
    ],
    [
      "a headless load balancer",
      service({ ...web, type: "LoadBalancer", clusterIP: "None" }),
      "spec.clusterIPs[0]: a Service of type LoadBalancer needs an address, so it cannot be headless; remove clusterIP: None, or write type: ClusterIP",
    ],
    [
      "an alias of nothing",
      service({ type: "ExternalName" }),
      "spec.externalName: must name the host that is meant; db.example.com",
    ],
    [
      "ranges without a load balancer",
      service({ ...web, loadBalancerSourceRanges: ["10.0.0.0/8"] }),
      "spec.LoadBalancerSourceRanges: is for Services of type LoadBalancer only",
    ],
    [
      "a range with bits too many",
      service({ ...web, type: "LoadBalancer", loadBalancerSourceRanges: ["10.0.0.1/8"] }),
      'spec.LoadBalancerSourceRanges[0]: "10.0.0.1/8" has bits set beyond its first 8; write "10.0.0.0/8"',
    ],
    [
      "the address of the host itself",
      service({ ...web, externalIPs: ["127.0.0.1"] }),
      'spec.externalIPs[0]: "127.0.0.1" is each host\'s own loopback address; the address of a host or a pod',
    ],
    [
      "a node port that no cluster has",
      service({ type: "NodePort", ports: [{ port: 80, nodePort: 300800 }] }),
      "spec.ports[0].nodePort: 300800 is not a port: write a whole number from 1 to 65535",
    ],
  ];
  for (const [what, object, says] of mistakes)
    test(`${what}: says what to write`, async () => {
      assert.equal((await refusals(object))[0], says);
    });

  test("one node port for two ports, unless it is one port in TCP and UDP", async () => {
    const shared = (port: number) =>
      service({
        type: "NodePort",
        ports: [
          { name: "a", port: 53, nodePort: 30053 },
          { name: "b", port, nodePort: 30053, protocol: "UDP" },
        ],
      });
    assert.deepEqual(await refusals(shared(53)), []);
    assert.deepEqual(await refusals(shared(54)), [
      "spec.ports[1].nodePort: 30053 is taken by another port of this Service already",
    ]);
  });

  test("names may begin with a digit since 1.36", async () => {
    assert.deepEqual(await refusals(service(web, "0-web"), 36), []);
    assert.equal((await refusals(service(web, "0-web"), 35)).length, 1);
  });

  test("addresses are read strictly since 1.36", async () => {
    const odd = service({ ...web, externalIPs: ["192.0.2.01"] });
    assert.deepEqual(await refusals(odd, 35), []);
    assert.equal((await refusals(odd, 36)).length, 1);
    assert.equal((await warnings(odd, 35)).length, 1);
  });

  test("near pods are preferred in one way before 1.34, and in three since", async () => {
    const near = service({ ...web, trafficDistribution: "PreferSameNode" });
    assert.equal((await refusals(near, 33)).length, 1);
    assert.deepEqual(await refusals(near, 34), []);
  });

  test("the kubelet's port was kept from load balancers before 1.33", async () => {
    const open = service({ type: "LoadBalancer", ports: [{ port: 10250 }] });
    assert.equal((await refusals(open, 32)).length, 1);
    assert.deepEqual(await refusals(open, 33), []);
  });

  test("what has no effect is warned of", async () => {
    const headless = service({ ...web, clusterIP: "None", sessionAffinity: "ClientIP" });
    assert.deepEqual(await warnings(headless), [
      "spec.SessionAffinity: has no effect in a headless Service",
    ]);
    assert.deepEqual(await warnings(headless, 33), []);
    const old = { apiVersion: "v1", kind: "Endpoints", metadata: { name: "web" } } as Judged;
    assert.equal((await warnings(old)).length, 1);
    assert.deepEqual(await warnings(old, 32), []);
  });
});

suite("updates of services", () => {
  const fixed = { ...web, clusterIP: "10.96.0.10" };

  test("what the server gave stays", async () => {
    assert.deepEqual(await refusalsOfUpdate(service(web), service(fixed)), []);
    assert.deepEqual(await refusalsOfUpdate(service(fixed), service(fixed)), []);
  });

  test("an address cannot be changed", async () => {
    const other = service({ ...web, clusterIP: "10.96.0.11" });
    assert.deepEqual(await refusalsOfUpdate(other, service(fixed)), [
      "spec.clusterIPs[0]: cannot be changed from 10.96.0.10; delete the Service and create it anew",
    ]);
    const headless = service({ ...web, clusterIP: "None" });
    assert.equal((await refusalsOfUpdate(headless, service(web))).length, 1);
  });

  test("an alias gives up its address", async () => {
    const alias = service({ type: "ExternalName", externalName: "a.example.com" });
    assert.deepEqual(await refusalsOfUpdate(alias, service(fixed)), []);
    assert.deepEqual(await refusalsOfUpdate(service(fixed), alias), []);
  });

  test("the class of a load balancer cannot be changed", async () => {
    const balanced = (loadBalancerClass?: string) =>
      service({ ...web, type: "LoadBalancer", loadBalancerClass });
    assert.equal((await refusalsOfUpdate(balanced("a.example/b"), balanced())).length, 1);
    const plain = service(web);
    assert.deepEqual(await refusalsOfUpdate(plain, balanced("a.example/b")), []);
  });

  test("a second family is given up in so many words", async () => {
    const both = { ipFamilyPolicy: "PreferDualStack", ipFamilies: ["IPv4", "IPv6"] };
    const one = (ipFamilyPolicy?: string) =>
      service({ ...web, ipFamilyPolicy, ipFamilies: ["IPv4"] });
    const old = service({ ...web, ...both });
    assert.deepEqual(await refusalsOfUpdate(one("SingleStack"), old), []);
    assert.deepEqual(await refusalsOfUpdate(one(), old), [
      "spec.ipFamilyPolicy: must be SingleStack when the second family is given up",
    ]);
  });
});
