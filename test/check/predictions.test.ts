import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { loadAll } from "js-yaml";
import { rules } from "../../src/check/rules.ts";
import { run } from "../../src/check/run.ts";
import { applyAll } from "../control-plane/apply.ts";
import { type Loose, namespace } from "../control-plane/fixtures.ts";
import { sharedControlPlane } from "../control-plane/shared.ts";
import { waitUntil } from "../control-plane/wait.ts";
import { Cluster } from "./predictions.ts";
import { predictions } from "./predictions-cases.ts";
import { worldOfText } from "./read.ts";

const isClusterWide = ({ kind }: Loose) => kind === "StorageClass";
const { plane, missing } = await sharedControlPlane();

suite("what check predicts happens", { concurrency: 4 }, () => {
  for (const { what, rule, manifests, change, happened } of predictions) {
    test(what, { skip: missing }, async () => {
      const findings = run(rules, await worldOfText(manifests));
      const told = findings.map((each) => `${each.rule} ${each.path}: ${each.message}`);
      assert.ok(
        findings.some((each) => each.rule === rule),
        `${rule} is not among\n${told.join("\n")}`,
      );
      const name = `predicted-${what.replace(/[^a-z]+/gi, "-").toLowerCase()}`.slice(0, 60);
      const within = (text: string) =>
        (loadAll(text) as Loose[]).map((object) => ({
          ...object,
          metadata: isClusterWide(object)
            ? object.metadata
            : { ...object.metadata, namespace: name },
        }));
      const cluster = new Cluster(plane!, name);
      const objects = within(manifests);
      const quotas = objects.filter(({ kind }) => kind === "ResourceQuota");
      await applyAll(plane!, [namespace(name), ...quotas]);
      await waitUntil("the quota to count", async () => {
        const counting = await cluster.list("v1/resourcequotas");
        return counting.every(({ status }) => status?.hard) ? undefined : "it does not";
      });
      await applyAll(plane!, objects);
      if (change !== undefined) {
        await waitUntil("the pods before the change", async () => {
          const pods = await cluster.list("v1/pods");
          const all = pods.length > 0 && pods.every(({ status }) => status?.phase === "Running");
          return all ? undefined : `${pods.length} pods`;
        });
        await applyAll(plane!, within(change));
      }
      await waitUntil(what, () => happened(cluster), 120_000);
    });
  }
});
