import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { expectDelete } from "../control-plane/deletes.ts";
import { namespace } from "../control-plane/fixtures.ts";
import { sharedControlPlane } from "../control-plane/shared.ts";
import { folder, slipway } from "./slipway.ts";

const { plane, missing } = await sharedControlPlane();

/** A platform with a configuration, a generated secret and one program. */
function platform(greeting: string, more = ""): string {
  return `import { config, existing, generated, image, platform, secret, web } from "slipway";

const login = secret("login", ["PASSWORD"]);
const words = config("words", { GREETING: ${JSON.stringify(greeting)} });
const api = web("api", {
  image: image("shop/app"),
  port: 8000,
  scale: 2,
  resources: { cpu: ["10m", "100m"], memory: ["16Mi", "32Mi"] },
  probes: { readiness: { get: "/ready" } },
  env: { PASSWORD: login.key("PASSWORD") },
  envFrom: [words],
});

export default platform("cli-shop", {
  components: { api, words, login },
  environments: {
    dev: {
      namespace: "cli-deploy",
      images: { registry: "registry.example.com", tag: "v1" },
      secrets: generated(),
      podSecurity: "baseline",
      ${more}
    },
  },
});
`;
}

/** What an operator writes stands in a file; the run has nothing of the machine's own. */
function run(cwd: string, ...args: string[]) {
  const kubeconfig = plane?.kubeconfig ?? join(cwd, "none");
  return slipway(args, { cwd, env: { KUBECONFIG: kubeconfig } });
}

describe("slipway deploy says what is wrong before it asks a cluster", () => {
  const place = folder({ "platform.ts": platform("hello"), "pod.yaml": "kind: Pod\n" });
  const cases: readonly (readonly [string, readonly string[], RegExp])[] = [
    ["no platform", ["deploy", "-f", "none.ts"], /there is no .*none\.ts|none\.ts/],
    ["paths without a name", ["deploy", "pod.yaml"], /--release NAME -n NAMESPACE/],
    [
      "a name for a platform",
      ["deploy", "--release", "x", "-n", "y"],
      /what is to be deployed as x|there is no file/,
    ],
    ["a name of a record", ["deploy", "pod.yaml", "--release", "x-r3", "-n", "y"], /-r3/],
    ["no time", ["deploy", "--timeout", "soon"], /--timeout/],
    [
      "a tag for paths",
      ["deploy", "pod.yaml", "--release", "x", "-n", "y", "--tag", "v1"],
      /--tag/,
    ],
    ["two kinds of waiting", ["deploy", "--no-wait", "--wait-for-addresses"], /one of the two/],
    ["no such component", ["deploy", "aip"], /there is no component "aip"[\s\S]*api/],
    ["no such context", ["deploy", "--context", "nowhere"], /nowhere/],
    ["a plan that is none", ["deploy", "--plan", "pod.yaml"], /pod\.yaml holds no plan/],
    ["a revision that is none", ["rollback", "last"], /"last" is no revision/],
    ["no number", ["scale", "api", "many"], /no number/],
  ];
  for (const [title, args, message] of cases)
    test(title, () => {
      const { status, stderr, stdout } = run(place, ...args);
      assert.match(stderr, message);
      assert.equal(status, 2, stderr + stdout);
      assert.doesNotMatch(stderr, /has a bug/);
    });

  test("an environment that belongs to another context", () => {
    const other = folder({ "platform.ts": platform("hello", 'cluster: { context: "prod-eu" },') });
    const { status, stderr } = run(other, "deploy");
    assert.equal(status, 2);
    if (plane) assert.match(stderr, /belongs to the context prod-eu, and .* is chosen/);
  });
});

