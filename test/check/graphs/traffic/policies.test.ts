import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { foundBy } from "../found.ts";
import { app, of, onto, policy } from "./pieces.ts";

const into = (name: string, rule: string) => policy(name, onto(name), `ingress: [${rule}]`);
const out = (name: string, rule: string) =>
  policy(name, onto(name), `policyTypes: [Egress], egress: [${rule}]`);

describe("policy-unknown-port", () => {
  const find = (...documents: readonly string[]) => foundBy("policy-unknown-port", ...documents);

  it("finds a name that no container has, at either end", async () => {
    const [found] = await find(app("api"), into("api", "{ ports: [{ port: htt }] }"));
    assert.equal(found?.message, 'Deployment api has no port "htt"');
    assert.equal(found?.fix, 'did you mean "http"?');
    const rule = out("web", `{ to: [{ podSelector: ${onto("api")} }], ports: [{ port: grpc }] }`);
    assert.equal((await find(app("api"), app("web"), rule)).length, 1);
    const udp = into("api", "{ ports: [{ protocol: UDP, port: http }] }");
    assert.match(
      (await find(app("api"), udp))[0]?.message ?? "",
      /speaks TCP, the rule allows UDP/,
    );
  });

  it("leaves alone names that some pods have, numbers, and pods that are not known", async () => {
    const some = policy(
      "some",
      "{ matchExpressions: [{ key: app, operator: In, values: [api, web] }] }",
      "ingress: [{ ports: [{ port: metrics }] }]",
    );
    const web = app("web").replace("name: http", "name: metrics");
    assert.deepEqual(await find(app("api"), web, some), []);
    assert.deepEqual(await find(app("api"), into("api", "{ ports: [{ port: 1 }] }")), []);
    assert.deepEqual(await find(app("api"), into("db", "{ ports: [{ port: sql }] }")), []);
    const all = policy("all", "{}", "ingress: [{ ports: [{ port: metrics }] }]");
    assert.deepEqual(await find(app("api"), all), []);
    const any = out("web", "{ ports: [{ port: dns, protocol: UDP }] }");
    assert.deepEqual(await find(app("web"), any), []);
  });
});

describe("policy-service-port", () => {
  const find = (...documents: readonly string[]) => foundBy("policy-service-port", ...documents);

  it("finds the number of the Service, at either end", async () => {
    const [found] = await find(app("api"), of("api"), into("api", "{ ports: [{ port: 80 }] }"));
    assert.equal(found?.message, "80 is the port of Service api; Deployment api listens on 8080");
    assert.equal(found?.fix, "write port: 8080");
    const rule = out("web", `{ to: [{ podSelector: ${onto("api")} }], ports: [{ port: 80 }] }`);
    assert.equal((await find(app("api"), of("api"), app("web"), rule)).length, 1);
  });

  it("leaves alone rules that name both, ranges, ports of the pod, and what no Service has", async () => {
    for (const ports of [
      "[{ port: 80 }, { port: 8080 }]",
      "[{ port: 80 }, { port: http }]",
      "[{ port: 80, endPort: 9000 }]",
      "[{ port: 8080 }]",
      "[{ port: 81 }]",
    ]) {
      const rule = into("api", `{ ports: ${ports} }`);
      assert.deepEqual(await find(app("api"), of("api"), rule), [], ports);
    }
    const same = into("api", "{ ports: [{ port: 80 }] }");
    assert.deepEqual(await find(app("api", 80), of("api"), same), []);
  });
});

describe("policy-namespace-label", () => {
  const find = (...documents: readonly string[]) => foundBy("policy-namespace-label", ...documents);
  const rule = (label: string) =>
    into("api", `{ from: [{ namespaceSelector: { matchLabels: { ${label} } } }] }`);
  const namespace = (labels: string) =>
    `apiVersion: v1\nkind: Namespace\nmetadata: { name: team, labels: { ${labels} } }\n`;

  it("finds a name under a label that nobody set", async () => {
    const [found] = await find(namespace(""), rule("name: team"));
    assert.equal(found?.message, "the Namespace team has no label name=team");
    assert.equal(found?.path, "spec.ingress[0].from[0].namespaceSelector.matchLabels[name]");
  });

  it("leaves alone namespaces that are not in the input, labels that are there, other labels", async () => {
    assert.deepEqual(await find(rule("name: team")), []);
    assert.deepEqual(await find(namespace("name: team"), rule("name: team")), []);
    assert.deepEqual(await find(namespace(""), rule("kubernetes.io/metadata.name: team")), []);
    assert.deepEqual(await find(namespace(""), rule("access: team")), []);
  });
});

describe("policy-cluster-ip", () => {
  const find = (...documents: readonly string[]) => foundBy("policy-cluster-ip", ...documents);

  it("finds the address of a Service, and those that every cluster has", async () => {
    const rule = (cidr: string) => out("web", `{ to: [{ ipBlock: { cidr: ${cidr} } }] }`);
    const service = of("api", 80, { more: "clusterIP: 10.96.5.5" });
    assert.equal((await find(service, rule("10.96.5.5/32"))).length, 1);
    assert.match((await find(rule("10.96.0.10/32")))[0]?.message ?? "", /Service kube-dns/);
    assert.deepEqual(await find(service, rule("10.96.0.0/12")), []);
    assert.deepEqual(await find(service, rule("10.96.5.6/32")), []);
  });
});

describe("policy-unheard-port", () => {
  const find = (...documents: readonly string[]) => foundBy("policy-unheard-port", ...documents);

  it("finds a number that nothing else says", async () => {
    const [found] = await find(app("api"), of("api"), into("api", "{ ports: [{ port: 61234 }] }"));
    assert.equal(found?.message, "nothing else speaks of port 61234; Deployment api has 8080");
  });

  it("leaves alone numbers of probes, variables, annotations, configuration, and beside others", async () => {
    const rule = into("api", "{ ports: [{ port: 9090 }] }");
    const annotated = app("api").replace(
      '"app":"api"} }, spec: { containers',
      '"app":"api"}, annotations: { prometheus.io/port: "9090" } }, spec: { containers',
    );
    const mounted = "volumes: [{ name: c, configMap: { name: settings } }]";
    const config =
      "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings, namespace: shop }\ndata: { a: 'listen: 9090' }\n";
    const secret = (items: string) =>
      app("api", 8080, { pod: `volumes: [{ name: c, secret: { secretName: s${items} } }]` });
    const keys = ", items: [{ key: tls.crt, path: a }, { key: tls.key, path: b }]";
    assert.equal((await find(secret(keys), rule)).length, 1);
    for (const documents of [
      [secret("")],
      [secret(keys.replace("tls.key", "conf.yaml"))],
      [app("api", 8080, { env: { METRICS: ":9090" } })],
      [app("api", 8080, { container: "livenessProbe: { tcpSocket: { port: 9090 } }" })],
      [annotated],
      [app("api", 8080, { pod: mounted }), config],
      [app("api", 8080, { pod: mounted })],
      [app("api"), of("api", 9090)],
    ])
      assert.deepEqual(await find(...documents, rule), [], documents.join());
    const beside = into("api", "{ ports: [{ port: 9090 }, { port: 8080 }] }");
    assert.deepEqual(await find(app("api"), beside), []);
  });
});
