import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { documents, found } from "./found.ts";

const service = (labels: string, namespace = "shop") => `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: ${namespace}, labels: ${labels} }
spec: { selector: { app: web }, ports: [{ name: metrics, port: 9090 }] }
`;

const monitor = (port: string, more = "", namespace = "shop") => `
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: web, namespace: ${namespace}, labels: { team: shop } }
spec:
  ${more}
  selector: { matchLabels: { app: web } }
  endpoints: [{ port: ${port} }]
`;

describe("monitors", () => {
  it("select Services by their own labels", async () => {
    assert.deepEqual(await found(documents(service("{ app: web }"), monitor("metrics"))), []);
    assert.deepEqual(await found(documents(service("{ name: web }"), monitor("metrics"))), [
      "warning idle-monitor 11: no Service has the labels that it selects",
    ]);
  });

  it("look into the namespaces that they name, and into their own", async () => {
    const web = service("{ app: web }");
    const there = "namespaceSelector: { matchNames: [shop] }";
    assert.deepEqual(await found(documents(web, monitor("metrics", there, "monitoring"))), []);
    const any = "namespaceSelector: { any: true }";
    assert.deepEqual(await found(documents(web, monitor("metrics", any, "monitoring"))), []);
    // In a namespace of which the input has no Services, nothing is known.
    assert.deepEqual(await found(documents(web, monitor("metrics", "", "monitoring"))), []);
  });

  it("name a port that a Service has", async () => {
    assert.match(
      (await found(documents(service("{ app: web }"), monitor("http"))))[0] ?? "",
      /^warning missing-port .*no Service that it selects has a port "http", they have metrics/,
    );
  });

  it("name a port that a container has", async () => {
    const podMonitor = (port: string) => `
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: { name: web, namespace: shop }
spec: { selector: { matchLabels: { app: web } }, podMetricsEndpoints: [{ port: ${port} }] }
`;
    const deployment = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "example.com/web:v1", ports: [{ name: metrics, containerPort: 9090 }] }] }
`;
    assert.deepEqual(await found(documents(deployment, podMonitor("metrics"))), []);
    assert.match((await found(documents(deployment, podMonitor("http"))))[0] ?? "", /missing-port/);
  });

  it("may wait for what an operator makes", async () => {
    const operated = `
apiVersion: ceph.rook.io/v1
kind: CephCluster
metadata: { name: rook, namespace: shop }
spec: {}
`;
    assert.deepEqual(await found(documents(service("{ x: y }"), operated, monitor("http"))), []);
  });
});

describe("a Prometheus", () => {
  const prometheus = (spec: string, name = "main") => `
apiVersion: monitoring.coreos.com/v1
kind: Prometheus
metadata: { name: ${name}, namespace: shop }
spec: ${spec}
`;
  const picked = (...specs: string[]) =>
    found(
      documents(
        service("{ app: web }"),
        ...specs.map((spec, index) => prometheus(spec, `server-${index}`)),
        monitor("metrics"),
      ),
    );

  it("picks monitors by labels; an empty selector picks all, none picks nothing", async () => {
    assert.deepEqual(await picked("{ serviceMonitorSelector: {} }"), []);
    assert.deepEqual(
      await picked("{ serviceMonitorSelector: { matchLabels: { team: shop } } }"),
      [],
    );
    for (const spec of ["{}", "{ serviceMonitorSelector: { matchLabels: { release: x } } }"])
      assert.match((await picked(spec))[0] ?? "", /^warning unpicked-monitor/);
  });

  it("is one of several that share the work: it is only told", async () => {
    const none = "{ serviceMonitorSelector: { matchLabels: { release: x } } }";
    assert.match((await picked(none, none))[0] ?? "", /^info unpicked-monitor/);
    assert.deepEqual(await picked(none, "{ serviceMonitorSelector: {} }"), []);
  });
});
