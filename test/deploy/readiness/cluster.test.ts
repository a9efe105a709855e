import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { connect } from "../../../src/client/connect.ts";
import { awaitsConsumer } from "../../../src/deploy/readiness/claim.ts";
import { verdictOf } from "../../../src/deploy/readiness/index.ts";
import { applyAll, remove } from "../../control-plane/apply.ts";
import { claim, container, type Loose, namespace, pod } from "../../control-plane/fixtures.ts";
import { sharedControlPlane } from "../../control-plane/shared.ts";
import { waitUntil } from "../../control-plane/wait.ts";

const { plane, missing } = await sharedControlPlane();
const ns = "readiness";
const cluster = plane && (await connect({ kubeconfig: plane.kubeconfig }));

const refOf = ({ apiVersion, kind, metadata }: Loose) => ({
  apiVersion,
  kind,
  namespace: metadata.namespace,
  name: metadata.name!,
});

/** `state REASON: message` of an object as the server has it now. */
async function said(object: Loose): Promise<string> {
  const live = await cluster!.get(refOf(object));
  if (!live) return "gone";
  const verdict = verdictOf(live);
  const reason = verdict.state === "failed" ? verdict.reason : (verdict.trouble?.reason ?? "");
  const words = [verdict.state, reason, "message" in verdict ? verdict.message : ""];
  return words.filter((word) => word !== "").join(" ");
}

async function says(object: Loose, words: RegExp): Promise<void> {
  const what = `${object.kind} ${object.metadata.name} to be ${words}`;
  const again = async () => {
    const now = await said(object);
    return words.test(now) ? undefined : now;
  };
  await waitUntil(what, again, 30_000);
}

async function becomes(object: Loose, words: RegExp): Promise<void> {
  await applyAll(plane!, [object]);
  await says(object, words);
}

function workload(kind: string, name: string, image: string, spec: object = {}): Loose {
  const labels = { app: name };
  const template = {
    metadata: { labels },
    spec: { terminationGracePeriodSeconds: 1, containers: [container({ image })] },
  };
  return {
    apiVersion: "apps/v1",
    kind,
    metadata: { namespace: ns, name },
    spec: { selector: { matchLabels: labels }, ...spec, template },
  };
}

function autoscaler(name: string, target: string): Loose {
  return {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: { namespace: ns, name },
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: target },
      maxReplicas: 2,
      metrics: [
        {
          type: "Resource",
          resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } },
        },
      ],
    },
  };
}

