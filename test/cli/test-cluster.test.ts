import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Fields } from "../../src/kubernetes/fields.ts";
import { applyAll } from "../control-plane/apply.ts";
import { auditedIn } from "../control-plane/audit.ts";
import { type Loose, namespace, secret } from "../control-plane/fixtures.ts";
import { sharedControlPlane } from "../control-plane/shared.ts";
import { waitUntil } from "../control-plane/wait.ts";
import { clusterGivens } from "../examples/cluster-givens.ts";
import { folder, slipway } from "./slipway.ts";
import { type Ended, liveTests, type Started, started } from "./started.ts";

const { plane, missing } = await sharedControlPlane();
const kubeconfig = plane?.kubeconfig ?? "none";
const OWN = "trial-shop";
const CANARY = "canary-4711-of-the-real-one";

/** What a case changes of the platform. */
interface Change {
  /** Annotations of the program's pods, which steer the stand-ins. */
  readonly pods?: Readonly<Record<string, string>>;
  readonly pull?: string;
  readonly storage?: string;
  readonly environment?: string;
  readonly deployment?: string;
}

/** A platform with one of everything that is tested, and of everything that is left out. */
function platform(change: Change): string {
  const { pods = {}, pull = "registry", storage = "", environment = "", deployment = "" } = change;
  return `import { cron, existing, host, image, ingress, patch, platform, redis, registryLogin, secret, volume, web } from "slipway";

const login = secret("login", ["PASSWORD"]);
const pull = registryLogin(${JSON.stringify(pull)});
const resources = { cpu: ["10m", "100m"], memory: ["16Mi", "32Mi"] } as const;
const cache = redis("cache", {
  version: "7",
  password: login.key("PASSWORD"),
  storage: volume("cache", { size: "1Gi"${storage} }),
  resources,
});
const api = web("api", {
  image: image("shop/app"),
  port: 8000,
  scale: { min: 2, max: 3, cpu: 70 },
  budget: 1,
  resources,
  probes: { liveness: "/health", readiness: { get: "/ready" } },
  env: { CACHE: cache.url },
  migrate: ["migrate"],
});
const nightly = cron("nightly", {
  image: image("shop/app"),
  schedule: "0 3 * * *",
  command: ["report"],
  resources,
});
const edge = ingress("edge", { routes: [host("api").serves(api)] });
const pods = ${JSON.stringify(pods)};

export default platform("trial-shop", {
  components: { api, cache, nightly, edge },
  pull,
  environments: {
    production: {
      namespace: "${OWN}",
      domain: "shop.example",
      images: { registry: "registry.example.com", tag: "v1" },
      secrets: existing(),
      protected: true,
      ${environment}
    },
  },
  patches: [
    patch(api, "Deployment", (deployment) => {
      const { template } = deployment.spec;
      template.metadata.annotations = { ...template.metadata.annotations, ...pods };
      ${deployment}
    }),
  ],
});
`;
}

interface Tried extends Ended {
  /** The namespace of the run; empty where none is told. */
  readonly namespace: string;
}

/** Starts a test of such a platform in the cluster. */
function start(change: Change, ...args: string[]): Started & { readonly tried: Promise<Tried> } {
  const cwd = folder({ "platform.ts": platform(change) });
  const own = started(["test", "--cluster", ...args], kubeconfig, cwd);
  const tried = own.ended.then((ended) => {
    const namespace = /namespace (trial-shop-test-[a-z0-9]{5})/.exec(ended.stderr)?.[1] ?? "";
    return { ...ended, namespace };
  });
  return { ...own, tried };
}

const run = (change: Change, ...args: string[]) => start(change, ...args).tried;

/** Waits until a command says something. */
async function saying(told: () => string, words: RegExp): Promise<void> {
  const look = async () => (words.test(told()) ? undefined : told());
  await waitUntil(`the command to say ${words}`, look, 300_000);
}

/** Nothing of a run is left, and nothing of the real environment was told. */
async function assertGone({ namespace, stdout, stderr }: Tried): Promise<void> {
  assert.notEqual(namespace, "", stderr);
  assert.match(stderr, new RegExp(`note: ${namespace} is gone`));
  const left = await plane!.request("GET", `/api/v1/namespaces/${namespace}`);
  assert.equal(left.status, 404);
  assert.ok(!(stdout + stderr).includes(CANARY));
}

const KINDS =
  "pods,deployments,statefulsets,cronjobs,services,configmaps,secrets,networkpolicies,persistentvolumeclaims,serviceaccounts,resourcequotas,poddisruptionbudgets,ingresses";

const expected = [
  "api: deploys, and becomes healthy",
  "api: Service api leads to its pods",
  "api: GET /health is answered on port 8000",
  "api: GET /ready is answered on port 8000",
  "api: autoscaler api-hpa reads its metrics and can scale",
  "api: budget api-pdb holds, and lets nodes be drained",
  "cache: deploys, and becomes healthy",
  "cache: claim cache has its volume",
  "cache: Service cache leads to its pods",
  "login: deploys, and becomes healthy",
  "nightly: deploys, and becomes healthy",
  "registry: deploys, and becomes healthy",
  "trial-shop: deploys, and becomes healthy",
];

