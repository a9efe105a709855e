import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { toText } from "../../src/manifests/documents.ts";
import { applyAll } from "../control-plane/apply.ts";
import type { ControlPlane } from "../control-plane/control-plane.ts";
import { allPodsReady } from "../control-plane/pods.ts";
import { sharedControlPlane } from "../control-plane/shared.ts";
import { waitUntil } from "../control-plane/wait.ts";
import { clusterGivens, secretsOfOthers } from "./cluster-givens.ts";
import { example } from "./example.ts";
import { condition, type Live, list, picks } from "./live.ts";

const environments = await example("thebot");
const { plane: maybe, missing } = await sharedControlPlane();
const plane = maybe as ControlPlane;
const namespaces = environments.map(({ resolved }) => resolved.namespace);

const each = async <T = Live>(group: string, resource: string): Promise<readonly T[]> =>
  (
    await Promise.all(namespaces.map((namespace) => list<T>(plane, group, resource, namespace)))
  ).flat();

const named = ({ metadata }: Live) => `${metadata.namespace}/${metadata.name}`;

describe("thebot, all three environments in one cluster", { skip: missing ?? false }, () => {
  before(async () => {
    await applyAll(plane, clusterGivens);
    await applyAll(
      plane,
      namespaces.map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } })),
    );
    await applyAll(
      plane,
      environments.flatMap(({ resolved }) => secretsOfOthers(resolved)),
    );
    await applyAll(
      plane,
      environments.flatMap(({ objects }) => objects),
    );
  });

  after(async () => {
    for (const name of namespaces) await plane.request("DELETE", `/api/v1/namespaces/${name}`);
  });

  it("all pods become ready and all jobs complete", () => allPodsReady(plane, namespaces, 120_000));

  it("kubectl reads what the command prints, and finds nothing to complain of", async () => {
    for (const { objects } of environments) {
      const stdin = toText(objects as never, "yaml");
      const args = ["apply", "--server-side", "--force-conflicts", "--dry-run=server", "-f", "-"];
      const { code, stdout, stderr } = await plane.kubectl([...args, "--validate=strict"], {
        stdin,
      });
      assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
      assert.equal(stdout.trim().split("\n").length, objects.length);
    }
  });

  it("no pod is picked by Services of two components, by two budgets or by two autoscalers", async () => {
    assert.deepEqual(await overlaps(), []);
  });

  it("a Service by the label that all pods share is caught", async () => {
    const everything = { "app.kubernetes.io/part-of": "thebot" };
    const metadata = { name: "greedy", namespace: "thebot-dev" };
    const service = { spec: { selector: everything, ports: [{ port: 80 }] } };
    const budget = { spec: { minAvailable: 1, selector: { matchLabels: everything } } };
    const planted = [
      { apiVersion: "v1", kind: "Service", metadata, ...service },
      { apiVersion: "policy/v1", kind: "PodDisruptionBudget", metadata, ...budget },
    ];
    await applyAll(plane, planted);
    const found = await overlaps();
    await plane.request("DELETE", "/api/v1/namespaces/thebot-dev/services/greedy");
    await plane.request(
      "DELETE",
      "/apis/policy/v1/namespaces/thebot-dev/poddisruptionbudgets/greedy",
    );
    assert.match(found.join("\n"), /thebot-dev\/redis-0 is picked by Services of greedy and redis/);
  });

  it("every Service has endpoints on every port", async () => {
    interface Slice extends Live {
      readonly ports?: readonly { readonly name: string }[];
      readonly endpoints?: readonly { readonly conditions: { readonly ready?: boolean } }[];
    }
    const services = await each("/api/v1", "services");
    assert.ok(services.length >= 24);
    await waitUntil("endpoints", async () => {
      const slices = await each<Slice>("/apis/discovery.k8s.io/v1", "endpointslices");
      const lacking = services.flatMap((service) => {
        const own = slices.filter(
          ({ metadata }) =>
            metadata.namespace === service.metadata.namespace &&
            metadata.labels?.["kubernetes.io/service-name"] === service.metadata.name,
        );
        const ready = own.filter(({ endpoints }) =>
          endpoints?.some(({ conditions }) => conditions.ready),
        );
        if (ready.length === 0) return [`${named(service)} has no endpoints`];
        return (service.spec.ports ?? [])
          .filter(
            (port) => !ready.some(({ ports }) => ports?.some(({ name }) => name === port.name)),
          )
          .map((port) => `${named(service)} has no endpoints on port ${port.name}`);
      });
      return lacking.join("\n") || undefined;
    });
  });

  it("every autoscaler can scale", async () => {
    await waitUntil(
      "ScalingActive",
      async () => {
        const autoscalers = await each("/apis/autoscaling/v2", "horizontalpodautoscalers");
        assert.equal(autoscalers.length, 6);
        const idle = autoscalers.filter(
          (hpa) => condition(hpa, "ScalingActive")?.status !== "True",
        );
        return (
          idle
            .map((hpa) => `${named(hpa)}: ${condition(hpa, "ScalingActive")?.message}`)
            .join("\n") || undefined
        );
      },
      120_000,
    );
  });

  it("claims are bound, addresses given, certificates and secrets made", async () => {
    await waitUntil("what others provide", async () => {
      const [claims, services, ingresses, certificates, secrets] = await Promise.all([
        each("/api/v1", "persistentvolumeclaims"),
        each("/api/v1", "services"),
        each("/apis/networking.k8s.io/v1", "ingresses"),
        each("/apis/cert-manager.io/v1", "certificates"),
        each("/apis/external-secrets.io/v1", "externalsecrets"),
      ]);
      assert.deepEqual(
        [claims.length, ingresses.length, certificates.length, secrets.length],
        [21, 6, 3, 8],
      );
      const balanced = services.filter(({ spec }) => spec.type === "LoadBalancer");
      assert.equal(balanced.length, 6);
      const lacking = [
        ...claims.filter(({ status }) => status?.phase !== "Bound"),
        ...[...balanced, ...ingresses].filter(
          ({ status }) => !status?.loadBalancer?.ingress?.length,
        ),
        ...[...certificates, ...secrets].filter(
          (object) => condition(object, "Ready")?.status !== "True",
        ),
      ];
      return (
        lacking.map((object) => `${named(object)} ${JSON.stringify(object.status)}`).join("\n") ||
        undefined
      );
    });
  });

  it("the admission policies' expressions are well typed", async () => {
    await waitUntil("type checking", async () => {
      const policies = await list(
        plane,
        "/apis/admissionregistration.k8s.io/v1",
        "validatingadmissionpolicies",
      );
      const own = policies.filter(({ metadata }) => metadata.name.startsWith("thebot"));
      assert.equal(own.length, 3);
      assert.deepEqual(
        own.flatMap(({ status }) => status?.typeChecking?.expressionWarnings ?? []),
        [],
      );
      return own.every(({ status }) => status?.typeChecking) ? undefined : "not checked yet";
    });
  });

  it("the admission policy refuses a pod that does not say its limits", async () => {
    const tried = (resources: object) =>
      plane.request("POST", "/api/v1/namespaces/thebot/pods?dryRun=All", restrictedPod(resources));
    const requests = { cpu: "1m", memory: "1Mi" };
    const refused = await tried({ requests });
    assert.equal(refused.status, 422);
    assert.match(JSON.stringify(refused.body), /every container says its limits/);
    assert.equal((await tried({ requests, limits: requests })).status, 201);
  });

  it("production fits its quota and its nodes at full scale, with one surge pod of each", async () => {
    await setQuota(production.resolved.quota?.cpu ?? 0);
    await scaleToMaximum();
    await allPodsReady(plane, ["thebot"], 120_000);
    await restart();
    await allPodsReady(plane, ["thebot"], 120_000);
    assert.deepEqual(await refusals(), []);
  });

  it("the documented quota of 20 CPU would refuse the last surge pods", async () => {
    await setQuota(20);
    await restart();
    await waitUntil("a refusal", async () =>
      (await refusals()).some((message) => message.includes("limited: requests.cpu=20"))
        ? undefined
        : "none yet",
    );
    await setQuota(production.resolved.quota?.cpu ?? 0);
  });
});

