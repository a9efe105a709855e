import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { KubeObject } from "../../../src/client/object.ts";
import { plainWanted } from "../../../src/deploy/wanted.ts";
import { MemoryCluster } from "../memory-cluster.ts";
import { rolledOut, say } from "./bed.ts";

const definition: KubeObject = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "backups.example.com" },
  spec: { group: "example.com", names: { kind: "Backup" } },
};
const backup: KubeObject = {
  apiVersion: "example.com/v1",
  kind: "Backup",
  metadata: { namespace: "run-new-kind", name: "nightly" },
};

test("a kind that is served a while after its definition is established is waited for", async () => {
  const kinds: string[] = [];
  const servedAt: number[] = [];
  const cluster: MemoryCluster = new MemoryCluster({
    kinds,
    async after({ verb, ref }) {
      if (verb !== "apply" || ref.kind !== definition.kind) return;
      const conditions = ["Established", "NamesAccepted"].map((type) => ({ type, status: "True" }));
      await say(cluster, definition, { conditions });
      void sleep(300).then(() => kinds.push("example.com/v1/Backup"));
    },
    before({ verb, ref }) {
      if (verb === "apply" && ref.kind === backup.kind) servedAt.push(kinds.length);
    },
  });
  const { items } = await rolledOut(cluster, [definition, backup].map(plainWanted));
  assert.deepEqual(
    items.map(({ phase }) => phase),
    ["ready", "ready"],
  );
  assert.deepEqual(servedAt, [1]);
});
