import assert from "node:assert/strict";
import { it } from "node:test";
import { rules } from "../../src/check/rules.ts";
import { run } from "../../src/check/run.ts";
import { worldOfText } from "./read.ts";

// One cause is one finding: what follows from it is not told.

async function told(text: string, ...ids: readonly string[]): Promise<string[]> {
  const wanted = rules.filter(({ id }) => ids.includes(id));
  assert.equal(wanted.length, ids.length, "there is no such rule");
  return run(wanted, await worldOfText(text)).map(({ rule }) => rule);
}

const deployment = (name: string, container = "", spec = "") => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec:
  ${spec}
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: ${name}, image: "ghcr.io/shop/${name}:v1" ${container} }] }
---
`;
const service = (name: string, port: string) => `apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { selector: { app: ${name} }, ports: [{ port: ${port} }] }
---
`;
const NAMESPACE = `apiVersion: v1
kind: Namespace
metadata: { name: shop }
---
`;
const CLIENT = ', env: [{ name: CACHE_URL, value: "redis://cache:6379" }]';
const CACHE = `${service("cache", "6379")}${deployment("cache", ", ports: [{ containerPort: 6379 }]")}`;
const policy = (name: string, selector: string, from: string) => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: ${name}, namespace: shop }
spec:
  podSelector: ${selector}
  policyTypes: [Ingress]
  ingress: ${from}
---
`;
const DENY = policy("deny", "{}", "[]");
const from = (peer: string) => `[{ from: [${peer}], ports: [{ port: 6379 }] }]`;
const WEB = "{ podSelector: { matchLabels: { app: web } } }";
const all = (...policies: readonly string[]) =>
  `${NAMESPACE}${deployment("web", CLIENT)}${CACHE}${policies.join("")}`;

it("a policy that selects no pod: not the connections that it was to let through", async () => {
  const ids = ["policy-without-pods", "traffic-blocked", "unisolated-pods"];
  const misspelt = all(DENY, policy("cache", "{ matchLabels: { app: cachee } }", from(WEB)));
  assert.deepEqual(await told(misspelt, ...ids), ["policy-without-pods"]);
  const open = all(DENY, policy("cache", "{ matchLabels: { app: cache } }", from(WEB)));
  assert.deepEqual(await told(open, ...ids), []);
});

it("what the policy would not let through either is told beside", async () => {
  const other = "{ podSelector: { matchLabels: { app: cache } } }";
  const text = all(DENY, policy("cache", "{ matchLabels: { app: cachee } }", from(other)));
  const found = await told(text, "policy-without-pods", "traffic-blocked");
  assert.deepEqual(found.toSorted(), ["policy-without-pods", "traffic-blocked"]);
});

it("a policy for a program that lies nowhere beside, in one file with the others", async () => {
  const gone = all(policy("old", "{ matchLabels: { app: gone-for-long } }", from(WEB)));
  assert.deepEqual(await told(gone, "policy-without-pods"), ["policy-without-pods"]);
  // The pods of an operator's custom resource are in nobody's manifests.
  const operated = `${gone}apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: { name: gone-for-long, namespace: shop }
spec: { instances: 3 }
`;
  assert.deepEqual(await told(operated, "policy-without-pods"), []);
});

it("a namespace by a label that it does not have: not what that stops", async () => {
  const peer = (key: string) =>
    `{ namespaceSelector: { matchLabels: { ${key}: shop } }, podSelector: { matchLabels: { app: web } } }`;
  const ids = ["policy-namespace-label", "traffic-blocked"];
  const by = (key: string) =>
    all(policy("cache", "{ matchLabels: { app: cache } }", from(peer(key))));
  assert.deepEqual(await told(by("name"), ...ids), ["policy-namespace-label"]);
  assert.deepEqual(await told(by("kubernetes.io/metadata.name"), ...ids), []);
  // The policy of another program has nothing to do with it.
  const other = policy("web", "{ matchLabels: { app: web } }", from(peer("name")));
  assert.deepEqual((await told(all(DENY, other), ...ids)).toSorted(), ids);
});

