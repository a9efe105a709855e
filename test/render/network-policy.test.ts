import assert from "node:assert/strict";
import { test } from "node:test";
import {
  allow,
  certificate,
  external,
  host,
  ingress,
  issuer,
  patch,
  web,
  worker,
} from "../../src/index.ts";
import { evaluateNetworkPolicies } from "../../src/kubernetes/network-policy.ts";
import type {
  Endpoint,
  NetworkPolicy,
  PolicyPod,
} from "../../src/kubernetes/network-policy-types.ts";
import { app, db, resources } from "../platform/shop.ts";
import { problemsIn } from "../platform/written.ts";
import { isYaml, objects } from "./objects.ts";

const plain = { image: app, resources, scale: 1 };
const api = web("api", { ...plain, port: { http: 8000, admin: 8001 }, env: { DB: db.url } });
const tasks = worker("tasks", { ...plain, calls: [api.at("admin")] });

const pod = (name: string, labels: object, namespace = "shop", ip = "10.0.0.9"): PolicyPod => ({
  name,
  namespace,
  labels: labels as Record<string, string>,
  ip,
});
const own = (name: string) => pod(name, { "app.kubernetes.io/name": name });
const nginx = pod("nginx", { "app.kubernetes.io/name": "ingress-nginx" }, "ingress-nginx");
const prometheus = pod("prometheus", { "app.kubernetes.io/name": "prometheus" }, "monitoring");
const dns = pod("dns", { "k8s-app": "kube-dns" }, "kube-system");
const stranger = pod("stranger", { "app.kubernetes.io/name": "api" }, "elsewhere");
const internet: Endpoint = { address: "93.184.216.34" };
const neighbour: Endpoint = { address: "10.1.2.3" };

/** May the one reach the other, by the rendered policies alone? */
function reaches(parts: Parameters<typeof objects>[0], environment: object = {}) {
  const policies = objects(parts, environment).all.filter(({ kind }) => kind === "NetworkPolicy");
  const evaluator = evaluateNetworkPolicies(policies as unknown as NetworkPolicy[]);
  return (from: Endpoint, to: Endpoint, port: number, protocol = "TCP") =>
    evaluator.allowed({ from, to, port, protocol });
}

test("what is declared passes, nothing else does", () => {
  const may = reaches({ api, tasks, db });
  const ends = { api: own("api"), tasks: own("tasks"), db: own("db") };
  const table: readonly (readonly [Endpoint, Endpoint, number, boolean])[] = [
    [ends.api, ends.db, 5432, true],
    [ends.tasks, ends.api, 8001, true],
    [ends.tasks, ends.api, 8000, false],
    [ends.tasks, ends.db, 5432, false],
    [ends.db, ends.api, 8000, false],
    [ends.api, ends.db, 22, false],
    [ends.api, ends.tasks, 80, false],
    [stranger, ends.db, 5432, false],
    [internet, ends.api, 8000, false],
    [nginx, ends.api, 8000, false],
    [prometheus, ends.api, 8000, false],
    [ends.api, internet, 443, false],
    [ends.api, neighbour, 443, false],
  ];
  for (const [from, to, port, expected] of table)
    assert.equal(may(from, to, port), expected, `${JSON.stringify([from, to])} on ${port}`);
  for (const from of Object.values(ends))
    assert.ok(may(from, dns, 53, "UDP") && may(from, dns, 53));
  assert.ok(!may(ends.api, pod("other", {}, "kube-system"), 53));
});

test("routes let the controller of the environment in, and nobody beside it", () => {
  const edge = ingress("edge", { routes: [host().serves(api)] });
  const may = reaches({ edge, api, db });
  assert.ok(
    may(nginx, own("api"), 8000) && !may(nginx, own("api"), 8001) && !may(nginx, own("db"), 5432),
  );
  const moved = reaches(
    { edge, api, db },
    { cluster: { ingress: { namespace: "edge", pods: { a: "b" } } } },
  );
  assert.ok(!moved(nginx, own("api"), 8000));
  assert.ok(moved(pod("edge", { a: "b" }, "edge"), own("api"), 8000));
});

