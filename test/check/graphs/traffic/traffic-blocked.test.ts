import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { foundBy } from "../found.ts";
import { app, denyEgress, denyIngress, ingress, of, onto, policy } from "./pieces.ts";

const find = (...documents: readonly string[]) => foundBy("traffic-blocked", ...documents);
const allow = (rule: string, port = "{ port: 8080 }") =>
  policy("api", onto("api"), `ingress: [{ from: [${rule}], ports: [${port}] }]`);

describe("traffic-blocked, from pods of the world", () => {
  const web = app("web", 3000, { env: { API_URL: "http://api" } });
  const api = `${app("api")}---\n${of("api")}`;

  it("is at the rule that lets others in on the port", async () => {
    const [found, ...more] = await find(web, api, allow(`{ podSelector: ${onto("worker")} }`));
    assert.deepEqual(more, []);
    assert.equal(found?.path, "spec.ingress[0].from");
    assert.equal(
      found?.message,
      "NetworkPolicy api does not let Deployment web in to Deployment api on TCP 8080, needed by API_URL",
    );
    assert.equal(
      found?.fix,
      "add to spec.ingress of NetworkPolicy api: { from: [{ podSelector: { matchLabels: { app: web } } }], ports: [{ port: 8080 }] }",
    );
  });

  it("is at the ports of the rule that lets the right one in", async () => {
    const wrong = allow(`{ podSelector: ${onto("web")} }`, "{ port: 61234 }");
    const [found] = await find(web, api, wrong, denyIngress);
    assert.equal(found?.path, "spec.ingress[0].ports");
  });

  it("is at the policy that allows nothing any more", async () => {
    const [found] = await find(web, api, policy("api", onto("api"), "ingress: []"), denyIngress);
    assert.deepEqual([found?.object?.name, found?.path], ["api", "spec.ingress"]);
  });

  it("is at the pods where only the policy for all of them is there", async () => {
    const [found] = await find(web, api, denyIngress);
    assert.deepEqual([found?.object?.name, found?.path], ["api", "metadata.name"]);
    assert.match(found?.fix ?? "", /^add a NetworkPolicy: \{ podSelector: /);
  });

  it("tells both ends, each with its own rule", async () => {
    const found = await find(web, api, denyIngress, policy("out", "{}", "policyTypes: [Egress]"));
    assert.deepEqual(
      found.map(({ message }) => message.replace(/,.*/, "")),
      [
        "NetworkPolicy out does not let Deployment web out to Deployment api on TCP 8080",
        "NetworkPolicy default-deny does not let Deployment web in to Deployment api on TCP 8080",
      ],
    );
  });

  it("tells one closed port once, with everybody who needs it", async () => {
    const job = app("job", 1, { env: { API: "http://api.shop.svc" } });
    const found = await find(web, job, api, denyIngress);
    assert.equal(found.length, 1);
    assert.match(found[0]?.message ?? "", /let Deployment web and Deployment job in to/);
  });

  it("lets pass what a rule lets pass", async () => {
    for (const rule of [
      `{ podSelector: ${onto("web")} }`,
      "{ podSelector: {} }",
      "{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: shop } } }",
      "{ ipBlock: { cidr: 10.0.0.0/8 } }",
    ])
      assert.deepEqual(await find(web, api, denyIngress, allow(rule)), [], rule);
    assert.deepEqual(await find(web, api, policy("api", onto("api"), "ingress: [{}]")), []);
    const named = allow(`{ podSelector: ${onto("web")} }`, "{ port: http }");
    assert.deepEqual(await find(web, api, denyIngress, named), []);
  });

  it("does not take the internet for pods", async () => {
    const internet = `{ ipBlock: { cidr: 0.0.0.0/0, except: [10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10] } }`;
    assert.equal((await find(web, api, allow(internet))).length, 1);
    assert.equal((await find(web, api, allow("{ ipBlock: { cidr: 10.8.0.0/24 } }"))).length, 1);
  });

  it("knows labels of namespaces only where the Namespace is there", async () => {
    const far = app("far", 1, { env: { API_URL: "http://api.shop" }, namespace: "team" });
    const rule = allow("{ namespaceSelector: { matchLabels: { trusted: yes-it-is } } }");
    const namespace = "apiVersion: v1\nkind: Namespace\nmetadata: { name: team }\n";
    assert.deepEqual(await find(far, api, rule), []);
    assert.equal((await find(far, api, rule, namespace)).length, 1);
    const labelled = namespace.replace("name: team", "name: team, labels: { trusted: yes-it-is }");
    assert.deepEqual(await find(far, api, rule, labelled), []);
  });

  it("does not guess in which namespace things are", async () => {
    const open = policy("api", onto("api"), "policyTypes: [Ingress]", "");
    assert.deepEqual(await find(web, api, open), []);
    assert.deepEqual(await find(web, api, denyIngress, open), []);
    const nowhere = [web, api, open].map((text) => text.replaceAll(", namespace: shop", ""));
    assert.equal((await find(...nowhere)).length, 1);
  });

  it("leaves alone what policies of the network itself decide", async () => {
    const cilium =
      "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: { name: a, namespace: shop }\nspec: {}\n";
    assert.deepEqual(await find(web, api, denyIngress, cilium), []);
    const elsewhere = cilium.replace("namespace: shop", "namespace: other");
    assert.equal((await find(web, api, denyIngress, elsewhere)).length, 1);
  });

  it("leaves alone pods in the network of their node", async () => {
    const agent = app("agent", 1, { env: { API_URL: "http://api" }, pod: "hostNetwork: true" });
    assert.deepEqual(await find(agent, api, denyIngress), []);
  });

  it("leaves alone values that nobody connects to, and the own Service", async () => {
    const told = app("web", 1, { env: { CORS_ORIGIN: "http://api", PUBLIC_URL: "http://api" } });
    assert.deepEqual(await find(told, api, denyIngress), []);
    const self = `${app("api", 8080, { env: { PEER_URL: "http://api" } })}---\n${of("api")}`;
    assert.deepEqual(await find(self, denyIngress), []);
  });

  it("uses the port of the pod behind a headless Service", async () => {
    const headless = of("api", 80, { more: "clusterIP: None" });
    const direct = app("web", 1, { env: { API_URL: "http://api:8080" } });
    const open = allow(`{ podSelector: ${onto("web")} }`);
    assert.deepEqual(await find(direct, app("api"), headless, open), []);
    assert.equal((await find(direct, app("api"), headless, denyIngress)).length, 1);
  });

  it("asks of what several are given only that one of them may use it", async () => {
    const settings =
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings, namespace: shop }\ndata: { API_URL: "http://api" }\n';
    const container = "envFrom: [{ configMapRef: { name: settings } }]";
    const both = [app("web", 1, { container }), app("worker", 1, { container }), settings, api];
    assert.deepEqual(await find(...both, allow(`{ podSelector: ${onto("web")} }`)), []);
    const found = await find(...both, denyIngress, denyEgress.replace("default-deny", "out"));
    assert.equal(found.length, 1);
    assert.match(found[0]?.message ?? "", /let Deployment web and Deployment worker in to/);
  });

  it("finds two ends that do not agree, without any value", async () => {
    const out = (port: number) =>
      policy(
        "web",
        onto("web"),
        `policyTypes: [Egress], egress: [{ to: [{ podSelector: ${onto("api")} }], ports: [{ port: ${port} }] }]`,
      );
    const [found, ...more] = await find(app("web"), api, denyIngress, out(8080));
    assert.deepEqual(more, []);
    assert.match(found?.message ?? "", /TCP 8080, opened at the other end by NetworkPolicy web$/);
    assert.deepEqual(await find(app("web"), api, denyIngress, out(9999)), [], "nobody listens");
    const loose = out(8080).replace("{ matchLabels: { app: api } }", "{}");
    assert.deepEqual(await find(app("web"), api, denyIngress, loose), [], "means no one pod");
    const open = allow(`{ podSelector: ${onto("web")} }`);
    assert.deepEqual(await find(app("web"), api, denyIngress, open, out(8080)), []);
  });

  it("says nothing of the port of the Service, which has its own rule", async () => {
    const service = allow(`{ podSelector: ${onto("web")} }`, "{ port: 80 }");
    assert.deepEqual(await find(web, api, service), []);
    assert.equal((await foundBy("policy-service-port", web, api, service)).length, 1);
  });
});