it("a budget that matches no pod: not that its workload has none", async () => {
  const budget = (name: string, app: string) => `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: ${name}, namespace: shop }
spec: { maxUnavailable: 1, selector: { matchLabels: { app: ${app} } } }
`;
  const web = `${service("web", "80")}${deployment("web", ", ports: [{ containerPort: 80 }]", "replicas: 3")}`;
  const ids = ["budget-without-pods", "missing-budget"];
  assert.deepEqual(await told(`${web}${budget("web-pdb", "wbe")}`, ...ids), [
    "budget-without-pods",
  ]);
  assert.deepEqual(
    await told(`${web}${budget("other", "wbe")}`, ...ids).then((all) => all.length),
    2,
  );
});

it("an autoscaler for what is not there: not that there is one pod", async () => {
  const scaler = (target: string) => `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web, namespace: shop }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: ${target} }
  minReplicas: 2
  maxReplicas: 6
`;
  const web = `${service("web", "80")}${deployment("web", ", ports: [{ containerPort: 80 }]")}`;
  const ids = ["missing-workload", "single-replica"];
  assert.deepEqual(await told(`${web}${scaler("wbe")}`, ...ids), ["missing-workload"]);
  assert.deepEqual(await told(web, ...ids), ["single-replica"]);
});

const QUOTA = `apiVersion: v1
kind: ResourceQuota
metadata: { name: shop, namespace: shop }
spec: { hard: { requests.cpu: "2" } }
---
`;

it("a request that a quota demands: not that the autoscaler lacks it too", async () => {
  const scaler = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web, namespace: shop }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  minReplicas: 1
  maxReplicas: 2
  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 70 } } }]
---
`;
  const ids = ["quota-demands-resources", "autoscaler-without-requests"];
  const web = `${deployment("web")}${scaler}`;
  assert.deepEqual(await told(`${web}${QUOTA}`, ...ids), ["quota-demands-resources"]);
  // A quota of something else demands nothing of CPU.
  const other = QUOTA.replace("requests.cpu", "requests.memory");
  assert.deepEqual((await told(`${web}${other}`, ...ids)).toSorted(), ids.toSorted());
});

it("a request above its limit: not what a quota says to it", async () => {
  const web = (limit: string) =>
    deployment("web", `, resources: { requests: { cpu: "3" }, limits: { cpu: "${limit}" } }`);
  const ids = ["invalid-workload", "quota-exceeded"];
  assert.deepEqual(await told(`${web("1")}${QUOTA}`, ...ids), ["invalid-workload"]);
  assert.deepEqual(await told(`${web("3")}${QUOTA}`, ...ids), ["quota-exceeded"]);
});

it("budgets that guard each other's pods: not that one guards those of a Job too", async () => {
  const budget = (name: string, selector: string) => `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: ${name}, namespace: shop }
spec: { maxUnavailable: 1, selector: ${selector} }
---
`;
  const job = `apiVersion: batch/v1
kind: Job
metadata: { name: web-job, namespace: shop }
spec:
  template:
    metadata: { labels: { app: web } }
    spec: { restartPolicy: Never, containers: [{ name: job, image: "ghcr.io/shop/web:v1" }] }
---
`;
  const ids = ["overlapping-budgets", "uncountable-budget"];
  const text = `${deployment("web", "", "replicas: 2")}${job}${budget("web", "{ matchLabels: { app: web } }")}`;
  assert.deepEqual(await told(`${text}${budget("all", "{}")}`, ...ids), ["overlapping-budgets"]);
  assert.deepEqual(await told(text, ...ids), ["uncountable-budget"]);
});

it("a binding for an account that is not there: not that another has an idle token", async () => {
  const pod = (account: string) => `apiVersion: v1
kind: ServiceAccount
metadata: { name: web, namespace: shop }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: web, namespace: shop }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
subjects: [{ kind: ServiceAccount, name: ${account}, namespace: shop }]
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  serviceAccountName: web
  containers: [{ name: web, image: "ghcr.io/shop/web:v1" }]
