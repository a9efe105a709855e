import assert from "node:assert/strict";
import { it } from "node:test";
import { allPodsReady } from "../control-plane/pods.ts";
import { waitUntil } from "../control-plane/wait.ts";
import type { Played } from "./played.ts";
import { merge, restart } from "./scaling.ts";

/** What thebot alone promises: admission by resources, and a quota that its full scale fits. */
export function thebotChecks(played: Played): void {
  const { plane, environments } = played;
  const production = environments.find(({ environment }) => environment === "production");
  const cpu = String(production?.resolved.quota?.cpu);
  const setQuota = (amount: string) =>
    merge(played, "/api/v1/namespaces/thebot/resourcequotas/thebot-quota", {
      spec: { hard: { "requests.cpu": amount } },
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

  it("production at full scale fits its quota and its nodes, with one surge pod of each", async () => {
    const deployments = await played.in("thebot", "/apis/apps/v1", "deployments");
    const replicas = deployments.map(({ spec }) => spec.replicas ?? 0).sort((a, b) => b - a);
    assert.deepEqual(replicas, [15, 10, 10, 1]);
    await restart(played, "thebot");
    await allPodsReady(plane, ["thebot"]);
    assert.deepEqual(await refusals(played), []);
  });

  it("the documented quota of 20 CPU would refuse the last surge pods", async () => {
    await setQuota("20");
    await restart(played, "thebot");
    await waitUntil("a refusal", async () =>
      (await refusals(played)).some((message) => message.includes("limited: requests.cpu=20"))
        ? undefined
        : "none yet",
    );
    await setQuota(cpu);
  });
}

/** What the quota of production refused so far. */
async function refusals(played: Played): Promise<string[]> {
  const events = await played.in<{ message: string }>("thebot", "/api/v1", "events");
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
