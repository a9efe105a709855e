import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { certificate, host, ingress, issuer, patch, platform, site, web } from "../../src/index.ts";
import { resolve } from "../../src/platform/resolve/index.ts";
import { render } from "../../src/render/index.ts";
import { app, place, resources } from "../platform/shop.ts";
import { isYaml, objects } from "./objects.ts";

const api = web("api", { image: app, port: { http: 8000, ws: 8001 }, resources, scale: 1 });
const front = site("front", { image: app, resources, scale: 1 });
const routes = [host().serves(front), host("api").serves({ "/": api, "/ws": api.at("ws") })];
const acme = issuer("acme", { email: "a@shop.example", server: "letsencrypt" });
const tls = certificate("tls", { issuer: acme });

const made = (part: object = {}, gateway: object = {}, more: object = {}) =>
  objects({ edge: ingress("edge", { routes, ...part }), ...more }, { cluster: { gateway } });
const spec = (kind: string, name: string, ...args: Parameters<typeof made>) =>
  made(...args).get(kind, name).spec;
const targets = (...names: string[]) =>
  names.map((name) => ({ group: "gateway.networking.k8s.io", kind: "HTTPRoute", name }));

describe("an ingress() in an environment with a gateway", () => {
  test("is one Gateway for all, and an HTTPRoute for each host", () => {
    const other = ingress("other", { routes: [host("other").serves(api, ["/a", "/b"])] });
    const found = made({}, {}, { other });
    assert.deepEqual(found.names("Ingress"), []);
    assert.deepEqual(found.names("Gateway"), ["shop"]);
    assert.deepEqual(found.names("HTTPRoute"), ["edge", "edge-api", "other-other"]);
    isYaml(
      found.get("Gateway", "shop").spec,
      "{ gatewayClassName: eg, listeners: [{ name: http, protocol: HTTP, port: 80 }] }",
    );
    isYaml(
      found.get("HTTPRoute", "edge-api").spec,
      `
parentRefs: [{ name: shop, sectionName: http }]
hostnames: [api.shop.example]
rules:
  - matches: [{ path: { type: PathPrefix, value: / } }]
    backendRefs: [{ name: api, port: 8000 }]
  - matches: [{ path: { type: PathPrefix, value: /ws } }]
    backendRefs: [{ name: api, port: 8001 }]
`,
    );
    isYaml(
      found.get("HTTPRoute", "other-other").spec.rules,
      `
- matches:
    - { path: { type: PathPrefix, value: /a } }
    - { path: { type: PathPrefix, value: /b } }
  backendRefs: [{ name: api, port: 8000 }]
`,
    );
  });

  test("hands on to ports of Services, by what they are there", () => {
    const moved = web("moved", {
      image: app,
      port: { http: 8000 },
      service: { name: "way-in", ports: { http: 80 } },
      resources,
      scale: 1,
    });
    const edge = { routes: [host().serves(moved)] };
    assert.deepEqual(spec("HTTPRoute", "edge", edge).rules[0].backendRefs, [
      { name: "way-in", port: 80 },
    ]);
    assert.equal(made(edge).get("Service", "way-in").spec.ports[0].port, 80);
  });

  test("joins what one ingress() says of a host, and calls all other names any", () => {
    const twice = [host("*").serves(front), host("*").serves(api, ["/api"])];
    const found = made({ routes: twice });
    assert.deepEqual(found.names("HTTPRoute"), ["edge-any"]);
    const { hostnames, rules } = found.get("HTTPRoute", "edge-any").spec;
    assert.deepEqual([hostnames, rules.length], [["*.shop.example"], 2]);
  });

  test("answers over TLS, with every certificate once, and sends plain requests there", () => {
    const other = ingress("other", { routes: [host("other").serves(api)], tls });
    const found = made({ tls }, {}, { other });
    isYaml(
      found.get("Gateway", "shop").spec.listeners,
      `
- { name: http, protocol: HTTP, port: 80 }
- { name: https, protocol: HTTPS, port: 443, tls: { certificateRefs: [{ name: tls }] } }
`,
    );
    assert.deepEqual(found.get("HTTPRoute", "edge").spec.parentRefs, [
      { name: "shop", sectionName: "https" },
    ]);
    isYaml(
      found.get("HTTPRoute", "edge-redirect").spec,
      `
parentRefs: [{ name: shop, sectionName: http }]
hostnames: [shop.example, api.shop.example]
rules:
  - filters:
      - { type: RequestRedirect, requestRedirect: { scheme: https, statusCode: 308 } }
`,
    );
    const both = made({ tls, redirect: false });
    assert.ok(!both.names("HTTPRoute").includes("edge-redirect"));
    assert.deepEqual(both.get("HTTPRoute", "edge").spec.parentRefs, [
      { name: "shop", sectionName: "http" },
      { name: "shop", sectionName: "https" },
    ]);
  });

  test("redirects any number of hosts, sixteen at a time", () => {
    const many = Array.from({ length: 17 }, (_, index) => host(`h${index}`).serves(api));
    const found = made({ routes: many, tls });
    const lengths = ["edge-redirect", "edge-redirect-2"].map(
      (name) => found.get("HTTPRoute", name).spec.hostnames.length,
    );
    assert.deepEqual(lengths, [16, 1]);
  });

  test("ends after silence, not after a time: 60 seconds like ingress-nginx, or its own", () => {
    const times = (part: object) =>
      spec("BackendTrafficPolicy", "edge", part).timeout.http.streamIdleTimeout;
    isYaml(
      spec("BackendTrafficPolicy", "edge"),
      `
targetRefs: ${JSON.stringify(targets("edge", "edge-api"))}
timeout: { http: { requestTimeout: 0s, streamIdleTimeout: 60s } }
`,
    );
    assert.deepEqual(
      ["1h", "250ms", "1.5m", "30d", "100000s"].map((timeout) => times({ timeout })),
      ["3600s", "1s", "90s", "720h", "27h46m40s"],
    );
  });

  test("limits each address by itself, of both families", () => {
    const any = (value: string) => [{ sourceCIDR: { type: "Distinct", value } }];
    const second = { requests: 50, unit: "Second" };
    const minute = { requests: 600, unit: "Minute" };
    const { rateLimit } = spec("BackendTrafficPolicy", "edge", {
      rateLimit: { perSecond: 50, perMinute: 600 },
    });
    assert.deepEqual(rateLimit.local.rules, [
      { clientSelectors: any("0.0.0.0/0"), limit: second },
      { clientSelectors: any("::/0"), limit: second },
      { clientSelectors: any("0.0.0.0/0"), limit: minute },
      { clientSelectors: any("::/0"), limit: minute },
    ]);
  });

  test("keeps a body size where no WebSockets run, in a route and a policy of their own", () => {
    const found = made({ bodySize: "1.5Gi", webSockets: ["/ws"], rateLimit: { perSecond: 5 } });
    assert.deepEqual(found.names("HTTPRoute"), ["edge", "edge-api", "edge-api-websockets"]);
    const limited = found.get("BackendTrafficPolicy", "edge").spec;
    const sockets = found.get("BackendTrafficPolicy", "edge-websockets").spec;
    assert.deepEqual(limited.targetRefs, targets("edge", "edge-api"));
    assert.deepEqual(limited.requestBuffer, { limit: "1536Mi" });
    assert.deepEqual(sockets.targetRefs, targets("edge-api-websockets"));
    assert.equal(sockets.requestBuffer, undefined);
    assert.deepEqual(sockets.rateLimit, limited.rateLimit);
    const none = made({ bodySize: "100M", webSockets: [] });
    assert.deepEqual(none.names("BackendTrafficPolicy"), ["edge"]);
    const { limit } = none.get("BackendTrafficPolicy", "edge").spec.requestBuffer;
    assert.equal(limit, "100000000");
    const noLimit = made({ webSockets: ["/ws"] }).names("HTTPRoute");
    assert.deepEqual(noLimit, ["edge", "edge-api"]);
  });

  test("lets pages call it as ingress-nginx would", () => {
    isYaml(
      spec("SecurityPolicy", "edge", { cors: [host("*"), "http://localhost:3000"] }),
      `
targetRefs: ${JSON.stringify(targets("edge", "edge-api"))}
cors:
  allowOrigins: ["https://*.shop.example", "http://localhost:3000"]
  allowMethods: [GET, PUT, POST, DELETE, PATCH, OPTIONS]
  allowHeaders: [DNT, Keep-Alive, User-Agent, X-Requested-With, If-Modified-Since, Cache-Control, Content-Type, Range, Authorization]
  allowCredentials: true
  maxAge: 480h
`,
    );
    assert.deepEqual(made().names("SecurityPolicy"), []);
  });

  test("takes class, annotations and trusted proxies from the environment", () => {
    const gateway = { class: "public", trustedHops: 2, annotations: { "a.example/b": "c" } };
    const found = made({ annotations: { "d.example/e": "f" } }, gateway);
    const { gatewayClassName, infrastructure } = found.get("Gateway", "shop").spec;
    assert.deepEqual(
      [gatewayClassName, infrastructure],
      ["public", { annotations: { "a.example/b": "c" } }],
    );
    assert.deepEqual(found.get("HTTPRoute", "edge").metadata.annotations, { "d.example/e": "f" });
    isYaml(
      found.get("ClientTrafficPolicy", "shop").spec,
      `
targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: shop }]
clientIPDetection: { xForwardedFor: { numTrustedHops: 2 } }
`,
    );
    assert.deepEqual(made().names("ClientTrafficPolicy"), []);
  });

  test("streams without being told, and a class that is the environment's is no other", () => {
    assert.deepEqual(made({ streaming: true, class: "eg" }).all, made().all);
  });

  test("has the environment's prefix, a name that can be chosen, and patches", () => {
    const edge = ingress("edge", { routes });
    const change = patch(edge, "Gateway", (gateway) => {
      gateway.spec.listeners?.push({ name: "more", protocol: "HTTP", port: 8080 });
    });
    const found = objects(
      { edge },
      { prefix: "dev-", cluster: { gateway: {} } },
      { names: { gateway: "{namespace}-way-in" }, patches: [change] },
    );
    assert.deepEqual(found.names("HTTPRoute"), ["dev-edge", "dev-edge-api"]);
    const { spec } = found.get("Gateway", "dev-shop-way-in");
    assert.deepEqual(spec.listeners.length, 2);
    assert.equal(found.get("HTTPRoute", "dev-edge").spec.parentRefs[0].name, "dev-shop-way-in");
  });
});

