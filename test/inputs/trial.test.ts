import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  cron,
  existing,
  host,
  ingress,
  platform,
  priority,
  registryLogin,
  secret,
  volume,
  web,
} from "../../src/index.ts";
import { trialDesired, trialMaterial } from "../../src/inputs/trial.ts";
import { renderEnvironment } from "../../src/load/environment.ts";
import { ProblemError } from "../../src/problem.ts";
import { MemoryCluster } from "../deploy/memory-cluster.ts";

const NS = "shop-test-bcdfg";
const resources = { cpu: ["10m", "100m"], memory: ["16Mi", "32Mi"] } as const;
const login = secret("login", ["PASSWORD"]);
const urgent = priority("urgent", { value: 1000, scope: "shared" });
const own = priority("own", { value: 10 });
const common = { image: "shop/api:v1", resources };
const api = web("api", {
  ...common,
  port: 8000,
  scale: 1,
  priority: urgent,
  env: { PASSWORD: login.key("PASSWORD") },
  metrics: true,
  mounts: { "/media": volume("media", { size: "1Gi" }) },
});
const nightly = cron("nightly", {
  ...common,
  schedule: "0 3 * * *",
  command: ["x"],
  priority: own,
});
const components = {
  api,
  nightly,
  edge: ingress("edge", { routes: [host("api").serves(api)] }),
};

function shop(objects: readonly object[] = []) {
  return platform("shop", {
    components,
    pull: registryLogin("registry"),
    environments: {
      production: { namespace: "shop", domain: "shop.example", secrets: existing() },
    },
    objects: objects as never,
  });
}

async function material(objects: readonly object[] = []) {
  const trial = { namespace: NS };
  const file = "platform.ts";
  const own = await renderEnvironment(shop(objects), file, "production");
  const made = await renderEnvironment(shop(objects), file, "production", { trial });
  return { own: own.resolved, material: trialMaterial(made) };
}

/** Objects by `Kind name`. */
async function kept(objects: readonly object[] = []) {
  const { rendered } = (await material(objects)).material.made;
  return new Map(rendered.map(({ object }) => [`${object.kind} ${object.metadata.name}`, object]));
}

const raw = (apiVersion: string, kind: string, name: string, rest: object = {}) => ({
  apiVersion,
  kind,
  metadata: { name },
  ...rest,
});

describe("what of an environment a test deploys", () => {
  test("everything that is its own, and what bears its namespace's name", async () => {
    const names = [...(await kept()).keys()];
    for (const name of ["Namespace shop-test-bcdfg", "Deployment api", "Service api"])
      assert.ok(names.includes(name), name);
    assert.ok(names.includes(`PriorityClass ${NS}-own`));
    assert.ok(names.every((name) => !/ServiceMonitor|Ingress|PriorityClass urgent/.test(name)));
  });

  test("what is left out is told, in groups with their reason", async () => {
    const { remarks } = (await material()).material;
    assert.deepEqual(remarks.toSorted(), [
      "left out, since hosts are the environment's own: Ingress edge",
      "left out, since nobody is to watch it: ServiceMonitor api",
      "left out, since the whole cluster has it; it must be there already: PriorityClass urgent",
      "suspended: CronJob nightly",
    ]);
  });

  test("nothing of other namespaces, of the whole cluster, or that another program applies", async () => {
    const others = [
      { ...raw("v1", "ConfigMap", "words"), metadata: { name: "words", namespace: "shop" } },
      raw("rbac.authorization.k8s.io/v1", "ClusterRole", "reader", { rules: [] }),
      raw("argoproj.io/v1alpha1", "Application", "shop", { spec: {} }),
    ];
    const names = [...(await kept(others)).keys()];
    assert.ok(names.every((name) => !/words|reader|Application/.test(name)));
    assert.equal((await kept([raw("v1", "ConfigMap", "own")])).has("ConfigMap own"), true);
  });

  test("nothing that is reached from outside, or has another's volume", async () => {
    const all = await kept([
      raw("v1", "Service", "lb", {
        spec: {
          type: "LoadBalancer",
          loadBalancerIP: "203.0.113.7",
          externalTrafficPolicy: "Local",
          selector: { a: "b" },
          ports: [{ port: 80, nodePort: 30080 }],
        },
      }),
      raw("v1", "PersistentVolumeClaim", "old", {
        spec: { volumeName: "pv-7", accessModes: ["ReadWriteOnce"] },
      }),
    ]);
    assert.deepEqual((all.get("Service lb") as { spec?: object }).spec, {
      type: "ClusterIP",
      selector: { a: "b" },
      ports: [{ port: 80 }],
    });
    assert.deepEqual((all.get("PersistentVolumeClaim old") as { spec?: object }).spec, {
      accessModes: ["ReadWriteOnce"],
    });
  });

  test("monitors where an autoscaler counts on what they scrape", async () => {
    const metrics = [{ type: "Pods", pods: { metric: { name: "requests" } } }];
    const autoscaler = raw("autoscaling/v2", "HorizontalPodAutoscaler", "api", {
      spec: { maxReplicas: 2, scaleTargetRef: { kind: "Deployment", name: "api" }, metrics },
    });
    assert.ok((await kept([autoscaler])).has("ServiceMonitor api"));
  });
});

describe("the secrets of a test", () => {
  const value = Buffer.from("canary").toString("base64");
  const real = (name: string, type: string, key: string) => ({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { namespace: "shop", name },
    type,
    data: { [key]: value },
  });

  test("are made up, and of the real ones only those are read that cannot be", async () => {
    const cluster = new MemoryCluster();
    await cluster.create(real("login", "Opaque", "PASSWORD"));
    await cluster.create(real("registry", "kubernetes.io/dockerconfigjson", ".dockerconfigjson"));
    cluster.calls.length = 0;
    const { material: given, own } = await material();
    const { wanted } = await trialDesired(given, own, "platform.ts", {}, cluster);
    const read = cluster.calls.map(({ ref }) => `${ref.namespace}/${ref.name}`);
    assert.deepEqual(read, ["shop/registry"]);
    const secrets = wanted.flatMap(({ object }) => (object.kind === "Secret" ? object : []));
    const values = Object.fromEntries(secrets.map(({ metadata, data }) => [metadata.name, data]));
    assert.deepEqual(values.registry, { ".dockerconfigjson": value });
    assert.notDeepEqual(values.login, { PASSWORD: value });
    assert.ok(secrets.every(({ metadata }) => metadata.namespace === NS));
  });

  test("that are nowhere are all told", async () => {
    const { material: given, own } = await material();
    await assert.rejects(
      trialDesired(given, own, "platform.ts", {}, new MemoryCluster()),
      (error) =>
        error instanceof ProblemError &&
        /^the Secret registry of type kubernetes.io\/dockerconfigjson cannot be made up, and shop has none$/.test(
          error.message,
        ),
    );
  });
});