test("routes let the proxies of the environment's own Gateway in, or those it names", () => {
  const edge = ingress("edge", { routes: [host().serves(api)] });
  const proxy = (gateway: string, of: string, namespace = "envoy-gateway-system") =>
    pod(
      "proxy",
      {
        "app.kubernetes.io/name": "envoy",
        "app.kubernetes.io/component": "proxy",
        "gateway.envoyproxy.io/owning-gateway-name": gateway,
        "gateway.envoyproxy.io/owning-gateway-namespace": of,
      },
      namespace,
    );
  const may = reaches({ edge, api, db }, { cluster: { gateway: {} } });
  assert.ok(may(proxy("shop", "shop"), own("api"), 8000));
  assert.ok(!may(proxy("shop", "shop"), own("api"), 8001));
  assert.ok(!may(proxy("shop", "shop"), own("db"), 5432));
  for (const other of [proxy("other", "shop"), proxy("shop", "other"), proxy("shop", "shop", "a")])
    assert.ok(!may(other, own("api"), 8000));
  assert.ok(!may(nginx, own("api"), 8000));
  const merged = { class: "all", namespace: "edge", pods: { a: "b" } };
  const moved = reaches({ edge, api, db }, { cluster: { gateway: merged } });
  assert.ok(moved(pod("merged", { a: "b" }, "edge"), own("api"), 8000));
  assert.ok(!moved(proxy("shop", "shop"), own("api"), 8000));
});

test("metrics let Prometheus in on their port", () => {
  const watched = web("watched", {
    ...plain,
    port: { http: 80, admin: 81 },
    metrics: { port: "admin" },
  });
  const may = reaches({ watched });
  assert.ok(may(prometheus, own("watched"), 81) && !may(prometheus, own("watched"), 80));
});

test("services outside: public addresses on their port, or just their own addresses", () => {
  const pay = external("pay", { host: "pay.example", port: 443 });
  const office = external("office", { host: "o.example", port: 22, cidr: ["10.1.2.0/24"] });
  const may = reaches({ asks: worker("asks", { ...plain, calls: [pay, office] }) });
  const asks = own("asks");
  assert.ok(may(asks, internet, 443) && !may(asks, internet, 22) && !may(asks, neighbour, 443));
  assert.ok(may(asks, neighbour, 22) && !may(asks, { address: "10.1.3.1" }, 22));
  assert.ok(!may(asks, { address: "169.254.169.254" }, 443), "the cloud's metadata stays closed");
});

test("load balancers let their clients in, on their ports", () => {
  const services = {
    lb: { loadBalancer: { from: ["192.0.2.0/24"], ports: { http: 80 } } },
  } as const;
  const may = reaches({
    api: web("api", { ...plain, port: { http: 8000, admin: 8001 }, services }),
  });
  assert.ok(may({ address: "192.0.2.9" }, own("api"), 8000));
  assert.ok(!may({ address: "192.0.2.9" }, own("api"), 8001) && !may(internet, own("api"), 8000));
});

test("the API server for whom it is allowed, at its addresses where they are known", () => {
  const reader = worker("reader", { ...plain, access: [allow(["get"], ["pods"])] });
  const server: Endpoint = { address: "10.96.0.1" };
  assert.ok(reaches({ reader })(own("reader"), server, 443));
  const known = reaches({ reader }, { cluster: { apiServer: ["10.96.0.1/32"] } });
  assert.ok(known(own("reader"), server, 6443) && !known(own("reader"), internet, 443));
  assert.ok(!reaches({ tasks, api, db })(own("tasks"), server, 443));
});

test("the proof of a host gets through to cert-manager's solver", () => {
  const acme = issuer("acme", { email: "a@b.example", server: "letsencrypt" });
  const may = reaches({ tls: certificate("tls", { issuer: acme, hosts: [host()] }) });
  const solver = pod("solver", { "acme.cert-manager.io/http01-solver": "true" });
  assert.ok(may(nginx, solver, 8089) && !may(prometheus, solver, 8089));
});

