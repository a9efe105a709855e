import assert from "node:assert/strict";
import { test } from "node:test";
import { certificate, host, hosts, ingress, issuer, secret, site, web } from "../../src/index.ts";
import { app, resources } from "../platform/shop.ts";
import { isYaml, objects } from "./objects.ts";

const api = web("api", { image: app, port: { http: 8000, ws: 8001 }, resources, scale: 1 });
const front = site("front", { image: app, resources, scale: 1 });
const routes = [host().serves(front), host("api").serves({ "/": api, "/ws": api.at("ws") })];
const made = (part: object, environment: object = {}) =>
  objects({ edge: ingress("edge", { routes, ...part }) }, environment);
const annotations = (part: object) => {
  const found: Record<string, string> = made(part).get("Ingress", "edge").metadata.annotations;
  return Object.fromEntries(
    Object.entries(found).map(([key, value]) => [
      key.replace("nginx.ingress.kubernetes.io/", ""),
      value,
    ]),
  );
};
const path = (path: string, name: string, port: string) =>
  `{ path: ${path}, pathType: Prefix, backend: { service: { name: ${name}, port: { name: ${port} } } } }`;

test("hosts and paths lead to Services by the names of their ports", () => {
  isYaml(
    made({}).get("Ingress", "edge").spec,
    `
ingressClassName: nginx
rules:
  - host: shop.example
    http: { paths: [${path("/", "front", "http")}] }
  - host: api.shop.example
    http: { paths: [${path("/", "api", "http")}, ${path("/ws", "api", "ws")}] }
`,
  );
});

test("one target under several paths", () => {
  const { spec } = made({ routes: [host().serves(api, ["/api", "/admin"])] }).get(
    "Ingress",
    "edge",
  );
  assert.deepEqual(
    spec.rules[0].http.paths.map((one: { path: string }) => one.path),
    ["/api", "/admin"],
  );
});

test("the class: the component's, the environment's, nginx", () => {
  const name = (...args: Parameters<typeof made>) =>
    made(...args).get("Ingress", "edge").spec.ingressClassName;
  const environment = { cluster: { ingress: { class: "public" } } };
  assert.deepEqual([name({}, environment), name({ class: "own" }, environment)], ["public", "own"]);
});

test("TLS by a certificate or a secret, and the way to https", () => {
  const acme = issuer("acme", { email: "a@shop.example", server: "letsencrypt", scope: "shared" });
  const tls = certificate("tls", { issuer: acme });
  const found = made({ tls });
  isYaml(
    found.get("Ingress", "edge").spec.tls,
    "[{ hosts: [shop.example, api.shop.example], secretName: tls }]",
  );
  isYaml(
    found.get("Certificate", "tls").spec,
    `
secretName: tls
dnsNames: [shop.example, api.shop.example]
issuerRef: { kind: ClusterIssuer, name: acme }
privateKey: { rotationPolicy: Always }
`,
  );
  const given = secret("given", ["tls.crt", "tls.key"], { type: "kubernetes.io/tls" });
  assert.equal(made({ tls: given }).get("Ingress", "edge").spec.tls[0].secretName, "given");
  assert.deepEqual(
    [annotations({ tls }), annotations({}), annotations({ tls, redirect: false })].map(
      (one) => one["ssl-redirect"],
    ),
    ["true", "false", "false"],
  );
});

test("issuers: over HTTP, over DNS, shared or the environment's own", () => {
  const dns01 = { route53: { region: "eu-central-1" } };
  const common = { email: "a@shop.example", server: "letsencrypt-staging" } as const;
  const own = issuer("own", { ...common, dns01 });
  const shared = issuer("all", { ...common, http01: false, dns01, scope: "shared" });
  const found = objects({ own, shared });
  assert.deepEqual(found.names("ClusterIssuer"), ["shop-own", "all"]);
  isYaml(
    found.get("ClusterIssuer", "shop-own").spec.acme,
    `
email: a@shop.example
server: https://acme-staging-v02.api.letsencrypt.org/directory
privateKeySecretRef: { name: shop-own-account-key }
solvers:
  - http01: { ingress: { ingressClassName: nginx } }
  - dns01: { route53: { region: eu-central-1 } }
`,
  );
  assert.deepEqual(found.get("ClusterIssuer", "all").spec.acme.solvers, [{ dns01 }]);
});

test("a wildcard by DNS covers what would be asked for twice", () => {
  const dns01 = { route53: { region: "eu-central-1" } };
  const acme = issuer("acme", { email: "a@shop.example", server: "letsencrypt", dns01 });
  const tls = certificate("tls", { issuer: acme, hosts: [host("*"), host("deep.api")] });
  assert.deepEqual(made({ tls }).get("Certificate", "tls").spec.dnsNames, [
    "shop.example",
    "*.shop.example",
    "deep.api.shop.example",
  ]);
});

test("CORS, rate limits, time-outs, streaming, sizes and further annotations", () => {
  assert.deepEqual(
    annotations({
      cors: [host(), "https://other.example"],
      rateLimit: { perSecond: 50, perMinute: 600, connections: 100 },
      timeout: "1h",
      streaming: true,
      bodySize: "50Mi",
      annotations: { "example.org/a": "b" },
    }),
    {
      "ssl-redirect": "false",
      "limit-rps": "50",
      "limit-rpm": "600",
      "limit-connections": "100",
      "enable-cors": "true",
      "cors-allow-origin": "http://shop.example, https://other.example",
      "proxy-body-size": "50m",
      "proxy-read-timeout": "3600",
      "proxy-send-timeout": "3600",
      "proxy-buffering": "off",
      "example.org/a": "b",
    },
  );
  assert.deepEqual(annotations({}), { "ssl-redirect": "false" });
});

test("a host's addresses say https where its ingress has a certificate, and only there", () => {
  const [apex, live] = hosts("", "live");
  const plain = web("plain", {
    image: app,
    port: 8000,
    env: { PAGE: apex.url, SOCKET: live.ws, UNSERVED: host("other").url },
    resources,
    scale: 1,
  });
  const pages = site("pages", { image: app, resources, scale: 1 });
  const tls = certificate("tls", {
    issuer: issuer("letsencrypt", { email: "a@shop.example", server: "letsencrypt" }),
  });
  const edge = ingress("edge", { routes: [apex.serves(pages), live.serves(plain)], tls });
  const seen = (environment: object) => {
    const all = objects({ edge, tls }, environment);
    const { env } = all.pod("Deployment", "plain").containers[0];
    const values = env.map(({ value }: { value: string }) => value);
    const { "nginx.conf": conf } = all.get("ConfigMap", "pages-config").data;
    return [...values, conf.includes("return 301 https://") ? "sends to https" : "answers"];
  };
  assert.deepEqual(seen({}), [
    "https://shop.example",
    "wss://live.shop.example",
    "https://other.shop.example",
    "sends to https",
  ]);
  assert.deepEqual(seen({ components: { edge: { tls: null }, tls: false } }), [
    "http://shop.example",
    "ws://live.shop.example",
    "https://other.shop.example",
    "answers",
  ]);
});

const sizes = [
  ["1Ti", "1024g"],
  ["1.5Gi", "1536m"],
  ["100M", "100000000"],
  ["512Ki", "512k"],
  ["1k", "1000"],
] as const;
for (const [written, nginx] of sizes) {
  test(`a body of ${written} is ${nginx} to nginx, to the byte`, () =>
    assert.equal(annotations({ bodySize: written })["proxy-body-size"], nginx));
}
