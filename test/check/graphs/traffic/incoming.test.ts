import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { foundBy } from "../found.ts";
import { app, denyIngress, of, onto, policy } from "./pieces.ts";

const into = (name: string, rule: string) => policy(name, onto(name), `ingress: [${rule}]`);

describe("scrape-blocked", () => {
  const find = (...documents: readonly string[]) => foundBy("scrape-blocked", ...documents);
  const monitor = (labels: string) => `apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: api, namespace: shop }
spec: { selector: { matchLabels: ${labels} }, endpoints: [{ port: http }] }
`;
  const service = of("api").replace("{ name: api,", "{ name: api, labels: { app: api },");

  it("finds what only others are let in to", async () => {
    const rule = into("api", `{ from: [{ podSelector: ${onto("web")} }] }`);
    const [found] = await find(app("api"), app("web"), service, monitor("{ app: api }"), rule);
    assert.equal(
      found?.message,
      "NetworkPolicy api does not let Prometheus in to Deployment api on TCP 8080, needed by ServiceMonitor api",
    );
  });

  it("lets anybody be Prometheus who may be it", async () => {
    for (const rule of [
      "{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: monitoring } } }] }",
      "{ from: [{ podSelector: { matchLabels: { app.kubernetes.io/name: prometheus } } }] }",
      "{ ports: [{ port: http }] }",
    ]) {
      const given = [app("api"), service, monitor("{ app: api }"), denyIngress, into("api", rule)];
      assert.deepEqual(await find(...given), [], rule);
    }
  });

  it("leaves alone Services that the monitor does not select", async () => {
    assert.deepEqual(await find(app("api"), service, monitor("{ app: web }"), denyIngress), []);
  });
});

describe("solver-blocked", () => {
  const find = (...documents: readonly string[]) => foundBy("solver-blocked", ...documents);
  const issuer = (solvers: string) => `apiVersion: cert-manager.io/v1
kind: Issuer
metadata: { name: acme, namespace: shop }
spec: { acme: { server: "https://acme.example.com", privateKeySecretRef: { name: key }, solvers: ${solvers} } }
`;
  const http = issuer("[{ http01: { ingress: { ingressClassName: nginx } } }]");
  const web = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop, annotations: { cert-manager.io/issuer: acme } }
spec: { tls: [{ hosts: [shop.example.com], secretName: tls }], defaultBackend: { service: { name: web, port: { number: 80 } } } }
`;

  it("finds an annotated Ingress in a namespace that is closed", async () => {
    const [found] = await find(http, web, denyIngress);
    assert.equal(found?.path, "metadata.annotations[cert-manager.io/issuer]");
    assert.match(found?.message ?? "", /solvers of Issuer acme on TCP 8089, needed by Ingress web/);
  });

  it("finds rules for the application's port alone", async () => {
    const all = policy("all", "{}", "ingress: [{ ports: [{ port: 8080 }] }]");
    assert.equal((await find(http, web, all)).length, 1);
  });

  it("asks for the solver of each name", async () => {
    const both = (selector: string) =>
      issuer(`[{ http01: { ingress: {} } }, { dns01: { route53: { region: a } }${selector} }]`);
    assert.equal((await find(both(""), web, denyIngress)).length, 1);
    const zone = ", selector: { dnsZones: [example.com] }";
    assert.deepEqual(await find(both(zone), web, denyIngress), []);
    assert.equal((await find(both(zone.replace("example", "other")), web, denyIngress)).length, 1);
    const wildcard = web.replace("shop.example.com", '"*.example.com"');
    assert.deepEqual(await find(both(""), wildcard, denyIngress), []);
  });

  it("leaves alone DNS-01, issuers elsewhere, open namespaces and rules for solvers", async () => {
    const dns = issuer("[{ dns01: { route53: { region: eu-central-1 } } }]");
    assert.deepEqual(await find(dns, web, denyIngress), []);
    assert.deepEqual(await find(web, denyIngress), []);
    assert.deepEqual(await find(http, web, into("api", "{}")), []);
    const solvers = policy(
      "solvers",
      '{ matchLabels: { acme.cert-manager.io/http01-solver: "true" } }',
      "ingress: [{ ports: [{ port: 8089 }] }]",
    );
    assert.deepEqual(await find(http, web, denyIngress, solvers), []);
    const labelled = issuer(
      "[{ http01: { ingress: { podTemplate: { metadata: { labels: { app: solver } } } } } }]",
    );
    assert.deepEqual(await find(labelled, web, denyIngress, into("solver", "{}")), []);
  });
});

describe("webhook-blocked", () => {
  const find = (...documents: readonly string[]) => foundBy("webhook-blocked", ...documents);
  const hook = `apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata: { name: api }
webhooks: [{ name: a.shop.example, admissionReviewVersions: [v1], sideEffects: None, clientConfig: { service: { name: api, namespace: shop, port: 80 } } }]
`;

  it("finds pods that let in pods alone", async () => {
    const rule = into("api", "{ from: [{ namespaceSelector: {} }] }");
    assert.equal((await find(hook, app("api"), of("api"), rule)).length, 1);
    const block = into("api", "{ from: [{ ipBlock: { cidr: 10.0.0.0/24 } }] }");
    assert.deepEqual(await find(hook, app("api"), of("api"), block), []);
    const host = app("api", 8080, { pod: "hostNetwork: true" });
    assert.deepEqual(await find(hook, host, of("api"), denyIngress), []);
  });
});

describe("unisolated-pods", () => {
  const find = (...documents: readonly string[]) => foundBy("unisolated-pods", ...documents);

  it("tells a namespace once", async () => {
    const found = await find(app("a"), app("b"), app("c"), into("a", "{}"));
    assert.deepEqual(
      found.map(({ message }) => message),
      ["no NetworkPolicy isolates Deployment b and Deployment c, as others of the namespace are"],
    );
  });

  it("leaves alone namespaces without policies, and pods of the node's network", async () => {
    assert.deepEqual(
      await find(app("a"), app("b", 1, { namespace: "other" }), into("a", "{}")),
      [],
    );
    assert.deepEqual(await find(app("a"), app("b"), denyIngress), []);
    const node = app("b", 1, { pod: "hostNetwork: true" });
    assert.deepEqual(await find(app("a"), node, into("a", "{}")), []);
  });
});
