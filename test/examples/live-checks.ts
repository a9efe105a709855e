import assert from "node:assert/strict";
import { it } from "node:test";
import { inspect, isDeepStrictEqual } from "node:util";
import { toText } from "../../src/manifests/documents.ts";
import { applyAll, remove } from "../control-plane/apply.ts";
import { allPodsReady } from "../control-plane/pods.ts";
import { waitUntil } from "../control-plane/wait.ts";
import type { Command } from "./documented-commands.ts";
import type { Inventory } from "./inventory.ts";
import { condition, type Live, list, named } from "./live.ts";
import { greedyObjects, overlaps } from "./overlaps.ts";
import type { Played } from "./played.ts";
import { danglingRoutes, lostIngress } from "./routes.ts";
import { scalersWork, scaleToMaximum, unservedIsSeen } from "./scaling.ts";
import { asSent } from "./secrets.ts";

/** What holds for every system once all of its environments run side by side. */
export function liveChecks(played: Played, inventory: Readonly<Record<string, Inventory>>): void {
  const { plane, system, environments, namespaces } = played;
  const total = (count: (of: Inventory) => number | undefined) =>
    Object.values(inventory).reduce((sum, each) => sum + (count(each) ?? 0), 0);
  const last = environments.at(-1);
  const lastNamespace = last?.resolved.namespace ?? "";

  it("all pods become ready and all jobs complete", async (t) => {
    const each = environments.map(async ({ environment, resolved, objects }) => {
      await allPodsReady(plane, [resolved.namespace]);
      const seconds = ((Date.now() - played.applied) / 1000).toFixed(1);
      t.diagnostic(`${system} ${environment}: ${objects.length} objects, ready after ${seconds} s`);
    });
    await Promise.all(each);
    // Controllers count ready pods, and autoscalers bring those that are missing, a moment later.
    for (const { environment, resolved } of environments) {
      const expected = inventory[environment]?.replicas;
      await waitUntil(`the replicas of ${system} ${environment}`, async () => {
        const ready = await readyReplicas(played, resolved.namespace);
        return isDeepStrictEqual(ready, expected)
          ? undefined
          : inspect({ ready, expected }, { breakLength: 100 });
      });
    }
  });

  it("kubectl reads what the command prints, and finds nothing to complain of", async () => {
    for (const given of environments) {
      const objects = asSent(given);
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
    assert.deepEqual(await overlaps(played), []);
    const budgets = await played.each("/apis/policy/v1", "poddisruptionbudgets");
    assert.equal(
      budgets.length,
      total((of) => of.budgets),
    );
  });

  it("a Service, a budget and an autoscaler that take what belongs to others are caught", async () => {
    const [hpa] = await played.in(
      lastNamespace,
      "/apis/autoscaling/v2",
      "horizontalpodautoscalers",
    );
    const planted = greedyObjects(lastNamespace, system, hpa?.spec.scaleTargetRef?.name ?? "");
    await applyAll(plane, planted);
    const found = (await overlaps(played)).join("\n");
    await remove(plane, ...planted);
    const name = (what: string) =>
      new RegExp(`${lastNamespace}/${hpa?.spec.scaleTargetRef?.name}\\S* ${what}`);
    assert.match(found, name("is picked by Services of .*greedy"));
    assert.match(found, name("has two budgets"));
    assert.match(found, name("has two autoscalers"));
    assert.ok(found.split("\n").every((line) => line.startsWith(`${lastNamespace}/`)));
  });

  it("every Service has endpoints on every port", async () => {
    interface Slice extends Live {
      readonly ports?: readonly { readonly name: string }[];
      readonly endpoints?: readonly { readonly conditions: { readonly ready?: boolean } }[];
    }
    const services = await played.each("/api/v1", "services");
    assert.equal(
      services.length,
      total((of) => of.services),
    );
    await waitUntil("endpoints", async () => {
      const slices = await played.each<Slice>("/apis/discovery.k8s.io/v1", "endpointslices");
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

  it("every route leads to a port of a Service, under a certificate that is there", async () => {
    await waitUntil("routes", async () => (await danglingRoutes(played)).join("\n") || undefined);
    const [service] = await played.in(lastNamespace, "/api/v1", "services");
    const lost = lostIngress(lastNamespace, service?.metadata.name ?? "");
    await applyAll(plane, [lost]);
    const found = await danglingRoutes(played);
    await remove(plane, lost);
    assert.deepEqual(found, [
      `${lastNamespace}/lost: lost.example/ leads nowhere`,
      `${lastNamespace}/lost: there is no certificate nobodys`,
    ]);
  });

  it("every autoscaler can scale, and reads each of its metrics", () =>
    scalersWork(
      played,
      total((of) => of.autoscalers),
    ));

  it("an autoscaler with a metric that nobody serves is caught", () =>
    unservedIsSeen(played, lastNamespace));

  it("claims are bound, addresses given, certificates and secrets made", async () => {
    await waitUntil("what others provide", async () => {
      const [claims, services, ingresses, certificates, secrets] = await Promise.all([
        played.each("/api/v1", "persistentvolumeclaims"),
        played.each("/api/v1", "services"),
        played.each("/apis/networking.k8s.io/v1", "ingresses"),
        played.each("/apis/cert-manager.io/v1", "certificates"),
        played.each("/apis/external-secrets.io/v1", "externalsecrets"),
      ]);
      const balanced = services.filter(({ spec }) => spec.type === "LoadBalancer");
      assert.deepEqual(
        [claims, ingresses, certificates, secrets, balanced].map(({ length }) => length),
        [
          total((of) => of.claims),
          total((of) => of.ingresses),
          total((of) => of.certificates),
          total((of) => of.externalSecrets),
          total((of) => of.balancers),
        ],
      );
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

  it("the job of every CronJob runs to its end when a person starts it", async () => {
    const crons = await played.each("/apis/batch/v1", "cronjobs");
    assert.equal(
      crons.length,
      total((of) => of.crons),
    );
    for (const { metadata } of crons) {
      const job = ["create", "job", `${metadata.name}-now`, `--from=cronjob/${metadata.name}`];
      await played.kubectl("-n", metadata.namespace, ...job);
    }
    await allPodsReady(plane, namespaces);
  });

  it("the admission policies' expressions are well typed", async () => {
    const group = "/apis/admissionregistration.k8s.io/v1";
    await waitUntil("type checking", async () => {
      const policies = await list(plane, group, "validatingadmissionpolicies");
      const own = policies.filter(({ metadata }) => metadata.name.startsWith(system));
      assert.equal(
        own.length,
        total((of) => of.admissions),
      );
      assert.deepEqual(
        own.flatMap(({ status }) => status?.typeChecking?.expressionWarnings ?? []),
        [],
      );
      return own.every(({ status }) => status?.typeChecking) ? undefined : "not checked yet";
    });
  });
}

/** The documents' own procedures, by the real kubectl; they change images and scale. */
export function commandChecks(played: Played, commands: readonly Command[]): void {
  it("the commands of the documents do what they say", async () => {
    for (const { line, prints } of commands) {
      const { code, stdout, stderr } = await played.plane.kubectl(line.split(" "));
      assert.deepEqual([line, code, stderr], [line, 0, ""]);
      assert.match(stdout, prints, line);
    }
    await allPodsReady(played.plane, played.namespaces);
  });
}

/** Every autoscaled workload at the most its autoscaler allows; nothing is as it was after that. */
export function fullScaleCheck(played: Played): void {
  it("every pod is ready at full scale", async () => {
    for (const namespace of played.namespaces) await scaleToMaximum(played, namespace);
    await allPodsReady(played.plane, played.namespaces);
  });
}

async function readyReplicas(played: Played, namespace: string) {
  const workloads = [
    ...(await played.in(namespace, "/apis/apps/v1", "deployments")),
    ...(await played.in(namespace, "/apis/apps/v1", "statefulsets")),
  ];
  return Object.fromEntries(
    workloads.map(({ metadata, status }) => [metadata.name, status?.readyReplicas]),
  );
}
