import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { documents, fixes, found } from "./found.ts";

const service = (ports: string, spec = "") => `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { selector: { app: web }, ${spec} ports: [${ports}] }
`;

const ingress = (port: string, annotations = "{}") => `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop, annotations: ${annotations} }
spec: { defaultBackend: { service: { name: web, port: { ${port} } } } }
`;

describe("ports of Services", () => {
  it("are found by number and by name, and the pods' port is not one", async () => {
    const http = service("{ name: http, port: 80, targetPort: 8080 }");
    assert.deepEqual(await found(documents(http, ingress("number: 80"))), []);
    assert.deepEqual(await found(documents(http, ingress("name: http"))), []);
    assert.deepEqual(await found(documents(http, ingress("number: 8080"))), [
      'error missing-port 9: the Service "web" has no port 8080, it has http (80); needed by Ingress web (its default backend)',
    ]);
    assert.match(
      (await fixes(documents(http, ingress("number: 8080"))))[0] ?? "",
      /"8080" is the pods' port, and the Service's is asked for: write 80/,
    );
    assert.match((await found(documents(http, ingress("name: web"))))[0] ?? "", /no port "web"/);
  });

  it("are not asked of what leads outside, nor of an action of a load balancer", async () => {
    const outside = service("", "type: ExternalName, externalName: example.com,");
    assert.deepEqual(await found(documents(outside, ingress("number: 443"))), []);
    const http = service("{ name: http, port: 80 }");
    assert.deepEqual(await found(documents(http, ingress("name: use-annotation"))), []);
  });

  it("are not asked of a Service that stands twice: which one wins is not known", async () => {
    const twice = documents(
      service("{ port: 80 }"),
      service("{ port: 81 }"),
      ingress("number: 82"),
    );
    assert.deepEqual(await found(twice), []);
  });

  it("of a webhook are 443 by default", async () => {
    const webhook = `
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata: { name: web }
webhooks:
  - name: web.example.com
    admissionReviewVersions: [v1]
    sideEffects: None
    clientConfig: { service: { name: web, namespace: shop } }
`;
    assert.deepEqual(await found(documents(service("{ port: 443 }"), webhook)), []);
    assert.match(
      (await found(documents(service("{ port: 80 }"), webhook)))[0] ?? "",
      /no port 443/,
    );
  });
});

const gateway = (listener: string) => `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: edge }
spec:
  gatewayClassName: envoy
  listeners: [{ name: http, port: 80, protocol: HTTP, ${listener} }]
`;

const route = (parent: string, more = "", namespace = "shop") => `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: ${namespace} }
spec:
  parentRefs: [{ name: edge, namespace: edge ${parent} }]
  ${more}
  rules: [{ backendRefs: [{ name: web, namespace: shop, port: 80 }] }]
`;

const open = "allowedRoutes: { namespaces: { from: All } }";
const web = service("{ port: 80 }");

describe("routes and their Gateways", () => {
  it("meet in a listener that allows the namespace", async () => {
    assert.deepEqual(await found(documents(web, gateway(open), route(""))), []);
    assert.deepEqual(await found(documents(web, gateway(""), route(""))), [
      'error refused-route 17: no listener of the Gateway "edge" takes routes of namespace shop',
    ]);
  });

  it("meet by the labels of the namespace, which may be elsewhere", async () => {
    const chosen = (label: string) =>
      gateway(
        `allowedRoutes: { namespaces: { from: Selector, selector: { matchLabels: { ${label} } } } }`,
      );
    const namespace = "apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n";
    const by = (label: string, ...more: string[]) =>
      found(documents(web, chosen(label), route(""), ...more));
    assert.deepEqual(await by("team: shop"), []);
    assert.deepEqual(await by("kubernetes.io/metadata.name: shop", namespace), []);
    assert.match((await by("team: shop", namespace))[0] ?? "", /refused-route/);
  });

  it("meet in a name", async () => {
    const served = (host: string) => gateway(`hostname: "${host}", ${open}`);
    const asks = (host: string) => route("", `hostnames: ["${host}"]`);
    const both = (one: string, other: string) => found(documents(web, served(one), asks(other)));
    assert.deepEqual(await both("*.example.com", "shop.example.com"), []);
    assert.deepEqual(await both("shop.example.com", "*.example.com"), []);
    assert.deepEqual(await both("*.example.com", "a.b.example.com"), []);
    assert.match((await both("*.example.com", "example.com"))[0] ?? "", /error refused-route/);
    assert.match((await both("*.example.com", "shop.example.org"))[0] ?? "", /refused-route/);
  });

  it("meet in a section and a port", async () => {
    const asks = (parent: string) => found(documents(web, gateway(open), route(parent)));
    assert.deepEqual(await asks(", sectionName: http, port: 80"), []);
    assert.match((await asks(", sectionName: https"))[0] ?? "", /has no listener "https"/);
    assert.match((await asks(", port: 443"))[0] ?? "", /no listener at port 443/);
  });

  it("need a grant for a Service of another namespace", async () => {
    const grant = `
apiVersion: gateway.networking.k8s.io/v1
kind: ReferenceGrant
metadata: { name: edge, namespace: shop }
spec:
  from: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: edge }]
  to: [{ group: "", kind: Service }]
`;
    const across = documents(web, gateway(""), route("", "", "edge"));
    assert.match((await found(across))[0] ?? "", /^warning missing-grant .*namespace shop/);
    assert.deepEqual(await found(documents(across, grant)), []);
    const named = grant.replace("kind: Service", "kind: Service, name: api");
    assert.match((await found(documents(across, named)))[0] ?? "", /missing-grant/);
  });
});
