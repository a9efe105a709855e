import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { Judged } from "../../../src/kubernetes/validation/judge.ts";
import { refusals, refusalsOfUpdate, warnings } from "./said.ts";

type Fields = Readonly<Record<string, unknown>>;

function object(kind: string, spec: Fields, metadata: Fields = {}): Judged {
  const apiVersion = "networking.k8s.io/v1";
  return { apiVersion, kind, metadata: { name: "mine", ...metadata }, spec } as Judged;
}

const backend = { service: { name: "web", port: { number: 80 } } };

function ingress(path: Fields, rule: Fields = {}): Judged {
  const paths = [{ path: "/", pathType: "Prefix", backend, ...path }];
  return object("Ingress", { rules: [{ host: "a.example.com", http: { paths }, ...rule }] });
}

function policy(spec: Fields): Judged {
  return object("NetworkPolicy", { podSelector: {}, ...spec });
}

suite("networks", () => {
  test("are fine as people write them", async () => {
    assert.deepEqual(await refusals(ingress({})), []);
    assert.deepEqual(await refusals(ingress({}, { host: "*.example.com" })), []);
    const from = [{ podSelector: { matchLabels: { app: "web" } } }];
    const ports = [{ port: 5432 }, { port: 8000, endPort: 9000 }, { port: "http" }];
    assert.deepEqual(await refusals(policy({ ingress: [{ from, ports }] })), []);
  });

  const mistakes: readonly (readonly [what: string, Judged, says: string])[] = [
    [
      "a path without its type",
      ingress({ pathType: undefined }),
      "spec.rules[0].http.paths[0].pathType: must be one of Exact, ImplementationSpecific, Prefix; Prefix",
    ],
    [
      "a relative path",
      ingress({ path: "api" }),
      'spec.rules[0].http.paths[0].path: "api" does not begin with "/"',
    ],
    [
      "a backend without a port",
      ingress({ backend: { service: { name: "web" } } }),
      "spec.rules[0].http.paths[0].backend: needs a port of the Service; port: { number: 80 }",
    ],
    [
      "a host that is an address",
      ingress({}, { host: "10.0.0.1" }),
      'spec.rules[0].host: "10.0.0.1" is an IP address; a host must be a DNS name, such as "app.example.com"',
    ],
    [
      "another class in the annotation",
      object(
        "Ingress",
        { ingressClassName: "nginx", defaultBackend: backend },
        { annotations: { "kubernetes.io/ingress.class": "traefik" } },
      ),
      'annotations.kubernetes.io/ingress.class: "traefik" is not the class "nginx" of the spec; remove the annotation',
    ],
    [
      "nothing at all",
      object("Ingress", {}),
      "spec: an Ingress without rules and without defaultBackend leads nowhere",
    ],
    [
      "a part that is no part",
      policy({ egress: [{ to: [{ ipBlock: { cidr: "10.0.0.0/8", except: ["11.0.0.0/8"] } }] }] }),
      'spec.egress[0].to[0].ipBlock.except[0]: "11.0.0.0/8" is no part of 10.0.0.0/8',
    ],
    [
      "a range that ends before it begins",
      policy({ ingress: [{ ports: [{ port: 90, endPort: 80 }] }] }),
      "spec.ingress[0].ports[0].endPort: 80 is below port, 90",
    ],
    [
      "a peer that is nobody",
      policy({ ingress: [{ from: [{}] }] }),
      "spec.ingress[0].from[0]: must name a podSelector, a namespaceSelector or an ipBlock",
    ],
    [
      "a controller without a domain",
      object("IngressClass", { controller: "nginx" }),
      'spec.controller: "nginx" has no domain in front; "example.com/nginx"',
    ],
  ];
  for (const [what, mistaken, says] of mistakes)
    test(`${what}: says what to write`, async () => {
      assert.equal((await refusals(mistaken))[0], says);
    });

  test("a network named by an address of it is refused since 1.36, and warned of since 1.33", async () => {
    const odd = policy({ egress: [{ to: [{ ipBlock: { cidr: "10.0.0.1/8" } }] }] });
    assert.equal((await refusals(odd, 36)).length, 1);
    assert.deepEqual(await refusals(odd, 35), []);
    assert.equal((await warnings(odd, 35)).length, 1);
    assert.deepEqual(await warnings(odd, 32), []);
  });

  test("a backend may begin with a digit since 1.36", async () => {
    const digit = ingress({ backend: { service: { name: "0-web", port: { number: 80 } } } });
    assert.deepEqual(await refusals(digit, 36), []);
    assert.equal((await refusals(digit, 35)).length, 1);
  });

  test("the class in an annotation alone is warned of", async () => {
    const annotations = { "kubernetes.io/ingress.class": "nginx" };
    const old = object("Ingress", { defaultBackend: backend }, { annotations });
    assert.deepEqual(await warnings(old), [
      ": the annotation kubernetes.io/ingress.class is deprecated; spec.ingressClassName",
    ]);
  });

  test("a class keeps its controller, an existing Ingress may contradict its annotation", async () => {
    const named = (controller: string) => object("IngressClass", { controller });
    assert.equal((await refusalsOfUpdate(named("a.example/b"), named("a.example/c"))).length, 1);
    const annotations = { "kubernetes.io/ingress.class": "traefik" };
    const spec = { ingressClassName: "nginx", defaultBackend: backend };
    const both = object("Ingress", spec, { annotations });
    assert.deepEqual(await refusalsOfUpdate(both, both), []);
  });

  test("ranges of Services are only added to", async () => {
    const ranges = (...cidrs: string[]) => object("ServiceCIDR", { cidrs });
    const one = ranges("10.100.0.0/16");
    const two = ranges("10.100.0.0/16", "2001:db8::/112");
    assert.deepEqual(await refusalsOfUpdate(two, one), []);
    assert.equal((await refusalsOfUpdate(one, two)).length, 1);
    assert.equal((await refusalsOfUpdate(ranges("10.101.0.0/16"), one)).length, 1);
  });
});
