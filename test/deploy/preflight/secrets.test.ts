import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Cluster } from "../../../src/client/cluster.ts";
import { connect } from "../../../src/client/connect.ts";
import { destroy } from "../../../src/deploy/destroy.ts";
import type { Desired } from "../../../src/deploy/wanted.ts";
import {
  dotenv,
  existing,
  fernet,
  generated,
  image,
  job,
  keyPair,
  platform,
  secret,
  web,
} from "../../../src/index.ts";
import { desiredOf } from "../../../src/inputs/desired.ts";
import { withSecrets } from "../../../src/inputs/secrets.ts";
import { resolve } from "../../../src/platform/resolve/index.ts";
import { render } from "../../../src/render/index.ts";
import { sharedControlPlane } from "../../control-plane/shared.ts";
import { folder } from "../../secrets/shop.ts";
import { deployTo, said, writesSince } from "../deploy/bed.ts";

const { plane, missing } = await sharedControlPlane();
const ns = "sent-secrets";
const canary = `canary-${randomUUID()}`;
const resources = { cpu: ["10m", "1"], memory: ["16Mi", "1Gi"] } as const;

function shop() {
  const env = secret("given", ["TOKEN"], { from: dotenv({ file: ".env" }) });
  const made = secret("made", ["PASSWORD", "FERNET", "PRIVATE", "PUBLIC"], {
    from: generated(),
    generate: { FERNET: fernet(), PRIVATE: keyPair({ public: "PUBLIC" }) },
  });
  const there = secret("there", ["LICENCE"], { from: existing() });
  const program = { image: image("shop/app"), resources, envFrom: [env, made, there] };
  const components = {
    backend: web("backend", { ...program, port: 80, scale: 1 }),
    migrate: job("migrate", { ...program, command: ["migrate"] }),
  };
  return platform("sent", {
    components,
    environments: { production: { namespace: ns, images: { tag: "v1" } } },
  });
}

describe("the Secrets of a deploy", { skip: missing ?? false }, () => {
  let cluster: Cluster;
  const path = folder({ ".env": `TOKEN=${canary}-token\n` });
  const file = join(path, "platform.ts");

  before(async () => {
    cluster = await connect({ kubeconfig: plane!.kubeconfig });
  });
  after(async () => {
    await plane!.kubectl(["delete", "namespace", ns, "--wait=false"]);
    cluster.close();
  });

  async function desired(): Promise<Desired> {
    const resolved = resolve(shop(), "production");
    const environment = { resolved, rendered: render(resolved) };
    return withSecrets(desiredOf(environment, file, {}), resolved, file, cluster);
  }

  async function values(name: string): Promise<Record<string, string>> {
    const ref = { apiVersion: "v1", kind: "Secret", namespace: ns, name };
    return (await cluster.get(ref))?.data as Record<string, string>;
  }

  test("what somebody else must bring stops it before anything is written", async () => {
    const since = new Date();
    const wanted = await desired();
    const ran = await deployTo(plane!.kubeconfig, wanted);
    assert.equal(ran.ended.outcome, "stopped", said(ran));
    const [stop, ...others] = ran.ended.plan!.stops;
    assert.deepEqual(others, []);
    assert.equal(stop!.code, "preflight");
    assert.match(stop!.message, /^there is no Secret sent-secrets\/there, which somebody else/);
    assert.match(stop!.where!.file, /secrets\.test\.ts$/);
    assert.match(
      stop!.instead!,
      /^kubectl create namespace sent-secrets; kubectl -n sent-secrets /,
    );
    assert.deepEqual(await writesSince(plane!, since, wanted), []);
  });

  test("they are there before the migration, and only there", async () => {
    const kubectl = (...args: string[]) => plane!.kubectl(args);
    await kubectl("create", "namespace", ns);
    const literal = `--from-literal=LICENCE=${canary}-licence`;
    await kubectl("-n", ns, "create", "secret", "generic", "there", literal);
    const ran = await deployTo(plane!.kubeconfig, await desired(), { plan: { adopt: true } });
    assert.equal(ran.ended.outcome, "done", said(ran));
    const given = await values("given");
    assert.equal(Buffer.from(given.TOKEN!, "base64").toString(), `${canary}-token`);
    const made = await values("made");
    assert.deepEqual(Object.keys(made).sort(), ["FERNET", "PASSWORD", "PRIVATE", "PUBLIC"]);
    const { stdout } = await kubectl(
      "-n",
      ns,
      "get",
      "configmaps,deployments,jobs,pods,events",
      "-o",
      "json",
    );
    const seen = JSON.stringify(ran.events, (key, value) =>
      key === "object" || key === "applied" || key === "live" ? undefined : value,
    );
    for (const value of [canary, ...Object.values(made), ...Object.values(given)]) {
      const plain = Buffer.from(value, "base64").toString();
      for (const text of [value, plain])
        for (const where of [stdout, seen]) assert.ok(!where.includes(text));
    }
  });

  test("a second deploy makes nothing up, and writes nothing", async () => {
    const before = await values("made");
    const since = new Date();
    const ran = await deployTo(plane!.kubeconfig, await desired(), { plan: { adopt: true } });
    assert.equal(ran.ended.outcome, "unchanged", said(ran));
    assert.deepEqual(await values("made"), before);
    assert.deepEqual(await writesSince(plane!, since, await desired()), []);
  });

  test("a new value in the env file is sent, a made up one that somebody set stays", async () => {
    writeFileSync(join(path, ".env"), `TOKEN=${canary}-new\n`);
    const patch = JSON.stringify({ stringData: { PASSWORD: "by-hand" } });
    await plane!.kubectl(["-n", ns, "patch", "secret", "made", "-p", patch]);
    const ran = await deployTo(plane!.kubeconfig, await desired(), { plan: { adopt: true } });
    assert.equal(ran.ended.outcome, "done", said(ran));
    assert.equal(Buffer.from((await values("given")).TOKEN!, "base64").toString(), `${canary}-new`);
    assert.equal(Buffer.from((await values("made")).PASSWORD!, "base64").toString(), "by-hand");
  });

  test("two first deploys at once agree on what is made up", async () => {
    const signal = new AbortController().signal;
    await destroy({ cluster, signal, tell: () => {} }, { name: "sent", namespace: ns }, {});
    await plane!.kubectl(["-n", ns, "delete", "secret", "made", "--ignore-not-found"]);
    const both = [await desired(), await desired()];
    const [a, b] = both.map(
      ({ wanted }) =>
        wanted.find(({ object }) => object.metadata.name === "made")!.object.data as Record<
          string,
          string
        >,
    );
    assert.notEqual(a!.PASSWORD, b!.PASSWORD);
    const plan = { adopt: true };
    const ran = await Promise.all(both.map((each) => deployTo(plane!.kubeconfig, each, { plan })));
    for (const each of ran) assert.match(each.ended.outcome, /done|unchanged/, said(each));
    const first = ran.findIndex(
      ({ ended }) =>
        ended.revision === Math.min(...ran.map((each) => each.ended.revision ?? Infinity)),
    );
    assert.deepEqual(await values("made"), [a, b][first]);
  });
});