`;
  const ids = ["missing-service-account", "unused-token"];
  assert.deepEqual(await told(pod("wbe"), ...ids), ["missing-service-account"]);
  assert.deepEqual(await told(pod("web"), ...ids), []);
});

it("a Service that cannot be read for a quoted number is there for all that", async () => {
  const ingress = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop }
spec:
  rules:
    - host: shop.dev
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] }
---
${service("api", "80")}`;
  const ids = ["wrong-type", "missing-service", "missing-port"];
  assert.deepEqual(await told(`${ingress}${service("web", '"80"')}`, ...ids), ["wrong-type"]);
  // What was meant is not known.
  const lost = await told(`${ingress}${service("web", "[80]")}`, ...ids);
  assert.ok(lost.includes("wrong-type"));
});

it("a Service before pods of two programs: not that one of them lacks a probe", async () => {
  const pods = (name: string) => deployment(name).replaceAll(`app: ${name}`, "app: everything");
  const one = service("web", "80").replace("app: web", "app: everything");
  const ids = ["missing-readiness"];
  assert.deepEqual(await told(`${one}${pods("web")}${pods("worker")}`, ...ids), []);
  assert.deepEqual(await told(`${one}${pods("web")}`, ...ids), ids);
});

it("a port that no container declares: not that policies stop the scrape", async () => {
  const annotated = (port: number) =>
    all(DENY).replace(
      "metadata: { labels: { app: cache } }",
      `metadata: { labels: { app: cache }, annotations: { prometheus.io/scrape: "true", prometheus.io/port: "${port}" } }`,
    );
  const ids = ["unheard-scrape", "scrape-blocked"];
  assert.deepEqual(await told(annotated(9121), ...ids), ["unheard-scrape"]);
  assert.deepEqual(await told(annotated(6379), ...ids), ["scrape-blocked"]);
});

it("a value of a wrong type: not the names below it; a format that is ignored: once", async () => {
  const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: shops.shop.dev }
spec:
  group: shop.dev
  scope: Namespaced
  names: { kind: Shop, listKind: ShopList, plural: shops, singular: shop }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties:
                a: { type: string, format: string }
                b: { type: string, format: string }
                items: { type: array, items: { type: object, properties: { name: { type: string } } } }
`;
  const shop = `---
apiVersion: shop.dev/v1
kind: Shop
metadata: { name: one, namespace: shop }
spec: { items: { apples: { price: 1 }, pears: { price: 2 } } }
`;
  const ids = ["wrong-type", "unknown-field", "server-warning"];
  const found = await told(definition + shop, ...ids);
  assert.deepEqual(found.toSorted(), ["server-warning", "wrong-type"]);
});

it("a metric of autoscaling/v2beta1: not each field that it lacks today", async () => {
  const scaler = (metric: string) => `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web, namespace: shop }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  maxReplicas: 3
  metrics: [${metric}]
`;
  const ids = ["unknown-field", "invalid-autoscaler"];
  const wanted = rules.filter(({ id }) => ids.includes(id));
  const found = async (metric: string) =>
    run(wanted, await worldOfText(scaler(metric))).map(({ rule, fix }) => `${rule} ${fix}`);
  for (const [old, today] of [
    [
      "{ type: Resource, resource: { name: cpu, targetAverageUtilization: 80 } }",
      "target: { type: Utilization, averageUtilization: 80 }",
    ],
    [
      "{ type: Pods, pods: { metricName: rps, targetAverageValue: 10 } }",
      "metric: { name: rps }, target: { type: AverageValue, averageValue: 10 }",
    ],
    [
      "{ type: Object, object: { metricName: rps, targetValue: 5, target: { apiVersion: v1, kind: Service, name: web } } }",
      "describedObject: { kind: Service, … }, metric: { name: rps }, target: { type: Value, value: 5 }",
    ],
  ] as const)
    assert.deepEqual(await found(old), [`unknown-field ${today}`]);
  // What lacks a target and was never written otherwise, lacks it.
  assert.deepEqual(await told(scaler("{ type: Resource, resource: { name: cpu } }"), ...ids), [
    "invalid-autoscaler",
    "invalid-autoscaler",
  ]);
  // A metric beside it is told for itself.
  const two =
    "{ type: Resource, resource: { name: cpu, targetAverageUtilization: 80 } }, { type: Resource, resource: { name: memory, target: { type: Utilisation, averageUtilization: 80 } } }";
  assert.deepEqual(await told(scaler(two), ...ids), ["unknown-field", "invalid-autoscaler"]);
});
