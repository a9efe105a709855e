import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { applyAll } from "./apply.ts";
import { condition, container, namespace, pod, read, secret } from "./fixtures.ts";
import { sharedControlPlane } from "./shared.ts";
import { waitUntil } from "./wait.ts";

const { plane, missing } = await sharedControlPlane();
const ns = "kubelet-logs";

interface Restarted {
  status: { containerStatuses?: { restartCount: number; state: { waiting?: unknown } }[] };
}

/** Runs kubectl logs and answers its lines. */
async function logs(...args: string[]): Promise<string[]> {
  const { code, stdout, stderr } = await plane!.kubectl(["logs", "-n", ns, ...args]);
  assert.equal(code, 0, stderr);
  return stdout.split("\n").slice(0, -1);
}

describe("logs of the kubelet stand-in", { skip: missing }, () => {
  before(async () => {
    await applyAll(plane!, [namespace(ns), secret(ns, "login", { password: "s3cret-word" })]);
  });

  test("have lines of their own, or those of an annotation, cut as asked", async () => {
    const text = "one\ntwo\nthree\npassword is ${secret:login/password}";
    const told = pod(
      ns,
      "told",
      { containers: [container(), container({ name: "side" })] },
      { "slipway.test/log.app": text },
    );
    await applyAll(plane!, [told]);
    await condition(plane!, told, "Ready", "True");
    const own = ["side: started (registry.example.com/app:1.0)"];
    assert.deepEqual(await logs("told", "-c", "side"), own);
    const all = ["one", "two", "three", "password is s3cret-word"];
    assert.deepEqual(await logs("told", "-c", "app"), all);
    assert.deepEqual(await logs("told", "-c", "app", "--tail=2"), all.slice(2));
    assert.deepEqual(await logs("told", "-c", "app", "--limit-bytes=7"), ["one"]);
    const [stamped] = await logs("told", "-c", "app", "--timestamps");
    assert.match(stamped!, /^\d{4}-\d\d-\d\dT[\d:.]+Z one$/);
  });

  test("of the run before this one are there as long as it", async () => {
    const annotations = {
      "slipway.test/log": "run {restarts}",
      "slipway.test/crash-after": "2s",
      "slipway.test/exit-code": "3",
    };
    const looping = pod(ns, "looping", {}, annotations);
    await applyAll(plane!, [looping]);
    await waitUntil("the third run", async () => {
      const { status } = await read<Restarted>(plane!, looping);
      const [only] = status.containerStatuses ?? [];
      return only?.restartCount === 2 && !only.state.waiting ? undefined : JSON.stringify(status);
    });
    const path = `/api/v1/namespaces/${ns}/pods/looping/log`;
    const [current, previous] = await Promise.all(
      ["", "?previous=true"].map((query) => plane!.request("GET", `${path}${query}`)),
    );
    assert.deepEqual([current?.body, previous?.body], ["run 2\n", "run 1\n"]);
  });

  test("can be followed to the end of the container", async () => {
    const annotations = {
      "slipway.test/log": "a\nb\nc",
      "slipway.test/log-every": "300ms",
      "slipway.test/run-duration": "1s",
    };
    const job = pod(ns, "job", { restartPolicy: "Never" }, annotations);
    await applyAll(plane!, [job]);
    await condition(plane!, job, "PodReadyToStartContainers", "True");
    assert.deepEqual(await logs("job", "-f"), ["a", "b", "c"]);
  });

  test("say why there are none", async () => {
    const absent = pod(ns, "absent", {}, { "slipway.test/image-error": "unauthorized" });
    await applyAll(plane!, [absent]);
    await condition(plane!, absent, "PodReadyToStartContainers", "True");
    const refusal = async (...args: string[]) =>
      (await plane!.kubectl(["logs", "-n", ns, "absent", ...args])).stderr.trim();
    const begin = "Error from server (BadRequest):";
    assert.match(
      await refusal(),
      /\(BadRequest\): container "app" in pod "absent" is waiting to start: (trying and failing to pull image|image can't be pulled)$/,
    );
    assert.equal(
      await refusal("--previous"),
      `${begin} previous terminated container "app" in pod "absent" not found`,
    );
  });
});
