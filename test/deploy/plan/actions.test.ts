import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { sharedControlPlane } from "../../control-plane/shared.ts";
import { Bed, gist, told } from "./bed.ts";
import { Objects } from "./objects.ts";

const { plane, missing } = await sharedControlPlane();

describe("a plan of what is wanted", { skip: missing ?? false }, () => {
  const namespace = "plan-actions";
  const make = new Objects(namespace);
  let bed: Bed;
  before(async () => {
    bed = await Bed.in(plane!, namespace);
  });
  after(() => bed.end());

  const all = [
    make.configMap("web", { colour: "red" }),
    make.secret("web", { password: "canary-1" }),
    make.deployment("web", {}, { envFrom: [{ configMapRef: { name: "web" } }] }),
  ];

  it("creates what is not there, and has nothing to do afterwards", async () => {
    const first = await bed.deploy(all);
    assert.deepEqual(gist(first), ["create ConfigMap", "create Secret", "create Deployment"]);
    const second = await bed.plan(all);
    assert.deepEqual(gist(second), ["none ConfigMap", "none Secret", "none Deployment"]);
    assert.deepEqual(
      second.objects.flatMap(({ changes }) => changes),
      [],
    );
    assert.notEqual(first.digest, second.digest);
    assert.equal((await bed.plan(all)).digest, second.digest);
  });

  it("tells a changed value, which restarts its readers", async () => {
    const changed = [make.configMap("web", { colour: "blue" }), ...all.slice(1)];
    const plan = await bed.plan(changed);
    assert.deepEqual(gist(plan), ["update ConfigMap", "none Secret", "update Deployment"]);
    assert.deepEqual(told(plan), ["data.colour: red -> blue (you)"]);
    const [, , deployment] = plan.objects;
    assert.equal(deployment?.restarts, true);
    assert.equal(deployment?.why, "the configuration that its pods read changes");
    assert.deepEqual(deployment?.changes, []);
  });

  it("shows no value of a Secret, and that values are equal or not", async () => {
    const changed = [
      all[0]!,
      make.secret("web", { password: "canary-2", more: "canary-2" }),
      all[2]!,
    ];
    const plan = await bed.plan(changed);
    const { changes } = plan.objects[1]!;
    assert.deepEqual(
      changes.map(({ path }) => path),
      ["data.password", "data.more"],
    );
    for (const { after } of changes) assert.match(String(after), /^<secret [0-9a-f]{8}>$/);
    assert.doesNotMatch(
      JSON.stringify({ ...plan, objects: plan.objects.map((o) => o.changes) }),
      /canary/,
    );
  });

  it("an inserted container is one change", async () => {
    const [configMap, secret, deployment] = all;
    const copy = structuredClone(deployment) as unknown as {
      spec: { template: { spec: { containers: object[] } } };
    };
    copy.spec.template.spec.containers.unshift({ name: "first", image: "example.org/first:1" });
    const plan = await bed.plan([configMap!, secret!, copy as never]);
    const changes = told(plan, "Deployment");
    assert.equal(changes.length, 1, changes.join("\n"));
    assert.match(changes[0]!, /^spec.template.spec.containers\[name=first\]: nothing -> \{/);
    assert.deepEqual(plan.objects[2]!.changes[0]!.steps, [
      "spec",
      "template",
      "spec",
      "containers",
      0,
    ]);
  });

  it("what kubectl edits is drift, and taken back", async () => {
    await bed.kubectl([
      "patch",
      "deployment",
      "web",
      "--type=json",
      "-p",
      `[{"op":"replace","path":"/spec/template/spec/containers/0/image","value":"example.org/app:2"}]`,
    ]);
    await bed.kubectl(["scale", "deployment", "web", "--replicas=3"]);
    const plan = await bed.plan(all);
    const image = "spec.template.spec.containers[name=app].image";
    assert.deepEqual(told(plan, "Deployment"), [
      `${image}: example.org/app:2 -> example.org/app:1 (kubectl-patch)`,
    ]);
    assert.deepEqual(plan.objects[2]!.takesFrom, ["kubectl-patch"]);
    assert.equal(plan.objects[2]!.restarts, true);
    await bed.execute(plan);
    assert.deepEqual(gist(await bed.plan(all)).slice(2), ["none Deployment"]);
  });

  it("what a person took away comes again", async () => {
    await bed.kubectl([
      "patch",
      "configmap",
      "web",
      "--type=json",
      "-p",
      `[{"op":"remove","path":"/data/colour"}]`,
    ]);
    await bed.kubectl(["label", "secret", "web", "applyset.kubernetes.io/part-of-"]);
    const plan = await bed.plan(all);
    assert.deepEqual(told(plan), ["data.colour: nothing -> red (somebody)"]);
    // Its pods were started with what comes again.
    assert.deepEqual(gist(plan), ["update ConfigMap", "update Secret", "none Deployment"]);
    await bed.execute(plan);
  });

  it("an unknown manager stops it, unless it is named", async () => {
    await bed.kubectl([
      "patch",
      "configmap",
      "web",
      "--field-manager=gizmo",
      "-p",
      `{"data":{"colour":"green"}}`,
    ]);
    const plan = await bed.plan(all);
    assert.deepEqual(
      plan.stops.map(({ code }) => code),
      ["conflict"],
    );
    assert.equal(
      plan.stops[0]!.message,
      `data.colour of ConfigMap ${namespace}/web belongs to the field manager "gizmo", which has another value`,
    );
    const taken = await bed.plan(all, { takeOver: ["gizmo"] });
    assert.deepEqual(taken.stops, []);
    assert.deepEqual(taken.objects[0]!.takesFrom, ["gizmo"]);
    await bed.execute(taken);
  });

  it("a field of a controller is left to it", async () => {
    await bed.kubectl([
      "patch",
      "configmap",
      "web",
      "--field-manager=cert-manager-cainjector",
      "-p",
      `{"data":{"colour":"green"}}`,
    ]);
    const plan = await bed.plan(all);
    assert.deepEqual(plan.stops, []);
    assert.deepEqual(plan.objects[0]!.yields, [
      { path: "data.colour", manager: "cert-manager-cainjector" },
    ]);
    assert.deepEqual(told(plan), []);
    await bed.kubectl([
      "patch",
      "configmap",
      "web",
      "--field-manager=kubectl-edit",
      "-p",
      `{"data":{"colour":"red"}}`,
    ]);
  });

  it("what the server refuses stops it, at the field", async () => {
    const wrong = make.configMap("web", { "a b": "1" });
    const strict = make.deployment("new", { replica: 1 });
    const plan = await bed.plan([wrong, strict, make.make("example.org/v1", "Gizmo", "x")]);
    assert.deepEqual(gist(plan).slice(3), [
      "prune Secret",
      "prune Deployment",
      "stop refused",
      "stop refused",
      "stop unknown-kind",
    ]);
    assert.match(plan.stops[0]!.message, /a b/);
    assert.match(plan.stops[1]!.message, /replica/);
  });
});
