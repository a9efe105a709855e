import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { SAMPLES } from "../../scripts/generate-kubernetes/defaults/samples/index.ts";
import { defaultsOf, withDefaults } from "../../src/kubernetes/defaults.ts";
import { OBJECTS } from "./schema-objects.ts";

type Value = Record<string, unknown>;

function filled(apiVersion: string, kind: string, spec: Value): Value {
  return withDefaults({ apiVersion, kind, metadata: { name: "a" }, spec }).spec;
}

function container(more: Value, kind = "Pod"): Value {
  const pod = { containers: [{ name: "c", image: "app:1", ...more }] };
  const isPod = kind === "Pod";
  const spec = filled(isPod ? "v1" : "apps/v1", kind, isPod ? pod : { template: { spec: pod } });
  const { containers } = (isPod ? spec : (spec.template as Value).spec) as { containers: Value[] };
  return containers[0]!;
}

function defaultAt(apiVersion: string, kind: string, path: string): unknown[] {
  const found = defaultsOf(apiVersion, kind).filter((preset) => preset.path === path);
  return found.map(({ value }) => value);
}

suite("the server's defaults", () => {
  test("of a Deployment", () => {
    const spec = filled("apps/v1", "Deployment", {});
    assert.equal(spec.replicas, 1);
    assert.deepEqual(spec.strategy, {
      type: "RollingUpdate",
      rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" },
    });
    assert.deepEqual(filled("apps/v1", "Deployment", { strategy: { type: "Recreate" } }).strategy, {
      type: "Recreate",
    });
  });

  test("of a Service depend on its type", () => {
    const ports = [{ port: 80 }];
    const clusterIp = filled("v1", "Service", { ports });
    assert.equal(clusterIp.type, "ClusterIP");
    assert.equal(clusterIp.sessionAffinity, "None");
    assert.equal(clusterIp.externalTrafficPolicy, undefined);
    assert.deepEqual(clusterIp.ports, [{ port: 80, protocol: "TCP", targetPort: 80 }]);
    const nodePort = filled("v1", "Service", { ports, type: "NodePort" });
    assert.equal(nodePort.externalTrafficPolicy, "Cluster");
    const external = filled("v1", "Service", { type: "ExternalName", externalName: "a.example" });
    assert.equal(external.internalTrafficPolicy, undefined);
  });

  test("of an image follow its tag", () => {
    const policy = (image: string) => container({ image }).imagePullPolicy;
    assert.equal(policy("app"), "Always");
    assert.equal(policy("app:latest"), "Always");
    assert.equal(policy("registry.example:5000/app"), "Always");
    assert.equal(policy("app:1"), "IfNotPresent");
    assert.equal(policy(`app@sha256:${"0".repeat(64)}`), "IfNotPresent");
  });

  test("of a probe also replace zeros, and nothing else that was written", () => {
    const { livenessProbe } = container({
      livenessProbe: { httpGet: { port: 80 }, periodSeconds: 0, timeoutSeconds: 5 },
    });
    assert.deepEqual(livenessProbe, {
      httpGet: { port: 80, path: "/", scheme: "HTTP" },
      periodSeconds: 10,
      timeoutSeconds: 5,
      successThreshold: 1,
      failureThreshold: 3,
    });
    assert.equal(filled("apps/v1", "Deployment", { replicas: 0 }).replicas, 0);
  });

  test("of requests come from limits in pods, not in templates", () => {
    const resources = { limits: { cpu: "1", memory: "1Gi" }, requests: { cpu: "500m" } };
    assert.deepEqual((container({ resources }).resources as Value).requests, {
      cpu: "500m",
      memory: "1Gi",
    });
    const inTemplate = container({ resources }, "Deployment").resources as Value;
    assert.deepEqual(inTemplate.requests, { cpu: "500m" });
  });

  test("of a Job are not those of a CronJob's jobs", () => {
    assert.equal(filled("batch/v1", "Job", {}).backoffLimit, 6);
    const { jobTemplate } = filled("batch/v1", "CronJob", { jobTemplate: { spec: {} } });
    assert.deepEqual(((jobTemplate as Value).spec as Value).backoffLimit, undefined);
  });

  test("of an autoscaler differ between up and down", () => {
    const { behavior } = filled("autoscaling/v2", "HorizontalPodAutoscaler", { behavior: {} });
    const { scaleUp, scaleDown } = behavior as { scaleUp: Value; scaleDown: Value };
    assert.equal((scaleUp.policies as Value[]).length, 2);
    assert.equal((scaleDown.policies as Value[]).length, 1);
    assert.equal(scaleUp.stabilizationWindowSeconds, 0);
    assert.equal(scaleDown.stabilizationWindowSeconds, undefined);
  });

  test("of a network policy follow its rules", () => {
    const types = (spec: Value) =>
      filled("networking.k8s.io/v1", "NetworkPolicy", { podSelector: {}, ...spec }).policyTypes;
    assert.deepEqual(types({}), ["Ingress"]);
    assert.deepEqual(types({ egress: [{}] }), ["Ingress", "Egress"]);
    assert.deepEqual(types({ egress: [] }), ["Ingress"]);
    assert.deepEqual(types({ policyTypes: ["Egress"], egress: [{}] }), ["Egress"]);
  });

  test("of a custom resource are those of its definition", () => {
    const spec = {
      secretStoreRef: { name: "s" },
      data: [{ secretKey: "k", remoteRef: { key: "r" } }],
    };
    const filledSpec = filled("external-secrets.io/v1", "ExternalSecret", spec);
    assert.equal(filledSpec.refreshInterval, "1h0m0s");
    assert.deepEqual((filledSpec.data as Value[])[0]!.remoteRef, {
      key: "r",
      conversionStrategy: "Default",
      decodingStrategy: "None",
      metadataPolicy: "None",
    });
  });

  test("leave the object that was given, and unknown kinds, alone", () => {
    const given = { apiVersion: "v1", kind: "Service", spec: { ports: [{ port: 80 }] } };
    withDefaults(given);
    assert.deepEqual(given.spec, { ports: [{ port: 80 }] });
    const unknown = { apiVersion: "a.example/v1", kind: "A", spec: {} };
    assert.deepEqual(withDefaults(unknown), unknown);
  });

  test("are all there after the first time", () => {
    for (const object of [...SAMPLES, ...OBJECTS]) {
      const once = withDefaults(object);
      assert.deepEqual(withDefaults(once), once);
    }
  });

  test("are listed by path", () => {
    const probe = "spec.template.spec.containers[].livenessProbe.periodSeconds";
    assert.deepEqual(defaultAt("apps/v1", "Deployment", probe), [10]);
    const policy = "spec.containers[].imagePullPolicy";
    assert.deepEqual(defaultAt("v1", "Pod", policy), ["Always", "IfNotPresent"]);
    assert.deepEqual(defaultAt("v1", "Pod", "spec.nodeName"), []);
    assert.deepEqual(defaultsOf("a.example/v1", "A"), []);
  });
});
