import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { foundBy } from "../found.ts";

const quota = (hard: string, more = "", name = "all", namespace = "shop") => `apiVersion: v1
kind: ResourceQuota
metadata: { name: ${name}${namespace && `, namespace: ${namespace}`} }
spec: { hard: { ${hard} }${more} }
`;

const resources =
  "resources: { requests: { cpu: '1', memory: 1Gi }, limits: { cpu: '2', memory: 1Gi } }";

const deployment = (
  spec: string,
  { name = "web", container = resources, pod = "", namespace = "shop" } = {},
) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}${namespace && `, namespace: ${namespace}`} }
spec:
  ${spec}
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { ${pod && `${pod}, `}containers: [{ name: ${name}, image: "example.com/web:v1", ${container} }] }
`;

const scaler = (minimum: number, maximum: number) => `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web, namespace: shop }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  minReplicas: ${minimum}
  maxReplicas: ${maximum}
`;

const messages = async (id: string, ...documents: readonly string[]) =>
  (await foundBy(id, ...documents)).map(({ path, message }) => `${path}: ${message}`);

describe("quota-exceeded", () => {
  const find = (...documents: readonly string[]) => messages("quota-exceeded", ...documents);

  it("says what is too much, by how much, and who needs it", async () => {
    const found = await find(
      quota("requests.cpu: '2', requests.memory: 8Gi, pods: 2"),
      deployment("replicas: 3"),
    );
    assert.deepEqual(found, [
      "spec.hard[requests.cpu]: what is here needs requests.cpu 3 of 2, pods 3 of 2: Deployment web 3 × 1",
    ]);
  });

  it("names nobody who does not count: a Job ends", async () => {
    const job = `apiVersion: batch/v1
kind: Job
metadata: { name: once, namespace: shop }
spec: { template: { spec: { restartPolicy: Never, containers: [{ name: once, image: "example.com/once:v1", ${resources} }] } } }
`;
    const [found = ""] = await find(quota("requests.cpu: '2'"), deployment("replicas: 3"), job);
    assert.match(found, /3 of 2: Deployment web 3 × 1$/);
  });

  it("counts an autoscaler's minimum in place of the replicas", async () => {
    assert.equal((await find(quota("pods: 4"), deployment("replicas: 1"), scaler(5, 9))).length, 1);
    assert.equal((await find(quota("pods: 5"), deployment("replicas: 9"), scaler(5, 9))).length, 0);
  });

  it("knows a single pod that is too large for it, also of a Job", async () => {
    const job = `apiVersion: batch/v1
kind: Job
metadata: { name: big, namespace: shop }
spec: { template: { spec: { restartPolicy: Never, containers: [{ name: big, image: "example.com/big:v1", ${resources} }] } } }
`;
    assert.match(
      (await find(quota("requests.memory: 512Mi"), job))[0] ?? "",
      /1Gi of 512Mi: Job big/,
    );
    assert.deepEqual(await find(quota("requests.memory: 1Gi"), job), []);
  });

  it("counts limits, Services, claims, templates of claims and other objects", async () => {
    const balancer = `apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { type: LoadBalancer, selector: { app: web }, ports: [{ name: a, port: 80 }, { name: b, port: 81 }] }
`;
    const stateful = `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: shop }
spec:
  serviceName: db
  replicas: 3
  selector: { matchLabels: { app: db } }
  template: { metadata: { labels: { app: db } }, spec: { containers: [{ name: db, image: "example.com/db:v1" }] } }
  volumeClaimTemplates:
    - metadata: { name: data }
      spec: { storageClassName: fast, accessModes: [ReadWriteOnce], resources: { requests: { storage: 10Gi } } }
