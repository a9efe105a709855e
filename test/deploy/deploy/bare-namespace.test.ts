import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Cluster } from "../../../src/client/cluster.ts";
import { connect } from "../../../src/client/connect.ts";
import type { KubeObject } from "../../../src/client/object.ts";
import { destroy } from "../../../src/deploy/destroy.ts";
import { type Desired, plainWanted } from "../../../src/deploy/wanted.ts";
import { planText } from "../../../src/report/deploy/plan-text.ts";
import { shownPlan } from "../../../src/report/deploy/shown.ts";
import { configMap, namespace } from "../../control-plane/fixtures.ts";
import { sharedControlPlane } from "../../control-plane/shared.ts";
import { deployTo, said } from "./bed.ts";

const { plane, missing } = await sharedControlPlane();
const plain = {
  width: 200,
  bold: (text: string) => text,
  paint: (_: string, text: string) => text,
};

describe("a namespace that is there before the release", { skip: missing ?? false }, () => {
  const used: string[] = [];
  let cluster: Cluster;
  before(async () => {
    cluster = await connect({ kubeconfig: plane!.kubeconfig });
  });
  after(async () => {
    await plane!.kubectl(["delete", "namespace", ...used, "--wait=false"]);
    cluster.close();
  });

  const read = (name: string) => cluster.get({ apiVersion: "v1", kind: "Namespace", name });

  function release(place: string): Desired {
    const wanted = [
      namespace(place, { tier: "shop" }),
      configMap(place, "words", { greeting: "hello" }),
    ].map((object) => plainWanted(object as KubeObject));
    return { release: { name: "shop", namespace: place }, wanted, images: {} };
  }

  async function made(place: string, ...commands: readonly (readonly string[])[]): Promise<void> {
    used.push(place);
    for (const words of [["create", "namespace", place], ...commands]) {
      const { code, stderr } = await plane!.kubectl(words);
      assert.equal(code, 0, stderr);
    }
  }

  test("is used where it is bare, with a line in the plan, and outlives the release", async () => {
    const place = "bare-namespace";
    await made(place, ["label", "namespace", place, "istio-injection=enabled"]);
    const first = await deployTo(plane!.kubeconfig, release(place));
    assert.equal(first.ended.outcome, "done", said(first));
    const text = planText(shownPlan(first.ended.plan!), plain as never, Date.now());
    assert.match(
      text,
      /~ Namespace bare-namespace\n.*labels\.tier.*\n\s+it was there before and is taken over \(from kubectl-create\); it stays when the release goes/,
    );
    const { labels } = (await read(place))!.metadata;
    assert.deepEqual(labels, {
      "istio-injection": "enabled",
      "kubernetes.io/metadata.name": place,
      tier: "shop",
    });
    const again = await deployTo(plane!.kubeconfig, release(place));
    assert.equal(again.ended.outcome, "unchanged", said(again));
    assert.doesNotMatch(
      planText(shownPlan(again.ended.plan!), plain as never, Date.now()),
      /there before/,
    );

    const signal = new AbortController().signal;
    const options = { withData: true, pruneKinds: ["Namespace"] };
    const setting = { cluster, signal, tell: () => {} };
    const ended = await destroy(setting, release(place).release, options);
    assert.equal(ended.outcome, "done", `${ended.message}`);
    assert.equal((await read(place))?.metadata.deletionTimestamp, undefined);
    const third = await deployTo(plane!.kubeconfig, release(place));
    assert.equal(third.ended.outcome, "done", said(third));
  });

  const refused: readonly (readonly [string, string, readonly string[], RegExp])[] = [
    [
      "Helm owns it",
      "bare-helm",
      ["annotate", "namespace", "bare-helm", "meta.helm.sh/release-name=shop"],
      /comes from the Helm release shop/,
    ],
    [
      "it has the label of another tool",
      "bare-argo",
      ["label", "namespace", "bare-argo", "app.kubernetes.io/managed-by=Terraform"],
      /comes from kubectl-create/,
    ],
    [
      "something of it would be changed",
      "bare-other",
      ["label", "namespace", "bare-other", "tier=bank"],
      /comes from kubectl-create/,
    ],
  ];
  for (const [why, place, command, message] of refused)
    test(`stops the deploy where ${why}, until --adopt`, async () => {
      await made(place, command);
      const stopped = await deployTo(plane!.kubeconfig, release(place));
      assert.deepEqual(
        stopped.ended.plan!.stops.map(({ code, option }) => [code, option]),
        [["foreign", "--adopt"]],
      );
      assert.match(stopped.ended.plan!.stops[0]!.message, message);
      const adopted = await deployTo(plane!.kubeconfig, release(place), { plan: { adopt: true } });
      assert.equal(adopted.ended.outcome, "done", said(adopted));
    });

  test("stops the deploy where another release has it", async () => {
    const place = "bare-other-release";
    used.push(place);
    const theirs = { ...release(place), release: { name: "bank", namespace: place } };
    const first = await deployTo(plane!.kubeconfig, theirs);
    assert.equal(first.ended.outcome, "done", said(first));
    const { wanted, ...ours } = release(place);
    const second = await deployTo(plane!.kubeconfig, { ...ours, wanted: wanted.slice(0, 1) });
    assert.deepEqual(
      second.ended.plan!.stops.map(({ code }) => code),
      ["foreign"],
    );
  });
});
