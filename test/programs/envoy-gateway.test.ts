import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { OPERATORS } from "../../scripts/generate-kubernetes/sources.ts";
import { certificate, host, ingress, issuer, patch, site, web } from "../../src/index.ts";
import type { Patch } from "../../src/platform/patch.ts";
import type { Resource } from "../control-plane/resources.ts";
import { sharedControlPlane } from "../control-plane/shared.ts";
import { complaints, verdicts } from "../control-plane/verdicts.ts";
import { NEEDS_GO } from "../go-program.ts";
import { app, resources } from "../platform/shop.ts";
import { objects } from "../render/objects.ts";
import {
  ENVOY_GATEWAY_VERSION,
  egctl,
  type Translation,
  translate,
} from "./envoy-gateway/translate.ts";
import { needs } from "./installed.ts";

const { plane, missing } = await sharedControlPlane();
const { skip = false } = needs("openssl");
const program = skip === false ? egctl() : undefined;
const options = { skip: skip || (program === undefined && NEEDS_GO) };

const api = web("api", { image: app, port: { http: 8000, ws: 8001 }, resources, scale: 1 });
const front = site("front", { image: app, resources, scale: 1 });
const dns01 = { route53: { region: "eu-central-1" } };
const acme = issuer("acme", { email: "a@shop.example", server: "letsencrypt", dns01 });
const tls = certificate("tls", { issuer: acme });
const second = certificate("second", { issuer: acme });
const [apex, apiHost, liveHost, openHost] = [host(), host("api"), host("live"), host("open")];

const edge = ingress("edge", {
  routes: [
    apex.serves(front),
    host("*").serves(front),
    apiHost.serves({ "/": api, "/api/v1": api, "/ws": api.at("ws") }),
  ],
  tls,
  cors: [apex, host("*"), "http://localhost:3000"],
  rateLimit: { perSecond: 50, perMinute: 600 },
  timeout: "1h",
  streaming: true,
  bodySize: "50Mi",
  webSockets: ["/ws"],
});
const live = ingress("live", { routes: [liveHost.serves(api, ["/"])], tls: second });
const open = ingress("open", { routes: [openHost.serves(api, ["/a", "/b/"])] });
const both = ingress("both", { routes: [host("both").serves(api)], tls, redirect: false });
const parts = { edge, live, open, both };

const objectsOf = (of: object, gateway: object, patches: Patch[] = []) =>
  objects(
    of as typeof parts,
    { namespace: "shop-behind-gateway", cluster: { gateway } },
    { patches },
  ).all as unknown as Resource[];
const translated = (of: object = parts, gateway: object = {}, patches: Patch[] = []) =>
  translate(program as string, objectsOf(of, gateway, patches));

/** A policy that reads requests whole and wants WebSockets too. */
function upgraded(policy: Resource): Resource {
  const { spec } = policy as Resource & { spec: object };
  return { ...policy, spec: { ...spec, httpUpgrade: [{ type: "websocket" }] } } as Resource;
}

