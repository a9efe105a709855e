import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { config, postgres, redis, storageClass, volume, worker } from "../../src/index.ts";
import { app, login, resources } from "../platform/shop.ts";
import { container, isYaml, type Loose, objects } from "./objects.ts";

const fast = storageClass("fast", { provisioner: "a.example", scope: "shared" });
const data = volume("data", {
  size: "5Gi",
  class: fast,
  perMember: true,
  annotations: { "example.org/a": "b" },
});
const claims = `
- metadata: { name: data, annotations: { example.org/a: b } }
  spec:
    accessModes: [ReadWriteOnce]
    storageClassName: fast
    resources: { requests: { storage: 5Gi } }
`;
const keys = { user: login.key("USER"), password: login.key("PASSWORD") };
const worked = (more: object = {}) =>
  worker("tasks", { image: app, resources, scale: 2, member: "N", ...more });

/** Where the containers of a pod mount a volume of this name. */
function mountsOf(pod: Loose, name: string): string[] {
  return [...pod.containers, ...(pod.initContainers ?? [])].flatMap(
    ({ volumeMounts = [] }: Loose) =>
      volumeMounts.flatMap((mount: Loose) => (mount.name === name ? [mount.mountPath] : [])),
  );
}

suite("a volume of which each member has one for itself", () => {
  for (const [kind, name, store] of [
    ["postgres", "db", postgres("db", { version: "15", storage: data, ...keys, resources })],
    ["redis", "cache", redis("cache", { version: "7", storage: data, password: false, resources })],
  ] as const)
    test(`is a claim template of the StatefulSet of a ${kind}, and no object`, () => {
      const made = objects({ store, data });
      isYaml(made.get("StatefulSet", name).spec.volumeClaimTemplates, claims);
      assert.deepEqual(made.names("PersistentVolumeClaim"), []);
      const pod = made.pod("StatefulSet", name);
      assert.equal(mountsOf(pod, "data").length, 1);
      assert.ok(!pod.volumes.some((one: Loose) => one.name === "data"));
      assert.deepEqual(made.names("StorageClass"), ["fast"]);
    });

  test("is one of the members of a worker, with its init steps and sidecars", () => {
    const tasks = worked({
      mounts: { "/data": data },
      init: { prepare: { command: ["true"], mounts: { "/before": data } } },
      sidecars: { ship: { image: "ship:1", resources, mounts: { "/read": data.readOnly } } },
    });
    const made = objects({ tasks });
    isYaml(made.get("StatefulSet", "tasks").spec.volumeClaimTemplates, claims);
    const pod = made.pod("StatefulSet", "tasks");
    assert.deepEqual(mountsOf(pod, "data").sort(), ["/before", "/data", "/data", "/read"]);
    assert.equal(container(pod, "ship").volumeMounts[0].readOnly, true);
  });

  test("keeps its name: with the environment's prefix, and beside a config of the same name", () => {
    const same = config("data", { A: "1" });
    const tasks = worked({ mounts: { "/etc/data": same, "/data": data } });
    const made = objects({ tasks }, { prefix: "dev-" });
    const { volumeClaimTemplates } = made.get("StatefulSet", "dev-tasks").spec;
    assert.equal(volumeClaimTemplates[0].metadata.name, "data");
    const unprefixed = objects({ tasks }).pod("StatefulSet", "tasks");
    assert.deepEqual(mountsOf(unprefixed, "data"), ["/data"]);
    assert.deepEqual(
      unprefixed.volumes.map((one: Loose) => [one.name, one.configMap.name]),
      [["data-config", "data"]],
    );
  });

  test("is not in what no member mounts", () => {
    const made = objects({ tasks: worked(), data });
    assert.equal(made.get("StatefulSet", "tasks").spec.volumeClaimTemplates, undefined);
  });
});