const production = environments.find(({ environment }) => environment === "production")!;

/** Pods that Services of two components, two budgets or two autoscalers pick. */
async function overlaps(): Promise<string[]> {
  const [pods, services, budgets, autoscalers, deployments, sets] = await Promise.all([
    each("/api/v1", "pods"),
    each("/api/v1", "services"),
    each("/apis/policy/v1", "poddisruptionbudgets"),
    each("/apis/autoscaling/v2", "horizontalpodautoscalers"),
    each("/apis/apps/v1", "deployments"),
    each("/apis/apps/v1", "statefulsets"),
  ]);
  assert.ok(pods.length > 20);
  return pods.flatMap((pod) => {
    const picking = (objects: readonly Live[]) =>
      objects.filter(
        ({ metadata, spec }) =>
          metadata.namespace === pod.metadata.namespace &&
          picks(spec.selector, pod.metadata.labels),
      );
    const component = ({ metadata }: Live) =>
      metadata.labels?.["app.kubernetes.io/name"] ?? metadata.name;
    const owners = [...new Set(picking(services).map(component))].sort();
    const targets = picking([...deployments, ...sets]).map(({ metadata }) => metadata.name);
    const scaling = autoscalers.filter(
      ({ metadata, spec }) =>
        metadata.namespace === pod.metadata.namespace &&
        targets.includes(spec.scaleTargetRef?.name ?? ""),
    );
    return [
      ...(owners.length > 1
        ? [`${named(pod)} is picked by Services of ${owners.join(" and ")}`]
        : []),
      ...(picking(budgets).length > 1 ? [`${named(pod)} has two budgets`] : []),
      ...(scaling.length > 1 ? [`${named(pod)} has two autoscalers`] : []),
    ];
  });
}