describe("slipway test --cluster", { skip: missing, concurrency: 4 }, () => {
  before(async () => {
    await applyAll(plane!, clusterGivens);
    await applyAll(plane!, [
      namespace(OWN),
      secret(OWN, "login", { PASSWORD: CANARY }),
      {
        ...secret(OWN, "registry", { ".dockerconfigjson": `{"auths":{"${CANARY}":{}}}` }),
        type: "kubernetes.io/dockerconfigjson",
      },
    ]);
    const cwd = folder({ "platform.ts": platform({}) });
    const deployed = await started(["deploy", "--yes"], kubeconfig, cwd).ended;
    assert.equal(deployed.status, 0, deployed.stdout + deployed.stderr);
  });
  /** The real environment as it is, but for what its controllers write. */
  async function own(): Promise<Map<string, string>> {
    const { stdout } = await plane!.kubectl(["-n", OWN, "get", KINDS, "-o", "json"]);
    const { items } = JSON.parse(stdout) as { readonly items: readonly Loose[] };
    const texts = items.map(({ status: _, ...object }): [string, string] => {
      const { resourceVersion: __, managedFields: ___, ...metadata } = object.metadata as Fields;
      return [`${object.kind} ${metadata.name}`, JSON.stringify({ ...object, metadata })];
    });
    return new Map(texts);
  }

  after(async () => {
    await plane!.kubectl(["delete", "namespace", OWN, "--wait=false"]);
  });

  test("tests what runs, by name, and leaves nothing behind, nor touches what is there", async () => {
    const since = new Date();
    const before = await own();
    const ended = await run({});
    assert.equal(ended.status, 0, ended.stdout + ended.stderr);
    assert.deepEqual(liveTests(ended).sort(), expected.map((name) => `ok   ${name}`).sort());
    assert.match(ended.stdout, /\n\d+ passed, 0 failed\n$/);
    await assertGone(ended);
    const words = ended.stderr.replaceAll(/\n {9}/g, " ");
    assert.match(words, /left out, since hosts are the environment's own: Ingress edge/);
    assert.match(words, /suspended: CronJob nightly/);
    const writes = (await auditedIn(plane!, since)).filter(
      ({ userAgent, namespace: of }) => userAgent === "slipway" && of === OWN,
    );
    assert.deepEqual(writes, []);
    assert.ok([...before.keys()].some((title) => title.startsWith("Pod api-")));
    assert.deepEqual(await own(), before);
  });

  test("a program that answers wrongly fails by its path, with the line", async () => {
    const pods = { "slipway.test/answer": "/health 500" };
    const ended = await run({ pods });
    assert.equal(ended.status, 1, ended.stdout + ended.stderr);
    const failed = liveTests(ended).filter((line) => !line.startsWith("ok "));
    assert.deepEqual(failed, ["FAIL api: GET /health is answered on port 8000"]);
    assert.match(
      ended.stdout,
      /FAIL api: GET \/health .*\n {7}platform\.ts:12:13 api-\S+ answers 500\n/,
    );
    assert.match(ended.stdout, /\n\d+ passed, 1 failed\n$/);
    await assertGone(ended);
  });

  test("who is not reached is not run, and no failure", async () => {
    const ended = await run({ pods: { "slipway.test/unreachable": "true" } });
    assert.equal(ended.status, 0, ended.stdout + ended.stderr);
    assert.match(ended.stdout, /skip api: GET \/ready .*\n {7}the API server does not reach it/);
    assert.match(ended.stdout, /\n\d+ passed, 0 failed, 2 not run\n$/);
    await assertGone(ended);
  });

  test("a deploy that fails is a failed test with its true reason, and is removed", async () => {
    const pods = { "slipway.test/image-error": "not-found" };
    const ended = await run({ pods }, "--format", "json");
    assert.equal(ended.status, 1, ended.stdout + ended.stderr);
    const { tests, notRun, failed } = JSON.parse(ended.stdout);
    const lost = tests.filter(({ passed }: { readonly passed: boolean }) => !passed);
    assert.equal(failed, lost.length);
    const own = lost.find(({ name }: { readonly name: string }) => name.startsWith("api: deploys"));
    assert.match(own.seen.join(), /(Job|Deployment) api\S*: (ErrImagePull|ImagePullBackOff): /);
    assert.equal(own.file, "platform.ts");
    assert.ok(Array.isArray(notRun));
    assert.match(ended.stderr, /failed: (ErrImagePull|ImagePullBackOff)/);
    await assertGone(ended);
  });

  test("Ctrl-C ends it, and what was made is removed", async () => {
    const { child, tried, told } = start({ pods: { "slipway.test/start-delay": "10m" } });
    await saying(told, /cache is ready/);
    child.kill("SIGINT");
    const all = await tried;
    assert.equal(all.status, 1, all.stdout + all.stderr);
    assert.equal(all.stdout, "");
    assert.match(all.stderr, /interrupted/);
    assert.doesNotMatch(all.stderr, /the next deploy goes on from here|has a bug/);
    await assertGone(all);
  });

  test("the second Ctrl-C leaves it, with the command that removes it", async () => {
    const { child, tried, told } = start({ pods: { "slipway.test/start-delay": "10m" } });
    await saying(told, /Deployment api/);
    child.kill("SIGINT");
    await saying(told, /removing trial-shop-test/);
    child.kill("SIGINT");
    const { status, stderr, namespace: space } = await tried;
    assert.equal(status, 1);
    const command = /stays there; to remove it: kubectl (delete .*)/.exec(stderr)?.[1] ?? "";
    await plane!.kubectl(command.split(" "));
    const left = await plane!.request("GET", `/api/v1/namespaces/${space}`);
    assert.equal(left.status, 404);
  });

  test("--keep leaves it there, with made up secrets, and says how to remove it", async () => {
    const ended = await run({}, "--keep");
    assert.equal(ended.status, 0, ended.stdout + ended.stderr);
    const space = ended.namespace;
    const command = /is kept; to remove it: kubectl (delete .*)/.exec(ended.stderr)?.[1] ?? "";
    assert.ok(command.includes(`namespace/${space}`), ended.stderr);
    const read = async (path: string) => (await plane!.request("GET", path)).body;
    const own = (await read(`/api/v1/namespaces/${space}/secrets/login`)) as {
      readonly data: Readonly<Record<string, string>>;
    };
    const value = Buffer.from(own.data.PASSWORD ?? "", "base64").toString();
    assert.ok(value.length > 10 && value !== CANARY);
    assert.ok(!(ended.stdout + ended.stderr).includes(value));
    const kept = (await read(`/api/v1/namespaces/${space}`)) as {
      readonly metadata: { readonly labels: Readonly<Record<string, string>> };
    };
    assert.equal(kept.metadata.labels["slipway.dev/test"], "true");
    assert.equal((await plane!.kubectl(command.split(" "))).code, 0);
    const { status } = await plane!.request("GET", `/api/v1/namespaces/${space}`);
    assert.equal(status, 404);
  });

  test("what the cluster does not have stops the deploy, with the line", async () => {
    const ended = await run({ storage: ', class: "nowhere"' });
    assert.equal(ended.status, 1, ended.stdout + ended.stderr);
    const failed = liveTests(ended);
    assert.deepEqual(failed, ["FAIL trial-shop: deploys, and becomes healthy"]);
    const words = ended.stdout.replaceAll(/\n {7}/g, " ");
    assert.match(words, /platform\.ts:9:12 there is no StorageClass nowhere, which/);
    await assertGone(ended);
  });

  test("a login that nobody can make up, and that is not there, stops it before anything is made", async () => {
    const since = new Date();
    const ended = await run({ pull: "other-registry" });
    assert.equal(ended.status, 2, ended.stdout + ended.stderr);
    assert.match(
      ended.stderr,
      /the Secret other-registry .* cannot be made up, and trial-shop has/,
    );
    assert.match(ended.stderr, /fix: kubectl -n trial-shop create secret docker-registry/);
    const made = (await auditedIn(plane!, since)).filter(
      ({ namespace: of }) => of === ended.namespace,
    );
    assert.deepEqual(made, []);
  });

  test("an environment of another context, and one that the check refuses, are not deployed", async () => {
    const other = await run({ environment: 'cluster: { context: "prod-eu" },' });
    assert.equal(other.status, 2);
    assert.match(other.stderr, /belongs to the context prod-eu/);
    const wrong = await run({ deployment: "deployment.spec.revisionHistoryLimit = -1;" });
    assert.equal(wrong.status, 1, wrong.stderr);
    assert.match(wrong.stdout, /FAIL api: the server takes every object/);
    assert.match(wrong.stderr, /nothing was deployed/);
    assert.equal(wrong.namespace, "");
  });
});

test("options of a cluster are for --cluster", () => {
  const cwd = folder({ "platform.ts": platform({}) });
  for (const [option, ...value] of [
    ["--keep"],
    ["--skip-preflight"],
    ["--timeout", "1m"],
    ["--context", "x"],
    ["--kubeconfig", "x"],
  ]) {
    const { status, stderr } = slipway(["test", option as string, ...value], { cwd });
    assert.equal(status, 2);
    assert.equal(
      stderr,
      `slipway: ${option} is for a test in a cluster\n  fix: --cluster ${option}\n`,
    );
  }
  const late = slipway(["test", "--cluster", "--timeout", "soon"], { cwd });
  assert.equal(late.status, 2, late.stderr);
  assert.match(late.stderr, /--timeout/);
});