test("a policy for each pair, at both ends, by names that can be chosen", () => {
  const made = objects({ api, tasks, db });
  assert.deepEqual(made.names("NetworkPolicy").toSorted(), [
    "shop-allow-api-db",
    "shop-allow-api-egress",
    "shop-allow-dns",
    "shop-allow-tasks-api",
    "shop-allow-tasks-egress",
    "shop-deny-all",
  ]);
  isYaml(
    made.get("NetworkPolicy", "shop-allow-tasks-api").spec,
    `
podSelector: { matchLabels: { app.kubernetes.io/name: api } }
policyTypes: [Ingress]
ingress:
  - from: [{ podSelector: { matchLabels: { app.kubernetes.io/name: tasks } } }]
    ports: [{ port: 8001 }]
`,
  );
  const names = { edge: "{from}-to-{to}", denyAll: "closed", dns: "{platform}-names" };
  assert.deepEqual(objects({ api, db }, {}, { names }).names("NetworkPolicy").toSorted(), [
    "api-to-db",
    "api-to-egress",
    "closed",
    "shop-names",
  ]);
});

test("one policy for each component, where the platform names it", () => {
  const names = { policy: "{name}-network-policy" };
  const made = objects({ api, tasks, db }, {}, { names });
  assert.deepEqual(made.names("NetworkPolicy").toSorted(), [
    "api-network-policy",
    "db-network-policy",
    "shop-allow-dns",
    "shop-deny-all",
    "tasks-network-policy",
  ]);
  isYaml(
    made.get("NetworkPolicy", "api-network-policy").spec,
    `
podSelector: { matchLabels: { app.kubernetes.io/name: api } }
policyTypes: [Ingress, Egress]
ingress:
  - from: [{ podSelector: { matchLabels: { app.kubernetes.io/name: tasks } } }]
    ports: [{ port: 8001 }]
egress:
  - to: [{ podSelector: { matchLabels: { app.kubernetes.io/name: db } } }]
    ports: [{ port: 5432 }]
`,
  );
  isYaml(
    made.get("NetworkPolicy", "tasks-network-policy").spec,
    `
podSelector: { matchLabels: { app.kubernetes.io/name: tasks } }
policyTypes: [Ingress, Egress]
egress:
  - to: [{ podSelector: { matchLabels: { app.kubernetes.io/name: api } } }]
    ports: [{ port: 8001 }]
`,
  );
});

test("two pairs whose policies would share a name are told, not mixed", () => {
  const target = web("c", { ...plain, port: 80 });
  const other = web("b-c", { ...plain, port: 80 });
  const parts = {
    one: worker("a-b", { ...plain, calls: [target] }),
    two: worker("a", { ...plain, calls: [other] }),
  };
  const messages = (names: object) =>
    problemsIn(() => objects(parts, {}, { names })).map(({ message }) => message);
  assert.deepEqual(messages({}), ["two objects are both NetworkPolicy shop-allow-a-b-c"]);
  assert.deepEqual(messages({ edge: "{from}.{to}" }), []);
  const monitoring = web("monitoring", { ...plain, port: 80 });
  const watched = web("watched", { ...plain, port: 81, metrics: true, calls: [monitoring] });
  assert.deepEqual(
    problemsIn(() => objects({ watched, monitoring })).map(({ message }) => message),
    ["two objects are both NetworkPolicy shop-allow-watched-monitoring"],
  );
});

test("a policy can be patched through the component whose pods it selects", () => {
  const patches = [
    patch(db, "NetworkPolicy", (policy) => {
      policy.metadata.annotations = { seen: "yes" };
    }),
  ];
  const made = objects({ api, db }, {}, { patches });
  const seen = (name: string) => made.get("NetworkPolicy", name).metadata.annotations?.seen;
  assert.deepEqual([seen("shop-allow-api-db"), seen("shop-allow-api-egress")], ["yes", undefined]);
  const one = objects({ api, db }, {}, { patches, names: { policy: "{name}-policy" } });
  const { annotations } = one.get("NetworkPolicy", "db-policy").metadata;
  assert.deepEqual(annotations, { seen: "yes" });
  assert.equal(one.get("NetworkPolicy", "api-policy").metadata.annotations, undefined);
});
