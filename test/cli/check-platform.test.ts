import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ofServer } from "./check-cases.ts";
import { folder, shop, slipway } from "./slipway.ts";

/** A platform whose patches and objects are what a case says. */
function platform({ patch = "", objects = "" }: { patch?: string; objects?: string }): string {
  return `import { existing, image, patch, platform, web } from "slipway";

const api = web("api", {
  image: image("shop/api"),
  port: { http: 8000, ws: 8001 },
  env: {
    LOG_LEVEL: "info",
    MODE: "fast",
  },
  resources: {
    cpu: ["100m", "1"],
    memory: ["128Mi", "256Mi"],
  },
  scale: 2,
});

export default platform("shop", {
  components: { api },
  environments: {
    dev: { namespace: "shop-dev", domain: "dev.example", images: { tag: "dev" }, secrets: existing() },
    production: { namespace: "shop", domain: "shop.example", images: { tag: "v1" }, secrets: existing() },
  },
  objects: [
${objects}
  ],
  patches: [
    patch(api, "Deployment", (deployment) => {
      deployment.spec.revisionHistoryLimit = 3;
      const [container] = deployment.spec.template.spec.containers;
${patch}
    }),
  ],
});
`;
}

interface Entry {
  readonly path: string;
  readonly file: string;
  readonly line: number;
  readonly object: { readonly namespace: string; readonly name: string };
}

function findings(text: string, ...args: readonly string[]): readonly Entry[] {
  const cwd = folder({ "platform.ts": text });
  const { stdout, stderr } = slipway(ofServer("--format", "json", ...args), { cwd });
  assert.equal(stderr, "");
  return JSON.parse(stdout).findings;
}

/** The text of the line that a finding points to. */
function lines(text: string, found: readonly Entry[]): Record<string, string> {
  const source = text.split("\n");
  return Object.fromEntries(
    found.map(({ path, line }) => [path, (source[line - 1] as string).trim()]),
  );
}

describe("findings of a platform point to the line of platform.ts", () => {
  const patchLine = 'patch(api, "Deployment", (deployment) => {';
  // The last is said by the component: only the limit beside it was patched.
  const cases: readonly (readonly [change: string, path: string, line: string])[] = [
    [
      'container!.env![1]!.name = "A=B";',
      "spec.template.spec.containers[0].env[1].name",
      patchLine,
    ],
    [
      'container!.env![0]!.value = "\\u0000";container!.env![0]!.valueFrom = { fieldRef: { fieldPath: "metadata.name" } };',
      "spec.template.spec.containers[0].env[0].valueFrom",
      patchLine,
    ],
    ['container!.image = "";', "spec.template.spec.containers[0].image", patchLine],
    [
      'container!.resources!.limits!.cpu = "50m";',
      "spec.template.spec.containers[0].resources.requests[cpu]",
      'cpu: ["100m", "1"],',
    ],
  ];
  for (const [change, path, line] of cases)
    test(path, () => {
      const text = platform({ patch: change });
      const found = findings(text, "-e", "production");
      assert.equal(lines(text, found)[path], line, JSON.stringify(found));
    });

  test("raw objects, to the very field", () => {
    const text = platform({
      objects: `    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "motd" },
      data: {
        "a/b": "x",
      },
    },`,
    });
    const found = findings(text, "-e", "dev");
    assert.deepEqual(lines(text, found), { "data[a/b]": '"a/b": "x",' });
  });
});

const broken = platform({ patch: 'container!.image = "";' });

test("all environments without -e, one with it", () => {
  const namespaces = (found: readonly Entry[]) => found.map(({ object }) => object.namespace);
  assert.deepEqual(namespaces(findings(broken)), ["shop-dev", "shop"]);
  assert.deepEqual(namespaces(findings(broken, "-e", "dev")), ["shop-dev"]);
});

test("what is the same in two environments is shown once", () => {
  const cwd = folder({ "platform.ts": broken });
  const { stdout, status } = slipway(ofServer(), { cwd });
  assert.equal(status, 1);
  assert.match(stdout, /Deployment shop-dev\/api\n.*Deployment shop\/api\n/s);
  assert.equal(stdout.match(/\| {5}patch\(api, "Deployment"/g)?.length, 1);
});

test("manifests beside a platform are in its world", () => {
  const cwd = folder({
    "platform.ts": platform({}),
    "namespace.yaml": `apiVersion: v1
kind: Namespace
metadata: { name: tools, labels: { pod-security.kubernetes.io/enforce: restricted } }
---
apiVersion: v1
kind: Pod
metadata: { name: debug, namespace: tools }
spec: { containers: [{ name: debug, image: "example.com/debug:v1" }] }
---
apiVersion: v1
kind: Namespace
metadata: { name: shop }
`,
  });
  const args = ofServer("platform.ts", "namespace.yaml", "-e", "production", "--format", "github");
  const { stdout } = slipway(args, { cwd });
  assert.match(stdout, /^::error file=namespace\.yaml,line=8,.*Pod debug/m);
  assert.match(stdout, /^::error file=namespace\.yaml,line=12,.*the same object is in line/m);
  assert.doesNotMatch(stdout, /file=platform\.ts/);
});

test("a platform without a fault, by its own Kubernetes version and by another", () => {
  const { stdout, status } = slipway(ofServer("-f", shop));
  assert.match(stdout, /^nothing found in \d+ objects\n$/);
  assert.equal(status, 0);
  assert.equal(slipway(ofServer("-f", shop, "--kube-version", "1.31", "--strict")).status, 0);
});

test("--image and --tag, as in render", () => {
  const args = ofServer("-f", shop, "-e", "production");
  assert.equal(
    slipway([...args, "--tag", "v2", "--image", "shop/api=example.com/api:v3"]).status,
    0,
  );
  const { status, stderr } = slipway([...args, "--image", "shop/apy=example.com/api:v3"]);
  assert.equal(status, 2);
  assert.match(stderr, /no component uses this image\n {2}fix: did you mean "shop\/api"\?/);
});

test("what the language itself refuses: the line, and exit code 2", () => {
  const text = platform({}).replace("scale: 2", "scale: -2");
  const cwd = folder({ "platform.ts": text });
  const { status, stdout, stderr } = slipway(ofServer(), { cwd });
  assert.deepEqual([status, stdout], [2, ""]);
  assert.match(stderr, /^platform\.ts:14:\d+: .*scale/);
});

test("a platform file that ends the program is no success", () => {
  const cwd = folder({ "platform.ts": "process.exit(0);\n" });
  const { status, stderr } = slipway(ofServer(), { cwd });
  assert.equal(status, 2);
  assert.match(stderr, /ended the program/);
});

test("an environment that there is not", () => {
  const { status, stderr } = slipway(ofServer("-f", shop, "-e", "prodution"));
  assert.equal(status, 2);
  assert.match(stderr, /"production"/);
});