describe("Envoy Gateway, asked what it makes of a platform with every option", options, () => {
  let found: Translation;
  before(() => {
    found = translated(parts, { trustedHops: 2 });
  });
  const get = (url: string) => found.envoy.get(url);
  const limited = ["50 in 1s", "600 in 60s"].flatMap((limit) =>
    ["0.0.0.0/0", "::/0"].map((family) => `${limit} for each of ${family}`),
  );
  const pages = ["https://shop.example", "https://.*\\.shop\\.example", "http://localhost:3000"];

  test("it is the version whose kinds are known", () => {
    const known = OPERATORS.find(({ name }) => name === "envoy-gateway");
    assert.equal(ENVOY_GATEWAY_VERSION, known?.version);
  });

  test("it accepts the Gateway, every route and every policy", () => {
    assert.deepEqual(found.complaints, []);
    assert.equal(found.accepted, 1 + 9 + 5 + 1 + 1);
  });

  test("the API server accepts all of it without a warning", { skip: missing }, async () => {
    const all = objectsOf(parts, { trustedHops: 2, annotations: { "example.org/a": "b" } });
    assert.deepEqual(complaints(all, await verdicts(plane!, all)), []);
    const wrong = all.map((object) =>
      object.kind === "BackendTrafficPolicy" ? upgraded(object) : object,
    );
    const refused = complaints(wrong, await verdicts(plane!, wrong));
    assert.match(refused.join("\n"), /requestBuffer cannot be used together with httpUpgrade/);
  });

  test("plain requests are sent to https, by a code that keeps the method", () => {
    for (const name of [
      "shop.example",
      "api.shop.example",
      "else.shop.example",
      "live.shop.example",
    ])
      assert.deepEqual(get(`http://${name}/any`), { redirect: "https PERMANENT_REDIRECT" });
  });

  test("a host of its own comes before the wildcard, a longer path before a shorter one", () => {
    const to = (url: string) => get(url)?.to;
    assert.equal(to("https://shop.example/"), "front:8080");
    assert.equal(to("https://else.shop.example/x"), "front:8080");
    assert.equal(to("https://api.shop.example/x"), "api:8000");
    assert.equal(to("https://api.shop.example/ws"), "api:8001");
    assert.equal(to("https://api.shop.example/ws/room"), "api:8001");
    assert.equal(to("https://api.shop.example/wsx"), "api:8000", "a prefix ends at a slash");
    assert.equal(to("https://live.shop.example/"), "api:8000");
    assert.equal(get("https://elsewhere.example/"), undefined);
  });

  test("limits, time-outs, sizes and origins are those of the ingress()", () => {
    const common = { timeout: ["0s", "3600s"], limits: limited, origins: pages };
    assert.deepEqual(get("https://api.shop.example/api/v1/orders"), {
      to: "api:8000",
      ...common,
      webSocket: false,
      mostBytes: 50 * 1024 ** 2,
    });
    assert.deepEqual(get("https://api.shop.example/ws"), {
      to: "api:8001",
      ...common,
      webSocket: true,
    });
    assert.deepEqual(get("https://live.shop.example/"), {
      to: "api:8000",
      timeout: ["0s", "60s"],
      webSocket: true,
    });
  });

  test("without tls, or without the redirect, plain requests are answered", () => {
    const answer = { to: "api:8000", timeout: ["0s", "60s"], webSocket: true };
    for (const url of ["open.shop.example/a", "open.shop.example/b/c", "both.shop.example/"])
      assert.deepEqual(get(`http://${url}`), answer, url);
    assert.equal(get("http://open.shop.example/ax"), undefined);
    assert.equal(get("https://open.shop.example/a")?.to, "front:8080", "only the wildcard has TLS");
    assert.deepEqual(get("https://both.shop.example/"), answer);
  });

  /** @see https://github.com/envoyproxy/gateway/issues/9973 */
  test("this version counts 20 clients of a route only, as the documentation says", () => {
    assert.deepEqual(found.envoy.clientsCounted, [undefined]);
  });

  test("HTTP/2 is offered, and the client's address is read behind so many proxies", () => {
    assert.deepEqual(found.envoy.alpn, ["h2", "http/1.1"]);
    assert.equal(found.envoy.trustedHops, 2);
    assert.equal(translated().envoy.trustedHops, undefined);
  });
});

describe("Envoy Gateway's answer would show", options, () => {
  const told = (patches: Patch[]) => translated({ edge }, {}, patches).complaints.join("\n");

  test("a listener for each host, for which one certificate costs HTTP/2", () => {
    const change = patch(edge, "Gateway", ({ spec }) => {
      const https = spec.listeners?.[1];
      for (const name of ["api", "other"])
        spec.listeners?.push({ ...https, name, hostname: `${name}.shop.example` } as NonNullable<
          typeof https
        >);
    });
    const found = translated({ edge }, {}, [change]);
    assert.match(found.complaints.join("\n"), /Gateway shop: OverlappingTLSConfig: .*HTTP\/1.1/);
    assert.ok(found.envoy.alpn.every((protocol) => protocol !== "h2"));
  });

  test("a port that the Service does not have", () => {
    const change = patch(edge, "HTTPRoute", ({ spec }) => {
      for (const { backendRefs = [] } of spec?.rules ?? [])
        for (const backend of backendRefs) backend.port = 9999;
    });
    assert.match(told([change]), /HTTPRoute edge: ResolvedRefs: .*9999/);
  });

  test("a policy that names no route", () => {
    const change = patch(edge, "SecurityPolicy", ({ spec }) => {
      spec.targetRefs = [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute", name: "none" }];
    });
    assert.match(told([change]), /SecurityPolicy edge: nobody looked at it/);
  });

  test("a limit it cannot keep", () => {
    const change = patch(edge, "BackendTrafficPolicy", ({ spec }) => {
      const local = spec.rateLimit?.local;
      const limit = { requests: 1, unit: "Hour" as const };
      for (const _ of [1, 2]) local?.rules?.push({ limit });
    });
    assert.match(told([change]), /BackendTrafficPolicy edge: Accepted: .*clientSelectors/);
  });

  test("a body size that shuts WebSockets out", () => {
    const change = patch(edge, "BackendTrafficPolicy", ({ spec }) => {
      spec.requestBuffer = { limit: "1Mi" };
    });
    const found = translated({ edge }, {}, [change]);
    assert.equal(found.envoy.get("https://api.shop.example/ws")?.webSocket, false);
  });

  test("the time after which Envoy ends every answer, where nobody says otherwise", () => {
    const change = patch(edge, "BackendTrafficPolicy", ({ spec }) => {
      delete spec.timeout;
    });
    const found = translated({ edge }, {}, [change]);
    assert.deepEqual(found.envoy.get("https://shop.example/")?.timeout, [undefined, undefined]);
  });
});
