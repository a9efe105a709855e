import assert from "node:assert/strict";
import { it } from "node:test";
import { unknownProbePort } from "../../../src/check/graphs/unknown-probe-port.ts";
import { run } from "../../../src/check/run.ts";
import { worldOfText } from "../read.ts";

const pod = (probe: string, ports = "[{ name: http, containerPort: 8080 }]") => `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - { name: web, image: "example.com/web:v1", ports: ${ports}, ${probe} }
    - { name: proxy, image: "example.com/proxy:v1", ports: [{ name: admin, containerPort: 9 }] }
`;

async function severities(text: string): Promise<string[]> {
  return run([unknownProbePort], await worldOfText(text)).map(({ severity }) => severity);
}

it("a readiness probe by a wrong name never succeeds, a liveness probe is never asked", async () => {
  assert.deepEqual(await severities(pod("readinessProbe: { httpGet: { port: web } }")), ["error"]);
  assert.deepEqual(await severities(pod("startupProbe: { tcpSocket: { port: web } }")), ["error"]);
  assert.deepEqual(await severities(pod("livenessProbe: { tcpSocket: { port: web } }")), [
    "warning",
  ]);
});

it("the ports of the container beside do not count", async () => {
  assert.deepEqual(await severities(pod("readinessProbe: { tcpSocket: { port: admin } }")), [
    "error",
  ]);
});

it("numbers, also in quotes, and the container's own names are fine", async () => {
  for (const port of ["http", "8080", '"8080"', "9"])
    assert.deepEqual(await severities(pod(`readinessProbe: { tcpSocket: { port: ${port} } }`)), []);
});
