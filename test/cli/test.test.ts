import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { folder, shell, shop, slipway } from "./slipway.ts";

/** A platform with two components; what a case adds to it is wrong. */
function platform(patch = "", objects = ""): string {
  return `import { existing, image, patch, platform, web, worker } from "slipway";

const shared = { image: image("shop/app"), resources: { cpu: ["100m", "1"], memory: ["128Mi", "256Mi"] } } as const;
const api = web("api", {
  ...shared,
  port: 8000,
  scale: 1,
  probes: { readiness: { get: "/ready" } },
});
const mailer = worker("mailer", { ...shared, scale: 1 });

export default platform("shop", {
  components: { api, mailer },
  environments: {
    production: { namespace: "shop", domain: "shop.example", images: { tag: "v1" }, secrets: existing() },
  },
  objects: [${objects}],
  patches: [
    patch(api, "Deployment", (deployment) => {
      deployment.spec.revisionHistoryLimit = 3;
      ${patch}
    }),
  ],
});
`;
}

const fine = folder({ "platform.ts": platform() });
const broken = folder({
  "platform.ts": platform(
    "deployment.spec.replicas = -1;",
    '{ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "motd" }, data: { "a/b": "canary" } }',
  ),
});

const promises = [
  "every object stands once",
  "the API versions are served, and will be",
  "the namespace admits the pods",
  "the server warns of nothing",
  "the server takes every object",
  "metrics are scraped",
  "everything that is named is there",
  "Services and policies select the pods that they are for",
  "addresses in values lead to Services that answer",
  "values are written, and of the own environment",
  "network policies let through what is needed",
  "nodes can be drained",
  "autoscalers can decide",
  "an update comes to its end without an outage",
  "quotas, limit ranges and nodes have room for the pods",
  "volumes reach every pod that mounts them",
  "programs keep within their memory and their volumes",
  "programs start with what they are given, and do what it says",
  "no secret stands in plain text",
  "pods say what they need, and have no needless power",
];

describe("slipway test", () => {
  test("names a test for each component and promise, and closes with their numbers", () => {
    const { status, stdout, stderr } = slipway(["test"], { cwd: fine });
    const tests = ["api", "mailer", "shop"].flatMap((part) =>
      promises.map((promise) => `ok   ${part}: ${promise}`),
    );
    assert.equal(stderr, "");
    assert.equal(stdout, `${tests.join("\n")}\n\n60 passed, 0 failed\n`);
    assert.equal(status, 0);
  });

  test("what is broken fails its component's test only, with place and fix", () => {
    const { status, stdout } = slipway(["test", "-e", "production"], { cwd: broken });
    assert.equal(status, 1);
    assert.match(stdout, /\n\n58 passed, 2 failed\n$/);
    assert.equal(
      stdout.slice(stdout.indexOf("FAIL")).split("\nok ")[0],
      `FAIL api: the server takes every object
       platform.ts:19:5 Deployment api spec.replicas: -1 is negative
       fix: 0 or more`,
    );
    assert.match(
      stdout,
      /^FAIL shop: the server takes every object\n {7}platform\.ts:17:\d+ ConfigMap motd data\[a\/b\]: /m,
    );
    for (const line of stdout.split("\n")) assert.ok(line.length <= 80, line);
    assert.ok(!stdout.includes("canary"));
  });

  test("as JSON", () => {
    const { status, stdout } = slipway(["test", "--format", "json"], { cwd: broken });
    const { tests, passed, failed } = JSON.parse(stdout);
    assert.deepEqual([status, passed, failed, tests.length], [1, 58, 2, 60]);
    const [first] = tests.filter(({ passed }: { readonly passed: boolean }) => !passed);
    const [finding, ...others] = first.findings;
    assert.equal(first.name, "api: the server takes every object");
    assert.deepEqual(others, []);
    assert.deepEqual(finding, {
      rule: "invalid-workload",
      severity: "error",
      message: "-1 is negative",
      why: finding.why,
      fix: "0 or more",
      object: { apiVersion: "apps/v1", kind: "Deployment", namespace: "shop", name: "api" },
      path: "spec.replicas",
      file: "platform.ts",
      line: 19,
      column: 5,
    });
    assert.ok(finding.why.length > 0);
  });

  test("asks for the environment where there are several", () => {
    const { status, stderr, stdout } = slipway(["test", "-f", shop]);
    assert.deepEqual([status, stdout], [2, ""]);
    assert.match(stderr, /dev/);
    assert.match(stderr, /production/);
  });

  test("takes images as render does", () => {
    const ran = slipway(["test", "-f", shop, "-e", "production", "--tag", "v2"]);
    assert.equal(ran.status, 0);
    assert.match(ran.stdout, /\n\d+ passed, 0 failed\n$/);
  });

  test("wrong usage", () => {
    const says = (...args: readonly string[]) => {
      const { status, stdout, stderr } = slipway(["test", ...args], { cwd: fine });
      assert.deepEqual([status, stdout], [2, ""]);
      return stderr;
    };
    assert.equal(
      says("--format", "junit"),
      'slipway: there is no format "junit"\n  fix: --format text or --format json\n',
    );
    assert.match(
      says("-e", "prod"),
      /no environment "prod"\n(.*\n)* {2}fix: there is: production\n/,
    );
    assert.match(says("-f", "missing.ts"), /missing\.ts/);
    assert.match(says("backend"), /one word too many/);
  });

  test("--help fits into 100 columns", () => {
    for (const line of slipway(["test", "--help"]).stdout.split("\n"))
      assert.ok(line.length <= 100, line);
  });

  test("a reader who has gone ends it quietly, and a pipe gets no colours", () => {
    const { stdout, stderr } = shell("$SLIPWAY test | head -1", {
      cwd: broken,
      env: { NO_COLOR: "" },
    });
    assert.deepEqual([stdout, stderr], ["ok   api: every object stands once\n", ""]);
    const all = shell("$SLIPWAY test | cat", { cwd: broken, env: { NO_COLOR: "" } }).stdout;
    assert.equal(stripVTControlCharacters(all), all);
  });
});
