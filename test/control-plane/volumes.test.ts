import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { applyAll } from "./apply.ts";
import {
  claim,
  condition,
  eventAbout,
  gone,
  type Loose,
  namespace,
  pod,
  read,
} from "./fixtures.ts";
import { pathOf } from "./resources.ts";
import { sharedControlPlane } from "./shared.ts";
import { waitUntil } from "./wait.ts";

const { plane, missing } = await sharedControlPlane();
const ns = "volumes";

interface Claim {
  spec: { volumeName?: string };
  status: { phase: string; capacity?: { storage: string } };
}

function storageClass(name: string, provisioner: string, rest: object = {}): Loose {
  return {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name },
    provisioner,
    ...rest,
  };
}

const block = storageClass("volumes-block", "ebs.csi.aws.com", {
  volumeBindingMode: "WaitForFirstConsumer",
  allowVolumeExpansion: true,
});
const files = storageClass("volumes-files", "nfs.csi.k8s.io");
const eager = storageClass("volumes-eager", "ebs.csi.aws.com");
const stranger = storageClass("volumes-stranger", "example.com/nobody");

async function phase(object: Loose, wanted: string): Promise<Claim> {
  await waitUntil(
    `${object.metadata.name} to be ${wanted}`,
    async () => {
      const { status } = await read<Claim>(plane!, object);
      return status.phase === wanted ? undefined : JSON.stringify(status);
    },
    20_000,
  );
  return read<Claim>(plane!, object);
}

function user(name: string, claimName: string, rest: object = {}): Loose {
  return pod(ns, name, {
    volumes: [{ name: "data", persistentVolumeClaim: { claimName } }],
    ...rest,
  });
}

describe("the volume provisioner stand-in", { skip: missing }, () => {
  before(() => applyAll(plane!, [namespace(ns), block, files, eager, stranger]));

  test("binds a claim for the first pod that uses it, in that pod's zone, and reclaims it", async () => {
    const data = claim(ns, "data", "volumes-block", "ReadWriteOnce");
    await applyAll(plane!, [data]);
    await eventAbout(plane!, data, /waiting for first consumer/);
    assert.equal((await read<Claim>(plane!, data)).status.phase, "Pending");
    const zone = "region-1b";
    const nodeSelector = { "topology.kubernetes.io/zone": zone };
    const db = user("db", "data", { nodeSelector });
    await applyAll(plane!, [db]);
    await condition(plane!, db, "Ready", "True");
    const { spec } = await phase(data, "Bound");
    const volume: Loose = {
      apiVersion: "v1",
      kind: "PersistentVolume",
      metadata: { name: spec.volumeName! },
    };
    const { spec: made } = await read<{ spec: { nodeAffinity: object } }>(plane!, volume);
    assert.ok(JSON.stringify(made.nodeAffinity).includes(zone));

    await applyAll(plane!, [
      {
        ...data,
        spec: { ...(data.spec as object), resources: { requests: { storage: "2Gi" } } },
      } as Loose,
    ]);
    await waitUntil("the volume to grow", async () => {
      const { status } = await read<Claim>(plane!, data);
      return status.capacity?.storage === "2Gi" ? undefined : JSON.stringify(status);
    });
    for (const object of [db, data]) {
      await plane!.request("DELETE", (await pathOf(plane!, object))!);
    }
    await gone(plane!, volume);
  });

  test("shares files among many nodes", async () => {
    const shared = claim(ns, "shared", "volumes-files", "ReadWriteMany");
    await applyAll(plane!, [shared]);
    await phase(shared, "Bound");
    const readers = [1, 2].map((node) =>
      user(`reader-${node}`, "shared", {
        nodeSelector: { "kubernetes.io/hostname": `node-${node}` },
      }),
    );
    await applyAll(plane!, readers);
    for (const reader of readers) await condition(plane!, reader, "Ready", "True");
  });

  test("refuses ReadWriteMany of a class that cannot do it, and says so", async () => {
    const many = claim(ns, "many", "volumes-eager", "ReadWriteMany");
    await applyAll(plane!, [many]);
    await eventAbout(plane!, many, /ebs.csi.aws.com cannot do ReadWriteMany/);
    assert.equal((await read<Claim>(plane!, many)).status.phase, "Pending");
  });

  test("leaves a claim of a class without a provisioner, and a pod that uses it, pending", async () => {
    const lost = claim(ns, "lost", "volumes-stranger", "ReadWriteOnce");
    const waiting = user("waiting", "lost");
    await applyAll(plane!, [lost, waiting]);
    await condition(
      plane!,
      waiting,
      "PodScheduled",
      "False",
      /unbound immediate PersistentVolumeClaims/,
    );
    assert.equal((await read<Claim>(plane!, lost)).status.phase, "Pending");
  });

  test("does not attach a volume of one node to two", async () => {
    const single = claim(ns, "single", "volumes-eager", "ReadWriteOnce");
    const [first, second] = ["node-1", "node-4"].map((node) =>
      user(`at-${node}`, "single", { nodeSelector: { "kubernetes.io/hostname": node } }),
    ) as [Loose, Loose];
    await applyAll(plane!, [single, first]);
    await condition(plane!, first, "Ready", "True");
    await applyAll(plane!, [second]);
    await eventAbout(plane!, second, /Multi-Attach error for volume .*at-node-1/);
    await plane!.request("DELETE", (await pathOf(plane!, first))!);
    await condition(plane!, second, "Ready", "True");
  });
});