describe("readiness of what a real cluster keeps", { skip: missing, concurrency: true }, () => {
  before(() => applyAll(plane!, [namespace(ns)]));
  after(() => cluster!.close());

  test("a Deployment, and one that is paused before its change", async () => {
    await becomes(workload("Deployment", "web", "a:1"), /^ready/);
    await becomes(workload("Deployment", "web", "a:2"), /^ready/);
    const paused = workload("Deployment", "web", "a:3", { paused: true });
    await becomes(
      paused,
      /^failed Paused its rollout is paused \(spec.paused\), and 0 of 1 pod is of the new/,
    );
  });

  test("a DaemonSet", async () => {
    await becomes(workload("DaemonSet", "daemons", "a:1"), /^ready/);
    await becomes(workload("DaemonSet", "daemons", "a:2"), /^ready/);
  });

  test("a StatefulSet of two, up to its partition", async () => {
    const updateStrategy = { type: "RollingUpdate", rollingUpdate: { partition: 1 } };
    const rest = { replicas: 2, serviceName: "x", updateStrategy };
    await becomes(workload("StatefulSet", "parted", "a:1", rest), /^ready/);
    await becomes(workload("StatefulSet", "parted", "a:2", rest), /^ready/);
    const pods = await cluster!.list({
      apiVersion: "v1",
      kind: "Pod",
      namespace: ns,
      labels: "app=parted",
    });
    const images = pods.items.map(
      ({ spec }) => (spec as { containers: { image: string }[] }).containers[0]?.image,
    );
    assert.deepEqual(images.sort(), ["a:1", "a:2"]);
  });

  test("a StatefulSet whose pods somebody must delete", async () => {
    const rest = { replicas: 1, serviceName: "x", updateStrategy: { type: "OnDelete" } };
    await becomes(workload("StatefulSet", "by-hand", "a:1", rest), /^ready/);
    const next = workload("StatefulSet", "by-hand", "a:2", rest);
    await becomes(
      next,
      /^progressing 0 of 1 pod is of the new revision; with the strategy OnDelete/,
    );
    await remove(plane!, pod(ns, "by-hand-0"));
    await says(next, /^ready/);
  });

  test("a claim that waits for its pod", async () => {
    const storageClass: Loose = {
      apiVersion: "storage.k8s.io/v1",
      kind: "StorageClass",
      metadata: { name: `${ns}-late` },
      provisioner: "slipway.test/shared",
      volumeBindingMode: "WaitForFirstConsumer",
    } as Loose;
    const data = claim(ns, "data", `${ns}-late`, "ReadWriteOnce");
    await applyAll(plane!, [storageClass]);
    await becomes(data, /^progressing it is not bound yet/);
    const classes = (await cluster!.list({ apiVersion: "storage.k8s.io/v1", kind: "StorageClass" }))
      .items;
    assert.equal(awaitsConsumer((await cluster!.get(refOf(data)))!, classes, []), true);
    const user = workload("Deployment", "user", "a:1");
    const spec = (user.spec as { template: { spec: Record<string, unknown> } }).template.spec;
    spec.volumes = [{ name: "v", persistentVolumeClaim: { claimName: "data" } }];
    await becomes(user, /^ready/);
    await says(data, /^ready/);
  });

  test("an autoscaler with metrics, one without a target, two for one target", async () => {
    const resources = { requests: { cpu: "100m" } };
    const scaled = workload("Deployment", "scaled", "a:1");
    (scaled.spec as { template: { spec: object } }).template.spec = {
      containers: [container({ resources })],
    };
    await becomes(scaled, /^ready/);
    await becomes(autoscaler("scaled", "scaled"), /^ready/);
    await becomes(autoscaler("lost", "nobody"), /^progressing FailedGetScale .*not found/);
    await applyAll(plane!, [autoscaler("other", "scaled")]);
    await says(autoscaler("other", "scaled"), /^failed AmbiguousSelector/);
  });

  test("an autoscaler of pods that request nothing", async () => {
    await becomes(workload("Deployment", "plain", "a:1"), /^ready/);
    await becomes(
      autoscaler("plain", "plain"),
      /^progressing FailedGetResourceMetric .*missing request for cpu/,
    );
  });

  test("Jobs", async () => {
    const job = (name: string, spec: object, annotations = {}): Loose => ({
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { namespace: ns, name },
      spec: {
        backoffLimit: 0,
        ...spec,
        template: {
          metadata: { annotations },
          spec: { restartPolicy: "Never", containers: [container()] },
        },
      },
    });
    await becomes(
      job("long", {}, { "slipway.test/run-duration": "3s" }),
      /^progressing .*0 of 1 completed/,
    );
    await says(job("long", {}), /^ready/);
    await becomes(
      job("fails", {}, { "slipway.test/crash": "app" }),
      /^failed BackoffLimitExceeded/,
    );
    await becomes(job("held", { suspend: true }), /^failed Suspended/);
  });

  test("what holds nothing up, and what is only observed", async () => {
    const matchLabels = { app: "web" };
    const metadata = { namespace: ns, name: "web" };
    const spec = { selector: matchLabels, ports: [{ port: 80 }] };
    await becomes(
      {
        apiVersion: "v1",
        kind: "Service",
        metadata,
        spec: { ...spec, type: "LoadBalancer", loadBalancerClass: "example.com/none" },
      },
      /^ready/,
    );
    await becomes(
      {
        apiVersion: "policy/v1",
        kind: "PodDisruptionBudget",
        metadata,
        spec: { minAvailable: 1, selector: { matchLabels } },
      },
      /^ready/,
    );
    const defaultBackend = { service: { name: "web", port: { number: 80 } } };
    await becomes(
      { apiVersion: "networking.k8s.io/v1", kind: "Ingress", metadata, spec: { defaultBackend } },
      /^ready/,
    );
  });

  test("a definition, and an object that is held while it is deleted", async () => {
    const group = `${ns}.example.com`;
    const definition: Loose = {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: `things.${group}` },
      spec: {
        group,
        scope: "Namespaced",
        names: { plural: "things", singular: "thing", kind: "Thing" },
        versions: [
          {
            name: "v1",
            served: true,
            storage: true,
            schema: { openAPIV3Schema: { type: "object" } },
          },
        ],
      },
    };
    await becomes(definition, /^ready/);
    const held: Loose = {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { namespace: ns, name: "held", finalizers: [`${group}/hold`] },
    } as Loose;
    await becomes(held, /^ready/);
    await remove(plane!, held);
    await says(held, /^terminating it is being deleted, held by readiness.example.com\/hold/);
    await cluster!.patch(refOf(held), { metadata: { finalizers: null } }, { type: "merge" });
  });
});