describe("traffic-blocked, from elsewhere", () => {
  const api = `${app("api")}---\n${of("api")}`;

  it("finds an Ingress whose controller nothing lets in", async () => {
    const [found] = await find(api, ingress("api"), denyIngress);
    assert.match(found?.message ?? "", /let the ingress controller in .* needed by Ingress api$/);
    const others = [`{ podSelector: ${onto("web")} }`, "{ podSelector: {} }"];
    for (const rule of others) {
      const found = await find(api, app("web"), ingress("api"), allow(rule));
      assert.equal(found.length, 1, rule);
    }
    const metrics =
      "{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: monitoring } } }";
    assert.equal((await find(api, ingress("api"), allow(metrics))).length, 1);
  });

  it("lets anybody be the controller who may be it", async () => {
    for (const rule of [
      "{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ingress-nginx } } }",
      "{ namespaceSelector: { matchLabels: { ingress: allowed } } }",
      "{ namespaceSelector: {} }",
      "{ ipBlock: { cidr: 10.0.0.0/16 } }",
      "{ podSelector: { matchLabels: { app.kubernetes.io/name: traefik } } }",
    ])
      assert.deepEqual(await find(api, ingress("api"), denyIngress, allow(rule)), [], rule);
    const proxy = app("proxy").replace("example.com/proxy", "docker.io/library/traefik");
    const rule = allow(`{ podSelector: ${onto("proxy")} }`);
    assert.deepEqual(await find(api, proxy, ingress("api"), rule), []);
  });

  it("knows that a load balancer of the cloud is no pod", async () => {
    const rule = allow("{ namespaceSelector: {} }");
    const [found] = await find(api, ingress("api", "ingressClassName: alb"), rule);
    assert.match(found?.message ?? "", /does not let the load balancer in/);
    const block = allow("{ ipBlock: { cidr: 10.0.0.0/16 } }");
    assert.deepEqual(await find(api, ingress("api", "ingressClassName: alb"), block), []);
  });

  it("finds routes of Gateways, not those of a mesh", async () => {
    const route = (kind: string) => `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: api, namespace: shop }
spec: { parentRefs: [{ ${kind}name: web }], rules: [{ backendRefs: [{ name: api, port: 80 }] }] }
`;
    const [found] = await find(api, route(""), denyIngress);
    assert.match(found?.message ?? "", /needed by HTTPRoute api/);
    assert.deepEqual(await find(api, route('group: "", kind: Service, '), denyIngress), []);
  });

  it("finds load balancers that policies open to pods alone", async () => {
    const service = of("api", 80, { more: "type: LoadBalancer" });
    const [found] = await find(app("api"), service, allow("{ namespaceSelector: {} }"));
    assert.match(found?.message ?? "", /let anybody outside the cluster in to Deployment api/);
    const block = allow("{ ipBlock: { cidr: 0.0.0.0/0 } }");
    assert.deepEqual(await find(app("api"), service, block), []);
  });

  it("takes a load balancer's other ports to be for the cluster", async () => {
    const service = `apiVersion: v1
kind: Service
metadata: { name: api, namespace: shop }
spec: { type: LoadBalancer, selector: { app: api }, ports: [{ name: a, port: 80, targetPort: http }, { name: b, port: 9090 }] }
`;
    const rule = policy("api", onto("api"), "ingress: [{ ports: [{ port: http }] }]");
    assert.deepEqual(await find(app("api"), service, rule), []);
  });

  it("is quiet where there is no policy, or none for these pods", async () => {
    assert.deepEqual(await find(api, ingress("api")), []);
    const other = policy("other", onto("db"), "policyTypes: [Ingress]");
    assert.deepEqual(await find(api, ingress("api"), other), []);
  });
});