`;
    for (const [hard, document, text] of [
      ["limits.cpu: '5'", deployment("replicas: 3"), /limits.cpu 6 of 5/],
      ["services.loadbalancers: 0", balancer, /loadbalancers 1 of 0/],
      ["services.nodeports: 1", balancer, /nodeports 2 of 1/],
      ["count/deployments.apps: 0", deployment("replicas: 1"), /deployments.apps 1 of 0/],
      ["requests.storage: 20Gi", stateful, /storage 30Gi of 20Gi/],
      ["persistentvolumeclaims: 2", stateful, /claims 3 of 2/],
      ["fast.storageclass.storage.k8s.io/requests.storage: 20Gi", stateful, /30Gi of 20Gi/],
    ] as const)
      assert.match((await find(quota(hard), document))[0] ?? "", text, hard);
    const other = "slow.storageclass.storage.k8s.io/requests.storage: 1Gi";
    assert.deepEqual(await find(quota(other), stateful), []);
    const sparing = balancer.replace("type:", "allocateLoadBalancerNodePorts: false, type:");
    assert.deepEqual(await find(quota("services.nodeports: 1"), sparing), []);
  });

  it("takes an init container for what the pod has at most, not beside it", async () => {
    const before = `initContainers: [{ name: first, image: "example.com/first:v1", ${resources} }]`;
    assert.deepEqual(
      await find(quota("requests.cpu: '1'"), deployment("replicas: 1", { pod: before })),
      [],
    );
    const beside = before.replace("name: first,", "name: first, restartPolicy: Always,");
    assert.equal(
      (await find(quota("requests.cpu: '1'"), deployment("replicas: 1", { pod: beside }))).length,
      1,
    );
  });

  it("leaves alone: other namespaces, pods outside the scope, what a controller made, nothing to run", async () => {
    const small = quota("pods: 1");
    assert.deepEqual(await find(small, deployment("replicas: 3", { namespace: "other" })), []);
    assert.deepEqual(await find(small, deployment("replicas: 3", { namespace: "" })), []);
    assert.deepEqual(
      await find(quota("pods: 1", ", scopes: [Terminating]"), deployment("replicas: 3")),
      [],
    );
    const selected = `, scopeSelector: { matchExpressions: [{ scopeName: PriorityClass, operator: In, values: [high] }] }`;
    assert.deepEqual(await find(quota("pods: 1", selected), deployment("replicas: 3")), []);
    const high = deployment("replicas: 3", { pod: "priorityClassName: high" });
    assert.equal((await find(quota("pods: 1", selected), high)).length, 1);
    assert.deepEqual(await find(small, deployment("replicas: 0")), []);
    const owned = deployment("replicas: 3").replace(
      "namespace: shop",
      "namespace: shop, ownerReferences: [{ apiVersion: v1, kind: Shop, name: a, uid: b, controller: true }]",
    );
    assert.deepEqual(await find(small, owned), []);
  });

  it("takes what names no namespace for one namespace, but not a collection of examples", async () => {
    const small = quota("pods: 1", "", "all", "");
    const three = deployment("replicas: 3", { namespace: "" });
    assert.equal((await find(small, three)).length, 1);
    assert.deepEqual(await find(small, quota("pods: 2", "", "more", ""), three), []);
    assert.deepEqual(await find(small, three, three), []);
  });
});

describe("quota-blocks-rollout", () => {
  const find = (...documents: readonly string[]) => messages("quota-blocks-rollout", ...documents);
  const careful = (replicas: number, strategy = "maxSurge: 1, maxUnavailable: 0") =>
    deployment(
      `replicas: ${replicas}, strategy: { rollingUpdate: { ${strategy} } }`.replace(", s", "\n  s"),
    );

  it("finds the pod that is one too many, and says by how much", async () => {
    assert.deepEqual(await find(quota("requests.cpu: 2500m"), careful(2)), [
      "spec.hard[requests.cpu]: the next rollout of Deployment web needs requests.cpu 3 of 2500m, 500m too many, for its first new pod",
    ]);
    // 25 % of one to three pods are no pod that may be missing.
    assert.equal((await find(quota("pods: 3"), deployment("replicas: 3"))).length, 1);
  });

  it("leaves alone: room for one more, a pod that may be missing, Recreate, what is too small anyway", async () => {
    assert.deepEqual(await find(quota("requests.cpu: '3'"), careful(2)), []);
    assert.deepEqual(
      await find(quota("pods: 2"), careful(2, "maxSurge: 1, maxUnavailable: 1")),
      [],
    );
    assert.deepEqual(await find(quota("pods: 4"), deployment("replicas: 4")), []);
    assert.deepEqual(
      await find(quota("pods: 2"), deployment("replicas: 2\n  strategy: { type: Recreate }")),
      [],
    );
    assert.deepEqual(await find(quota("pods: 1"), careful(2)), []);
    const batch = quota("pods: 2", ", scopes: [Terminating]");
    assert.deepEqual(await find(batch, careful(2)), []);
  });
});

describe("quota-headroom", () => {
  const find = (...documents: readonly string[]) => messages("quota-headroom", ...documents);
  const web = deployment("strategy: { rollingUpdate: { maxSurge: 25%, maxUnavailable: 0 } }");
  const nightly = `apiVersion: batch/v1
