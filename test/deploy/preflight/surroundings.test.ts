import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { load } from "js-yaml";
import type { Cluster, ServerVersion } from "../../../src/client/cluster.ts";
import { connect } from "../../../src/client/connect.ts";
import type { KubeObject } from "../../../src/client/object.ts";
import { deploy } from "../../../src/deploy/deploy.ts";
import type { DeployEvent } from "../../../src/deploy/events.ts";
import { preflight } from "../../../src/deploy/preflight/preflight.ts";
import { survey } from "../../../src/deploy/survey.ts";
import { type Desired, plainWanted } from "../../../src/deploy/wanted.ts";
import type { ProblemError } from "../../../src/problem.ts";
import { sharedControlPlane } from "../../control-plane/shared.ts";
import { folder } from "../../secrets/shop.ts";
import { Objects } from "../plan/objects.ts";

const { plane, missing } = await sharedControlPlane();
const ns = "preflight";
const objects = new Objects(ns);
const canary = "canary-91c4d2";

describe("before anything is written", { skip: missing ?? false }, () => {
  let cluster: Cluster;
  let version: ServerVersion;
  before(async () => {
    cluster = await connect({ kubeconfig: plane!.kubeconfig });
    version = await cluster.version();
    await plane!.kubectl(["create", "namespace", ns]);
  });
  after(async () => {
    await plane!.kubectl(["delete", "namespace", ns, "--wait=false"]);
    cluster.close();
  });

  const kubectl = async (args: readonly string[], input?: object) => {
    const stdin = input === undefined ? {} : { stdin: JSON.stringify(input) };
    const ended = await plane!.kubectl(["-n", ns, ...args], stdin);
    assert.equal(ended.code, 0, ended.stderr);
  };

  function desiredOf(given: readonly KubeObject[], more: Partial<Desired> = {}): Desired {
    const release = { name: "app", namespace: ns };
    return { release, wanted: given.map(plainWanted), images: {}, ...more };
  }

  async function check(given: readonly KubeObject[], more: Partial<Desired> = {}, seen = cluster) {
    const desired = desiredOf(given, more);
    const { plan } = await survey(cluster, desired, {});
    const checked = await preflight(seen, desired, plan, version);
    const stops = checked.plan.stops.map(({ message }) => message);
    const instead = checked.plan.stops.map((stop) => stop.instead ?? "");
    return { stops, instead, remarks: checked.remarks };
  }

  /** Others need what really serves metrics here. */
  function without(all: Cluster, name: string): Cluster {
    return new Proxy(all, {
      get(target, field) {
        const value = Reflect.get(target, field) as unknown;
        if (field === "get")
          return (ref: { name: string }) =>
            ref.name === name ? Promise.resolve(undefined) : target.get(ref as never);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  }

  const asking = (cpu: string, memory = "64Mi") => ({
    resources: { requests: { cpu, memory }, limits: { memory } },
  });

  test("a class, a store or an issuer that is named must be there", async () => {
    const pod = { priorityClassName: "urgent", runtimeClassName: "gvisor" };
    const web = objects.deployment("web");
    const template = (web.spec as { template: { spec: object } }).template;
    const found = await check(
      [
        {
          ...web,
          spec: {
            ...(web.spec as object),
            template: { ...template, spec: { ...template.spec, ...pod } },
          },
        },
        objects.make("v1", "PersistentVolumeClaim", "data", {
          spec: {
            accessModes: ["ReadWriteOnce"],
            storageClassName: "fastest",
            resources: { requests: { storage: "1Gi" } },
          },
        }),
        objects.make("networking.k8s.io/v1", "Ingress", "site", {
          metadata: {
            name: "site",
            namespace: ns,
            annotations: { "cert-manager.io/cluster-issuer": "nobody" },
          },
          spec: {
            ingressClassName: "ngimx",
            rules: [{ host: "a.example", http: { paths: [] } }],
          },
        }),
        objects.make("external-secrets.io/v1", "ExternalSecret", "outer", {
          spec: { secretStoreRef: { kind: "SecretStore", name: "volt" }, data: [] },
        }),
        objects.make("cert-manager.io/v1", "Certificate", "tls", {
          spec: { secretName: "tls", issuerRef: { name: "none" }, dnsNames: ["a.example"] },
        }),
      ]
        .filter(({ kind }) => kind !== "Ingress")
        .concat(ingress()),
    );
    const named = [
      `there is no PriorityClass urgent, which Deployment ${ns}/web names`,
      `there is no RuntimeClass gvisor, which Deployment ${ns}/web names`,
      `there is no StorageClass fastest, which PersistentVolumeClaim ${ns}/data names`,
      `there is no SecretStore ${ns}/volt, which ExternalSecret ${ns}/outer names`,
      `there is no Issuer ${ns}/none, which Certificate ${ns}/tls names`,
      `there is no IngressClass ngimx, which Ingress ${ns}/site names`,
      "there is no ClusterIssuer nobody, which Ingress preflight/site names",
    ];
    assert.deepEqual(found.stops.toSorted(), named.toSorted());
    assert.ok(found.instead.every((text) => text !== ""));
  });

  function ingress(): KubeObject {
    const annotations = { "cert-manager.io/cluster-issuer": "nobody" };
    const service = { name: "web", port: { number: 80 } };
    const paths = [{ path: "/", pathType: "Prefix", backend: { service } }];
    return {
      apiVersion: "networking.k8s.io/v1",
      kind: "Ingress",
      metadata: { name: "site", namespace: ns, annotations },
      spec: { ingressClassName: "ngimx", rules: [{ host: "a.example", http: { paths } }] },
    };
  }

  test("a kind that is not served is told with what brings it", async () => {
    const policy = objects.make("acme.cert-manager.io/v9", "Challenge", "x");
    const found = await check([policy]);
    assert.match(found.instead[0]!, /^install cert-manager: helm install cert-manager /);
  });

  test("a Secret that somebody else brings must have its keys", async () => {
    const where = () => ({ file: "platform.ts", line: 7, column: 3 });
    const required = ["absent", "few", "whole"].map((name) => ({
      namespace: ns,
      name,
      keys: ["TOKEN", "PASSWORD"],
      instead: `make ${name}`,
      where,
    }));
    const literal = (...keys: string[]) => keys.map((key) => `--from-literal=${key}=${canary}`);
    await kubectl(["create", "secret", "generic", "few", ...literal("TOKEN")]);
    await kubectl(["create", "secret", "generic", "whole", ...literal("TOKEN", "PASSWORD")]);
    const env = [{ name: "A", valueFrom: { secretKeyRef: { name: "few", key: "OTHER" } } }];
    const reading = objects.deployment(
      "reading",
      {},
      {
        env: [{ name: "A", valueFrom: { secretKeyRef: { name: "unheard", key: "A" } } }],
        envFrom: [
          { configMapRef: { name: "settings" } },
          { secretRef: { name: "maybe", optional: true } },
        ],
      },
    );
    const found = await check([reading], { required });
    assert.deepEqual(found.stops, [
      `there is no Secret ${ns}/absent, which somebody else was to put there, with TOKEN, PASSWORD`,
      `Secret ${ns}/few has no PASSWORD`,
      `there is no ConfigMap ${ns}/settings, which Deployment ${ns}/reading reads`,
      `there is no Secret ${ns}/unheard, which Deployment ${ns}/reading reads`,
    ]);
    assert.equal(found.instead[0], "make absent");
    assert.match(
      found.instead[1]!,
      /patch secret few -p '\{"stringData":\{"PASSWORD":"VALUE"\}\}'$/,
    );
    const keyed = await check([objects.deployment("keyed", {}, { env })]);
    assert.deepEqual(keyed.stops, [
      `Secret ${ns}/few has no OTHER, which Deployment ${ns}/keyed reads`,
    ]);
    assert.ok(!JSON.stringify([found, keyed]).includes(canary));
  });

  test("a quota must have room for new pods, and for the first of a rollout", async () => {
    const hard = { "requests.cpu": "1", pods: "50" };
    const quota = { ...objects.make("v1", "ResourceQuota", "small"), spec: { hard } };
    await kubectl(["create", "-f", "-"], quota);
    try {
      const three = objects.deployment("three", { replicas: 3 }, asking("500m"));
      const found = await check([three]);
      assert.match(
        found.stops[0]!,
        /Deployment preflight\/three: new pods need 1500m requests\.cpu, and 1 of 1 requests\.cpu are free in ResourceQuota preflight\/small/,
      );
      assert.match(found.instead[0]!, /"requests\.cpu":"1500m"/);
      const fits = await check([objects.deployment("two", { replicas: 2 }, asking("500m"))]);
      assert.deepEqual(fits.stops, []);
      const grown = { ...quota, spec: { hard: { "requests.cpu": "2", pods: "50" } } };
      assert.deepEqual(
        (await check([three, grown], {})).stops.filter((text) => !/already/.test(text)),
        [],
      );
    } finally {
      await kubectl(["delete", "resourcequota", "small"]);
    }
  });

  test("a pod must fit on a node, and all new ones on all of them", async () => {
    const found = await check([objects.deployment("huge", { replicas: 1 }, asking("900"))]);
    assert.match(
      found.stops[0]!,
      /^a pod of Deployment preflight\/huge needs 64Mi memory and 900 cpu, and the largest node has 8 cpu and 32Gi memory$/,
    );
    const many = await check([objects.deployment("many", { replicas: 90 }, asking("7"))]);
    assert.match(
      many.stops[0]!,
      /^new pods of Deployment preflight\/many need 630 cpu, and \S+ of \S+ are free on the nodes$/,
    );
  });

  test("autoscalers need who serves their metrics", async () => {
    const external = objects.autoscaler("web");
    const metrics = [
      {
        type: "External",
        external: { metric: { name: "queue" }, target: { type: "Value", value: "5" } },
      },
    ];
    const given = [
      objects.deployment("web"),
      { ...external, spec: { ...(external.spec as object), metrics } },
    ];
    assert.deepEqual((await check(given)).stops, []);
    const hidden = await check(given, {}, without(cluster, "v1beta1.external.metrics.k8s.io"));
    assert.match(
      hidden.stops[0]!,
      /^nothing in the cluster serves external metrics, which HorizontalPodAutoscaler preflight\/web reads/,
    );
    assert.match(hidden.instead[0]!, /prometheus-adapter/);
    const usage = [objects.deployment("web"), objects.autoscaler("web")];
    const none = await check(usage, {}, without(cluster, "v1beta1.metrics.k8s.io"));
    assert.match(none.stops[0]!, /^nothing in the cluster serves the CPU and memory of pods/);
    const cpu = await check([objects.deployment("web"), objects.autoscaler("web")]);
    assert.deepEqual(cpu.stops, []);
  });

  test("rights that are missing are told at once, with the rules that give them", async () => {
    await kubectl(["create", "serviceaccount", "weak"]);
    const rule = ["--verb=get,list,watch", "--resource=configmaps,secrets,deployments.apps"];
    await kubectl(["create", "role", "weak", ...rule]);
    await kubectl(["create", "rolebinding", "weak", "--role=weak", `--serviceaccount=${ns}:weak`]);
    const desired = desiredOf([objects.deployment("web"), objects.configMap("c", {})]);
    const weak = await as("weak");
    const told: DeployEvent[] = [];
    const run = () =>
      deploy(
        { cluster: weak, signal: new AbortController().signal, tell: (e) => told.push(e) },
        desired,
        {
          plan: {},
          origin: { author: "test", git: undefined, rollbackTo: undefined, tool: "0" },
        },
      );
    try {
      // Whether an autoscaler is there may not be asked, so that there is no plan.
      const refused = (await run().catch((error) => error)) as ProblemError;
      assert.equal(refused.problems.length, 1, refused.message);
      assert.match(refused.message, /list on horizontalpodautoscalers\.autoscaling/);
      await kubectl([
        "create",
        "role",
        "more",
        "--verb=list",
        "--resource=horizontalpodautoscalers.autoscaling",
      ]);
      await kubectl([
        "create",
        "rolebinding",
        "more",
        "--role=more",
        `--serviceaccount=${ns}:weak`,
      ]);
      const { outcome, plan } = await run();
      assert.equal(outcome, "stopped");
      const [stop, ...others] = plan!.stops;
      assert.deepEqual(others, []);
      assert.match(stop!.message, /^the deploy may not do in preflight what it needs: /);
      assert.match(stop!.message, /create,patch,delete on configmaps/);
      assert.match(stop!.message, /patch,create on deployments\.apps/);
      assert.match(stop!.message, /leases\.coordination\.k8s\.io/);
      assert.match(stop!.instead!, /kubectl create -n preflight role slipway-1 --verb=/);
      const remarks = told.filter(({ type }) => type === "remark");
      assert.match(JSON.stringify(remarks), /list and watch on pods is not allowed in preflight/);
    } finally {
      weak.close();
    }
  });

  async function as(account: string): Promise<Cluster> {
    const { stdout } = await plane!.kubectl(["-n", ns, "create", "token", account]);
    const config = load(readFileSync(plane!.kubeconfig, "utf8")) as {
      users: { user: object }[];
    };
    for (const user of config.users) user.user = { token: stdout.trim() };
    const file = join(folder(), "kubeconfig");
    writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
    return connect({ kubeconfig: file });
  }

  test("versions are told apart, and what is as it was asks nothing", async () => {
    const found = await check([objects.configMap("c", {})], { kubernetes: "1.34" });
    assert.match(
      found.remarks[0]!,
      /2 minor versions newer than 1\.34, which the platform is made/,
    );
    const none = { ...(await survey(cluster, desiredOf([]), {})).plan };
    const silent = new Proxy(cluster, {
      get: () => () => assert.fail("the cluster was asked"),
    });
    const checked = await preflight(silent, desiredOf([]), none, version);
    assert.deepEqual(checked, { plan: none, remarks: [] });
  });
});
