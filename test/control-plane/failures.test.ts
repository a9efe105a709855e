import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { applyAll } from "./apply.ts";
import { condition, container, eventAbout, type Loose, namespace, pod, read } from "./fixtures.ts";
import { sharedControlPlane } from "./shared.ts";
import { waitUntil } from "./wait.ts";

const { plane, missing } = await sharedControlPlane();
const ns = "kubelet-failures";
const image = "registry.example.com/app:1.0";

interface State {
  readonly waiting?: { readonly reason: string; readonly message?: string };
  readonly terminated?: { readonly reason: string; readonly exitCode: number };
}

interface Status {
  readonly restartCount: number;
  readonly state: State;
  readonly lastState: State;
}

interface Told {
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  readonly source: { readonly component: string; readonly host?: string };
  readonly involvedObject: { readonly fieldPath?: string };
}

/** Waits until the first container of a pod is in a state, and answers its status. */
async function until(object: Loose, is: (status: Status) => boolean): Promise<Status> {
  let found: Status | undefined;
  await waitUntil(
    `${object.metadata.name} to come there`,
    async () => {
      type Pod = { status: { containerStatuses?: Status[] } };
      [found] = (await read<Pod>(plane!, object)).status.containerStatuses ?? [];
      return found && is(found) ? undefined : `${JSON.stringify(found)}`;
    },
    30_000,
  );
  return found!;
}

async function eventsOf(object: Loose): Promise<Told[]> {
  const path = `/api/v1/namespaces/${ns}/events?fieldSelector=involvedObject.name=${object.metadata.name}`;
  return ((await plane!.request("GET", path)).body as { items: Told[] }).items;
}

const failing = async (name: string, annotations: Record<string, string>, spec = {}) => {
  const object = pod(ns, name, spec, annotations);
  await applyAll(plane!, [object]);
  return object;
};