kind: CronJob
metadata: { name: nightly, namespace: shop }
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec:
      parallelism: 2
      template: { spec: { restartPolicy: Never, containers: [{ name: job, image: "example.com/job:v1", ${resources} }] } }
`;

  it("adds maxima, the surge as the controller rounds it, and jobs", async () => {
    const [found = ""] = await find(quota("requests.cpu: '14'"), web, scaler(2, 10), nightly);
    assert.match(
      found,
      /3 for pods that are being replaced and 2 for jobs it takes requests.cpu 15 of 14 \(1 too many\): Deployment web 13 × 1, CronJob nightly 2 × 1/,
    );
    assert.deepEqual(await find(quota("requests.cpu: '15'"), web, scaler(2, 10), nightly), []);
    assert.deepEqual(
      await find(
        quota("requests.cpu: '13'"),
        web,
        scaler(2, 10),
        nightly.replace("spec:", "spec:\n  suspend: true"),
      ),
      [],
    );
  });

  it("says nothing where a stronger finding does", async () => {
    assert.deepEqual(await find(quota("requests.cpu: '1'"), web, scaler(2, 10)), []);
    assert.deepEqual(await find(quota("requests.cpu: '2'"), web, scaler(2, 10)), []);
  });
});

describe("quota-demands-resources", () => {
  const find = (...documents: readonly string[]) =>
    messages("quota-demands-resources", ...documents);
  const bare = deployment("replicas: 1", { container: "resources: { requests: { memory: 1Gi } }" });

  it("finds each workload once, with what its containers lack", async () => {
    assert.deepEqual(await find(quota("requests.cpu: '4', limits.memory: 8Gi"), bare), [
      "spec.template.spec.containers[0].resources: container web has no requests.cpu, limits.memory, which the quota all demands",
    ]);
    const init = `initContainers: [{ name: first, image: "example.com/first:v1" }]`;
    const found = await find(quota("limits.cpu: '4'"), deployment("replicas: 1", { pod: init }));
    assert.match(found[0] ?? "", /initContainers\[0\]: container first has no limits.cpu/);
  });

  it("leaves alone: a limit that is the request, a LimitRange's default, other resources, whole pods", async () => {
    const limited = deployment("replicas: 1", { container: "resources: { limits: { cpu: '1' } }" });
    assert.deepEqual(await find(quota("requests.cpu: '4'"), limited), []);
    const range = `apiVersion: v1
kind: LimitRange
metadata: { name: defaults, namespace: shop }
spec: { limits: [{ type: Container, defaultRequest: { cpu: 100m }, default: { memory: 1Gi } }] }
`;
    assert.deepEqual(await find(quota("requests.cpu: '4', limits.memory: 8Gi"), range, bare), []);
    assert.deepEqual(
      await find(quota("pods: 4, requests.storage: 1Gi, limits.ephemeral-storage: 1Gi"), bare),
      [],
    );
    const whole = deployment("replicas: 1", {
      container: "ports: []",
      pod: "resources: { requests: { cpu: '1' }, limits: { cpu: '1' } }",
    });
    assert.deepEqual(await find(quota("requests.cpu: '4'"), whole), []);
    assert.deepEqual(
      await find(
        quota("requests.cpu: '4'", ", scopes: [BestEffort]".replace("BestEffort", "Terminating")),
        bare,
      ),
      [],
    );
  });
});