/** What the quota of production refused so far. */
async function refusals(): Promise<string[]> {
  const events = await list<{ message: string }>(plane, "/api/v1", "events", "thebot");
  return events
    .map(({ message }) => message)
    .filter((message) => message.includes("exceeded quota"));
}

function restrictedPod(resources: object): object {
  const securityContext = {
    allowPrivilegeEscalation: false,
    runAsNonRoot: true,
    capabilities: { drop: ["ALL"] },
    seccompProfile: { type: "RuntimeDefault" },
  };
  const containers = [{ name: "a", image: "example.org/a:1", resources, securityContext }];
  return { apiVersion: "v1", kind: "Pod", metadata: { name: "a" }, spec: { containers } };
}

async function merge(path: string, patch: object): Promise<void> {
  const { status, body } = await plane.request(
    "PATCH",
    path,
    patch,
    "application/merge-patch+json",
  );
  assert.equal(status, 200, JSON.stringify(body));
}

function setQuota(cpu: number | string): Promise<void> {
  const hard = { "requests.cpu": String(cpu) };
  return merge("/api/v1/namespaces/thebot/resourcequotas/thebot-quota", { spec: { hard } });
}

/** Every autoscaled workload at the most its autoscaler allows. */
async function scaleToMaximum(): Promise<void> {
  const path = "/apis/autoscaling/v2/namespaces/thebot/horizontalpodautoscalers";
  const autoscalers = await list(
    plane,
    "/apis/autoscaling/v2",
    "horizontalpodautoscalers",
    "thebot",
  );
  for (const { metadata, spec } of autoscalers) {
    await merge(`${path}/${metadata.name}`, { spec: { minReplicas: spec.maxReplicas } });
  }
  await waitUntil("full scale", async () => {
    const deployments = await list(plane, "/apis/apps/v1", "deployments", "thebot");
    const replicas = deployments.map(({ spec }) => spec.replicas ?? 0).sort((a, b) => b - a);
    return replicas.join() === "15,10,10,1" ? undefined : replicas.join();
  });
}

/** What `kubectl rollout restart` does, to every Deployment. */
async function restart(): Promise<void> {
  const names = (await list(plane, "/apis/apps/v1", "deployments", "thebot")).map(
    ({ metadata }) => metadata.name,
  );
  const { stderr, code } = await plane.kubectl([
    "-n",
    "thebot",
    "rollout",
    "restart",
    "deployment",
    ...names,
  ]);
  assert.equal(code, 0, stderr);
}