describe("slipway deploy and what follows it", { skip: missing }, () => {
  const place = folder({ "platform.ts": platform("hello") });
  const kubectl = async (...args: string[]) =>
    (await plane!.kubectl(["-n", "cli-deploy", ...args])).stdout;
  const template = "jsonpath={.spec.template.metadata.annotations}";

  test("brings a platform up, changes it, goes back, and takes it away", async () => {
    const first = run(place, "deploy");
    assert.equal(first.status, 0, first.stdout + first.stderr);
    assert.match(first.stdout, /revision 1 is deployed/);
    const password = await kubectl("get", "secret", "login", "-o", "jsonpath={.data.PASSWORD}");
    assert.ok(Buffer.from(password, "base64").length >= 32);

    const second = run(place, "deploy");
    assert.equal(second.status, 0, second.stdout + second.stderr);
    assert.doesNotMatch(second.stdout, /revision 2/);
    assert.equal(
      await kubectl("get", "secret", "login", "-o", "jsonpath={.data.PASSWORD}"),
      password,
    );

    writeFileSync(join(place, "platform.ts"), platform("good evening"));
    const saved = run(place, "deploy", "--dry-run", "--plan-out", "plan.json");
    assert.equal(saved.status, 0, saved.stdout + saved.stderr);
    assert.equal(run(place, "diff", "--exit-code").status, 1);
    const before = await kubectl("get", "deployment", "api", "-o", template);
    const planned = run(place, "deploy", "--plan", "plan.json", "--tag", "v2");
    assert.equal(planned.status, 6, planned.stdout + planned.stderr);
    const changed = run(place, "deploy", "--plan", "plan.json");
    assert.equal(changed.status, 0, changed.stdout + changed.stderr);
    assert.notEqual(await kubectl("get", "deployment", "api", "-o", template), before);

    await kubectl("set", "image", "deployment/api", "api=registry.example.com/shop/app:hacked");
    const drift = run(place, "diff");
    assert.match(
      drift.stdout,
      /drift[\s\S]*by kubectl-set[\s\S]*hacked →\s+registry\.example\.com\/shop\/app:v1/,
    );

    const back = run(place, "rollback");
    assert.equal(back.status, 0, back.stdout + back.stderr);
    assert.equal(
      await kubectl("get", "configmap", "words", "-o", "jsonpath={.data.GREETING}"),
      "hello",
    );
    assert.equal(await kubectl("get", "deployment", "api", "-o", template), before);

    const history = run(place, "history");
    assert.match(history.stdout, /\b3\b[\s\S]*\b2\b[\s\S]*\b1\b/);
    assert.equal(run(place, "status").status, 0);
    assert.match(run(place, "logs", "api").stdout, /api \| api: started/);
    assert.equal(run(place, "restart", "api").status, 0);
    assert.match(run(place, "diff", "api").stdout, /GREETING/);
    const part = run(place, "deploy", "api");
    assert.equal(part.status, 0, part.stdout + part.stderr);
    assert.match(part.stdout, /revision 4 is deployed/);

    for (const { stdout, stderr } of [first, second, saved, changed, drift, back, history, part]) {
      assert.ok(!(stdout + stderr).includes(password));
      assert.ok(!(stdout + stderr).includes(Buffer.from(password, "base64").toString()));
    }

    assert.equal(run(place, "destroy").status, 5);
    const kept = run(place, "destroy", "--yes", "--prune-kind", "Namespace");
    assert.equal(kept.status, 0, kept.stdout + kept.stderr);
    assert.match(
      kept.stdout,
      /Secret login is kept: what has made up values goes only with --delete-data/,
    );
    const anew = run(place, "deploy");
    assert.equal(anew.status, 0, anew.stdout + anew.stderr);
    assert.equal(
      await kubectl("get", "secret", "login", "-o", "jsonpath={.data.PASSWORD}"),
      password,
    );

    await expectDelete(plane!, namespace("cli-deploy"));
    const gone = run(place, "destroy", "--yes", "--delete-data", "--prune-kind", "Namespace");
    assert.equal(gone.status, 0, gone.stdout + gone.stderr);
    const left = await plane!.kubectl(["get", "namespace", "cli-deploy"]);
    assert.match(left.stderr, /not found/);
  });
});