describe("a certificate in an environment with a gateway", () => {
  test("is proven over HTTP through the Gateway of its own namespace", () => {
    isYaml(
      made({ tls }).get("ClusterIssuer", "shop-acme").spec.acme.solvers,
      "[{ http01: { gatewayHTTPRoute: { parentRefs: [{ kind: Gateway, name: shop, sectionName: http }] } } }]",
    );
    assert.deepEqual(spec("Certificate", "tls", { tls }).dnsNames, [
      "shop.example",
      "api.shop.example",
    ]);
  });

  test("may share an issuer with environments reached the same way; wrong ones are told elsewhere", () => {
    const shared = issuer("all", { email: "a@b.example", server: "letsencrypt", scope: "shared" });
    const edge = ingress("edge", { routes, tls: certificate("tls", { issuer: shared }) });
    const behind = { ...place, cluster: { gateway: {} } };
    const environments = {
      production: behind,
      staging: { ...behind, namespace: "staging" },
      wrong: { cluster: 1 } as unknown as typeof behind,
    };
    const several = platform("shop", { components: { edge }, environments });
    const issuers = ["production", "staging"].map((name) =>
      render(resolve(several, name)).filter(({ object }) => object.kind === "ClusterIssuer"),
    );
    assert.equal(issuers[0]?.length, 1);
    assert.deepEqual(issuers[0]?.[0]?.object, issuers[1]?.[0]?.object);
  });

  test("is proven over DNS as everywhere", () => {
    const dns01 = { route53: { region: "eu-central-1" } };
    const byDns = issuer("dns", {
      email: "a@b.example",
      server: "letsencrypt",
      http01: false,
      dns01,
    });
    const found = made({
      routes: [host("*").serves(api)],
      tls: certificate("tls", { issuer: byDns }),
    });
    assert.deepEqual(found.get("ClusterIssuer", "shop-dns").spec.acme.solvers, [{ dns01 }]);
    assert.deepEqual(found.get("Certificate", "tls").spec.dnsNames, ["*.shop.example"]);
  });
});
