import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { connect } from "../../../src/client/connect.ts";
import { destroy } from "../../../src/deploy/destroy.ts";
import type { Desired } from "../../../src/deploy/wanted.ts";
import { expectDelete } from "../../control-plane/deletes.ts";
import { namespace } from "../../control-plane/fixtures.ts";
import { allPodsReady } from "../../control-plane/pods.ts";
import { sharedControlPlane } from "../../control-plane/shared.ts";
import { turn } from "../../control-plane/turn.ts";
import { Played } from "../../examples/played.ts";
import type { System } from "../../examples/systems.ts";
import { changed, deployTo, objectsOf, said, writesSince } from "./bed.ts";
import { openSealedSecrets } from "./sealed-secrets.ts";
import { type Deployable, deployables, give } from "./systems.ts";

/**
 * What a deploy promises of every system: each environment comes up from nothing, a second deploy writes
 * nothing, a new image moves only what runs it, and environments leave each other alone.
 *
 * @param image one of the platform's own
 */
export async function systemChecks(system: System, image: string): Promise<void> {
  const { plane, missing } = await sharedControlPlane();
  const environments = await deployables(system);

  describe(`${system}, deployed`, { skip: missing ?? false }, () => {
    const { kubeconfig } = plane ?? { kubeconfig: "" };
    const last = environments.at(-1) as Deployable;
    let release = async () => {};
    let cluster: Awaited<ReturnType<typeof connect>>;
    let closeSealed = () => {};

    before(async () => {
      release = await turn(plane!, "examples");
      cluster = await connect({ kubeconfig });
      await give(plane!, system, environments);
      closeSealed = openSealedSecrets(
        plane!,
        environments.flatMap(({ objects }) => objects),
      );
    });
    after(async () => {
      closeSealed();
      cluster?.close();
      await new Played(system, environments, plane!).takeDown();
      await release();
    });

    for (const { environment, desired, resolved } of environments) {
      // Where a person made Secrets before, their namespace is there and nobody's.
      const plan = { adopt: true };

      test(`${environment} comes up from nothing`, async () => {
        const ran = await deployTo(kubeconfig, desired, { plan });
        assert.equal(ran.ended.outcome, "done", said(ran));
        // Autoscalers may have asked for more by now.
        await allPodsReady(plane!, [resolved.namespace]);
      });

      test(`a second deploy of ${environment} writes nothing`, async () => {
        const since = new Date();
        const ran = await deployTo(kubeconfig, desired, { plan });
        assert.equal(ran.ended.outcome, "unchanged", said(ran));
        const writes = await writesSince(plane!, since, desired);
        assert.deepEqual(
          writes.map(({ verb, requestURI }) => `${verb} ${requestURI}`),
          [],
        );
      });
    }

    test("a new image moves what runs it, and nothing else", async () => {
      const ref = "registry.example.com/other@sha256:".concat("0123456789abcdef".repeat(4));
      const all = await deployables(system, { images: { [image]: ref } });
      const desired = all.at(-1)!.desired;
      const earlier = await objectsOf(cluster, last.desired);
      const others = await Promise.all(
        environments.slice(0, -1).map((other) => objectsOf(cluster, other.desired)),
      );
      const ran = await deployTo(kubeconfig, desired, { plan: { adopt: true } });
      assert.equal(ran.ended.outcome, "done", said(ran));
      const expected = moved(last.desired, desired);
      assert.ok(expected.length > 0);
      const now = await objectsOf(cluster, last.desired);
      assert.deepEqual(changed(earlier, now).sort(), expected);
      await allPodsReady(plane!, [last.resolved.namespace], 1_000);
      for (const [i, other] of others.entries()) {
        const after = await objectsOf(cluster, environments[i]!.desired);
        assert.deepEqual(changed(other, after), []);
      }
    });

    test("removing one environment leaves the others as they are, byte for byte", async () => {
      const [first, ...others] = environments;
      const earlier = await Promise.all(others.map((each) => objectsOf(cluster, each.desired)));
      const since = new Date();
      const signal = new AbortController().signal;
      const setting = { cluster, signal, tell: () => {} };
      const own = first!.resolved.namespace;
      const query = { apiVersion: "v1", kind: "PersistentVolumeClaim", namespace: own };
      const claims = (await cluster.list(query)).items;
      await expectDelete(plane!, namespace(own), ...claims);
      const ended = await destroy(setting, first!.desired.release, {
        withData: true,
        pruneKinds: ["Namespace"],
      });
      assert.equal(ended.outcome, "done", `${ended.message}`);
      for (const [i, each] of others.entries()) {
        const now = await objectsOf(cluster, each.desired);
        assert.deepEqual(changed(earlier[i]!, now), []);
      }
      for (const { desired, resolved } of others) {
        const writes = await writesSince(plane!, since, desired);
        assert.deepEqual(
          writes.filter(({ namespace }) => namespace === resolved.namespace),
          [],
        );
      }
    });
  });
}

/** The keys of the objects that are other ones afterwards, or not there at all. */
function moved(before: Desired, after: Desired): string[] {
  const texts = new Map(after.wanted.map(({ key, object }) => [key, JSON.stringify(object)]));
  return before.wanted
    .filter(({ key, object }) => texts.get(key) !== JSON.stringify(object))
    .map(({ key }) => key)
    .sort();
}