describe("failures that the kubelet stand-in plays", { skip: missing }, () => {
  before(() => applyAll(plane!, [namespace(ns)]));

  test("an image that is not there is looked for again and again", async () => {
    const object = await failing("not-found", { "slipway.test/image-error.app": "not-found" });
    const error = `rpc error: code = NotFound desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`;
    const { state } = await until(object, (s) => s.state.waiting?.reason === "ImagePullBackOff");
    assert.equal(
      state.waiting?.message,
      `Back-off pulling image "${image}": ErrImagePull: ${error}`,
    );
    await waitUntil("a second sighting", async () => {
      const told = await eventsOf(object);
      return told.some((e) => e.message.startsWith("Failed to pull") && e.count >= 2)
        ? undefined
        : JSON.stringify(told);
    });
    const told = await eventsOf(object);
    const of = (message: string) => told.find((event) => event.message === message);
    assert.equal(of(`Failed to pull image "${image}": ${error}`)?.reason, "Failed");
    assert.equal(of("Error: ErrImagePull")?.type, "Warning");
    assert.equal(of(`Back-off pulling image "${image}"`)?.type, "Normal");
    const pulling = of(`Pulling image "${image}"`);
    assert.equal(pulling?.source.component, "kubelet");
    assert.match(pulling?.source.host ?? "", /^node-/);
    assert.equal(pulling?.involvedObject.fieldPath, "spec.containers{app}");
  });

  test("the other errors of images have their reasons and messages", async () => {
    const cases: [kind: string, reason: string, message: RegExp][] = [
      ["unauthorized", "ErrImagePull", /: pull access denied, repository does not exist or may/],
      ["timeout", "ErrImagePull", /Head "https:\/\/registry.example.com\/v2\/app\/manifests\/1.0"/],
      ["never-pull", "ErrImageNeverPull", /^Container image ".*" is not present with pull policy/],
      [
        "invalid-name",
        "InvalidImageName",
        /couldn't parse image name .*: invalid reference format/,
      ],
    ];
    await Promise.all(
      cases.map(async ([kind, reason, message]) => {
        const object = await failing(kind, { "slipway.test/image-error": kind });
        const reasons = reason === "ErrImagePull" ? [reason, "ImagePullBackOff"] : [reason];
        const { state } = await until(object, (s) =>
          reasons.includes(s.state.waiting?.reason ?? ""),
        );
        assert.match(state.waiting?.message ?? "", message);
        await eventAbout(plane!, object, new RegExp(`^Error: ${reason}$`));
      }),
    );
    const upper = await failing("upper", {}, { containers: [container({ image: "App:1" })] });
    await until(upper, (s) => s.state.waiting?.reason === "InvalidImageName");
  });

  test("a program that crashes later is ready before, and then backs off", async () => {
    const annotations = { "slipway.test/crash-after": "1s", "slipway.test/exit-code.app": "7" };
    const object = await failing("later", annotations);
    await condition(plane!, object, "Ready", "True");
    const { lastState, state } = await until(
      object,
      (s) => s.state.waiting?.reason === "CrashLoopBackOff",
    );
    assert.equal(lastState.terminated?.exitCode, 7);
    assert.match(
      state.waiting?.message ?? "",
      /^back-off 500ms restarting failed container=app pod=later_kubelet-failures\([-0-9a-f]+\)$/,
    );
    await eventAbout(plane!, object, /^Back-off restarting failed container app in pod later_/);
  });

  test("a container that needs too much memory is killed for it", async () => {
    const object = await failing("oom", { "slipway.test/oom": "app" });
    const { lastState } = await until(object, (s) => s.restartCount >= 1);
    assert.deepEqual(
      [lastState.terminated?.reason, lastState.terminated?.exitCode],
      ["OOMKilled", 137],
    );
  });

  const probe = { httpGet: { path: "/healthz", port: 80 }, periodSeconds: 1, failureThreshold: 2 };

  test("probes fail in the words of the kubelet", async () => {
    const of = (probes: Record<string, unknown>) => ({ containers: [container(probes)] });
    const unready = await failing(
      "unready",
      { "slipway.test/not-ready": "app" },
      of({ readinessProbe: probe }),
    );
    await eventAbout(
      plane!,
      unready,
      /^Readiness probe failed: HTTP probe failed with statuscode: 503$/,
    );
    const dead = await failing(
      "dead",
      { "slipway.test/not-alive": "app" },
      of({ livenessProbe: probe }),
    );
    await until(dead, (s) => s.restartCount >= 1);
    await eventAbout(plane!, dead, /^Container app failed liveness probe, will be restarted$/);
    const stuck = await failing(
      "stuck",
      { "slipway.test/not-started": "app" },
      of({ startupProbe: probe }),
    );
    await until(stuck, (s) => s.restartCount >= 1);
    await eventAbout(
      plane!,
      stuck,
      /^Startup probe failed: Get "http:\/\/10\.244\.\d+\.\d+:80\/healthz": dial tcp 10\.244\.\d+\.\d+:80: connect: connection refused$/,
    );
    await condition(plane!, stuck, "Ready", "False");
  });

  test("a slow start is one, and nothing is restarted", async () => {
    const probes = { startupProbe: probe, readinessProbe: probe, livenessProbe: probe };
    const slow = await failing(
      "slow",
      { "slipway.test/start-delay": "2s" },
      { containers: [container(probes)] },
    );
    await eventAbout(plane!, slow, /^Startup probe failed: /);
    await condition(plane!, slow, "Ready", "True");
    assert.equal((await until(slow, () => true)).restartCount, 0);
  });

  test("a volume cannot be mounted", async () => {
    const why = "mount failed: exit status 32";
    const volumes = [{ name: "data", emptyDir: {} }];
    const object = await failing("mount", { "slipway.test/mount-error.data": why }, { volumes });
    await eventAbout(plane!, object, /^MountVolume.SetUp failed for volume "data" : mount failed/);
    await until(object, (s) => s.state.waiting?.reason === "ContainerCreating");
  });
});
