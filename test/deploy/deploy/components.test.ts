import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Cluster } from "../../../src/client/cluster.ts";
import { connect } from "../../../src/client/connect.ts";
import type { KubeObject } from "../../../src/client/object.ts";
import { onlyComponents } from "../../../src/deploy/components.ts";
import { formerOf, running } from "../../../src/deploy/rollback.ts";
import { type Desired, plainWanted } from "../../../src/deploy/wanted.ts";
import { namespace } from "../../control-plane/fixtures.ts";
import { sharedControlPlane } from "../../control-plane/shared.ts";
import { Objects } from "../plan/objects.ts";
import { deployTo, said } from "./bed.ts";

const { plane, missing } = await sharedControlPlane();
const at = "deploy-components";
const make = new Objects(at);
const release = { name: "shop", namespace: at };
const secret = "canary-of-the-worker";

function shop(version: string): Desired {
  const image = { image: `example.org/app:${version}` };
  const of = (part: string | undefined, object: KubeObject) => ({ ...plainWanted(object), part });
  const wanted = [
    of(undefined, namespace(at) as KubeObject),
    of("web", make.deployment("web", {}, image)),
    of("worker", make.secret("worker", { token: `${secret}-${version}` })),
    of("worker", make.deployment("worker", {}, { ...image, envFrom: [from("worker")] })),
  ];
  return { release, wanted, images: { app: version } };
}

const from = (name: string) => ({ secretRef: { name } });

describe("a deploy of some components", { skip: missing }, () => {
  let cluster: Cluster;
  before(async () => {
    cluster = await connect({ kubeconfig: plane!.kubeconfig });
  });
  after(async () => {
    await plane?.kubectl(["delete", "namespace", at, "--wait=false"]);
    cluster?.close();
  });

  const deployment = async (name: string) => {
    const found = await cluster.get({
      ...{ apiVersion: "apps/v1", kind: "Deployment", namespace: at },
      name,
    });
    return found as KubeObject & {
      spec: { template: { spec: { containers: { image: string }[] } } };
    };
  };
  const crash = async (container: string | null) => {
    const annotations = { "slipway.test/crash": container };
    const patch = JSON.stringify({ spec: { template: { metadata: { annotations } } } });
    await plane!.kubectl(["-n", at, "patch", "deployment", "worker", "-p", patch]);
  };
  const imageOf = async (name: string) =>
    (await deployment(name)).spec.template.spec.containers[0]!.image;
  const only = async (version: string, ...names: readonly string[]) => {
    const desired = shop(version);
    const former = await running(cluster, release, desired.wanted);
    const chosen = onlyComponents(desired, names, former?.desired);
    const plan = { untouched: chosen.untouched };
    return deployTo(plane!.kubeconfig, chosen.desired, { plan });
  };

  test("changes them alone, however the others are", async () => {
    const first = await deployTo(plane!.kubeconfig, shop("v1"));
    assert.equal(first.ended.outcome, "done", said(first));
    // Somebody changed another one by hand, and it will never be ready.
    const broken =
      '{"spec":{"template":{"metadata":{"annotations":{"slipway.test/crash":"app"}}}}}';
    await plane!.kubectl(["-n", at, "patch", "deployment", "worker", "-p", broken]);
    const { metadata } = await deployment("worker");
    const ran = await only("v2", "web");
    assert.equal(ran.ended.outcome, "done", said(ran));
    assert.equal(await imageOf("web"), "example.org/app:v2");
    assert.equal(await imageOf("worker"), "example.org/app:v1");
    assert.equal((await deployment("worker")).metadata.generation, metadata.generation);
    assert.deepEqual(
      ran.ended.plan?.objects.map(({ wanted }) => wanted.part),
      [undefined, "web"],
    );
    assert.ok(!JSON.stringify(ran.events.filter(({ type }) => type !== "plan")).includes(secret));
  });

  test("keeps the whole release in its record", async () => {
    const { desired, revision } = (await running(cluster, release, []))!;
    assert.equal(revision, 2);
    const images = desired.wanted.flatMap(
      ({ object }) => /example.org\/app:\w+/.exec(JSON.stringify(object)) ?? [],
    );
    assert.deepEqual(images.toSorted(), ["example.org/app:v1", "example.org/app:v2"]);
  });

  test("goes on from there: the next whole deploy brings the rest", async () => {
    await crash(null);
    const rest = await deployTo(plane!.kubeconfig, shop("v2"), { plan: {} });
    assert.equal(rest.ended.outcome, "done", said(rest));
    const changed = rest.ended.plan!.objects.filter(({ action }) => action !== "none");
    assert.deepEqual([...new Set(changed.map(({ wanted }) => wanted.part))], ["worker"]);
    assert.deepEqual(rest.ended.plan!.prunes, []);
    assert.equal(await imageOf("worker"), "example.org/app:v2");
  });

  test("can be gone back to", async () => {
    const former = await formerOf(cluster, release, 2);
    const back = await deployTo(plane!.kubeconfig, former.desired);
    assert.equal(back.ended.outcome, "done", said(back));
    assert.equal(await imageOf("web"), "example.org/app:v2");
    assert.equal(await imageOf("worker"), "example.org/app:v1");
    const live = await cluster.get({
      ...{ apiVersion: "v1", kind: "Secret", namespace: at },
      name: "worker",
    });
    const { token = "" } = live!.data as Record<string, string>;
    assert.equal(Buffer.from(token, "base64").toString(), `${secret}-v1`);
  });
});
