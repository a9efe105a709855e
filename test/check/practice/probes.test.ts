import assert from "node:assert/strict";
import { it } from "node:test";
import { identicalProbes } from "../../../src/check/practice/identical-probes.ts";
import { missingLiveness } from "../../../src/check/practice/missing-liveness.ts";
import { missingReadiness } from "../../../src/check/practice/missing-readiness.ts";
import { changed, WEB } from "../../../src/check/practice/shared/example.ts";
import { undeclaredProbePort } from "../../../src/check/practice/undeclared-probe-port.ts";
import { found } from "./found.ts";

const READINESS = "          readinessProbe: { httpGet: { path: /ready, port: http } }\n";
const LIVENESS = "          livenessProbe: { httpGet: { path: /alive, port: http } }\n";
const UNREADY = changed(WEB, READINESS, "");

it("a container behind a Service needs a readinessProbe, and is told of both probes at once", async () => {
  const says = "the Service web sends to container web, which has no readinessProbe";
  assert.deepEqual(await found(missingReadiness, UNREADY), [says]);
  const none = changed(UNREADY, LIVENESS, "");
  assert.deepEqual(await found(missingReadiness, none), [`${says}, nor a livenessProbe`]);
  assert.deepEqual(await found(missingLiveness, none), []);
});

it("it is the container that the Service sends to, not the one beside it", async () => {
  const beside =
    '        - { name: log, image: "example.com/log:v1" }\n---\napiVersion: v1\nkind: Service';
  const two = changed(WEB, "---\napiVersion: v1\nkind: Service", beside);
  assert.deepEqual(await found(missingReadiness, two), []);
});

it("nobody waits for metrics, for peers, for UDP, for pods that start slowly, or for Jobs", async () => {
  const fine = [
    changed(
      UNREADY,
      "ports: [{ name: http, port: 80, targetPort: http }]",
      "ports: [{ name: http-metrics, port: 80, targetPort: http }]",
    ),
    changed(
      UNREADY,
      "kind: Service\nmetadata: { name: web }",
      "kind: Service\nmetadata: { name: web-metrics-service }",
    ),
    changed(
      UNREADY,
      "  ports: [{ name: http, port",
      "  clusterIP: None\n  ports: [{ name: http, port",
    ),
    changed(UNREADY, "port: 80, ", "port: 80, protocol: UDP, "),
    changed(
      UNREADY,
      "  ports: [{ name: http, port",
      "  publishNotReadyAddresses: true\n  ports: [{ name: http, port",
    ),
    changed(WEB, "readinessProbe", "startupProbe"),
    changed(
      UNREADY,
      "  selector: { app.kubernetes.io/name: web }\n  ports",
      "  selector: { app.kubernetes.io/name: other }\n  ports",
    ),
  ];
  for (const text of fine) assert.deepEqual(await found(missingReadiness, text), []);
});

it("liveness is asked of each container that tells when it is ready", async () => {
  const dead = changed(WEB, LIVENESS, "");
  assert.equal((await found(missingLiveness, dead)).length, 1);
  assert.deepEqual(
    await found(missingLiveness, dead.replaceAll("kind: Deployment", "kind: Other")),
    [],
  );
  const beside = (probe: string) =>
    `        - { name: metrics, image: "example.com/m:v1", ${probe}: { httpGet: { path: /alive, port: 9000 } } }\n---\napiVersion: v1\nkind: Service`;
  const together = (text: string, probe: string) =>
    changed(text, "---\napiVersion: v1\nkind: Service", beside(probe));
  // What restarts the one beside does nothing for it.
  assert.deepEqual(await found(missingLiveness, together(dead, "livenessProbe")), [
    "nothing restarts container web when the process hangs: no livenessProbe",
  ]);
  assert.deepEqual(await found(missingLiveness, together(WEB, "livenessProbe")), []);
});

it("the same question is fine for the more patient liveness probe, for ports, and for exporters", async () => {
  const same = changed(WEB, "/alive", "/ready");
  assert.equal((await found(identicalProbes, same)).length, 1);
  const patient = changed(same, "livenessProbe: {", "livenessProbe: { periodSeconds: 30,");
  const ports = same.replaceAll(
    "httpGet: { path: /ready, port: http }",
    "tcpSocket: { port: http }",
  );
  const exporter = same
    .replaceAll("name: http", "name: metrics")
    .replaceAll("port: http", "port: metrics");
  for (const text of [patient, ports, exporter])
    assert.deepEqual(await found(identicalProbes, text), []);
});

it("a probe may ask a port of the container beside, and any where none is declared", async () => {
  const other = changed(WEB, "/ready, port: http", "/ready, port: 8081");
  assert.deepEqual(await found(undeclaredProbePort, other), [
    "the readinessProbe of container web asks port 8081, which is not among its ports",
  ]);
  const beside = changed(
    other,
    "---\napiVersion: v1\nkind: Service",
    '        - { name: b, image: "example.com/b:v1", ports: [{ containerPort: 8081 }] }\n---\napiVersion: v1\nkind: Service',
  );
  const silent = changed(other, "          ports: [{ name: http, containerPort: 8080 }]\n", "");
  for (const text of [beside, silent]) assert.deepEqual(await found(undeclaredProbePort, text), []);
});
