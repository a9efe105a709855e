import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, test } from "node:test";
import { isFine, ofServer, problems } from "./check-cases.ts";
import { folder, type Ran, shell, slipway } from "./slipway.ts";

const namespace = `apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { pod-security.kubernetes.io/enforce: baseline } }
`;
const pod = `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  hostNetwork: true
  containers: [{ name: web, image: "example.com/web:v1" }]
`;
const service = (ip: string) => `apiVersion: v1
kind: Service
metadata: { name: web }
spec: { clusterIP: ${ip}, selector: { app: web }, ports: [{ port: 80 }] }
`;
const endpoints = `apiVersion: v1
kind: Endpoints
metadata: { name: db }
subsets: [{ addresses: [{ ip: 10.1.2.3 }], ports: [{ port: 5432 }] }]
`;

const cwd = folder({
  "good.yaml": isFine,
  "bad.yaml": problems,
  "world/namespace.yaml": namespace,
  "world/pod.yaml": pod,
  "world/node_modules/ignored.yaml": "a: [",
  "warned.yaml": endpoints,
  "broken.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata:\n\tname: x\n",
  "before.yaml": service("10.96.0.10"),
  "after.yaml": service("10.96.0.11"),
  "empty/readme.txt": "nothing\n",
  "old-version.yaml":
    "apiVersion: flowcontrol.apiserver.k8s.io/v1beta3\nkind: FlowSchema\nmetadata: { name: all }\nspec:\n  matchingPrecedence: 9000\n  priorityLevelConfiguration: { name: workload-low }\n",
});
const check = (...args: readonly string[]): Ran => slipway(ofServer(...args), { cwd });

/** Findings as `rule file:line:column path`. */
function found(...args: readonly string[]): string[] {
  const { stdout, stderr } = check(...args, "--format", "json");
  assert.equal(stderr, "");
  type Entry = Record<"rule" | "file" | "path", string> & Record<"line" | "column", number>;
  const { findings } = JSON.parse(stdout) as { findings: readonly Entry[] };
  return findings.map(
    ({ rule, file, line, column, path }) => `${rule} ${file}:${line}:${column} ${path}`,
  );
}

describe("what is checked", () => {
  test("a file without a fault: nothing, and exit code 0", () => {
    const { status, stdout, stderr } = check("good.yaml");
    assert.deepEqual([status, stdout, stderr], [0, "nothing found in 2 objects\n", ""]);
  });

  test("a file: the line and the column of each fault, and exit code 1", () => {
    assert.equal(check("bad.yaml").status, 1);
    assert.deepEqual(found("bad.yaml"), [
      "unknown-field bad.yaml:5:3 spec.replica",
      "invalid-workload bad.yaml:13:36 spec.template.spec.containers[0].ports[0].containerPort",
      "invalid-workload bad.yaml:14:34 spec.template.spec.containers[0].volumeMounts[0].name",
    ]);
  });

  test("JSON", () => {
    const json = `{"apiVersion":"v1","kind":"ConfigMap",\n "metadata":{"name":"a"},"dta":{}}`;
    const ran = shell(`$SLIPWAY check - --format github <<'END'\n${json}\nEND`, { cwd });
    assert.match(
      ran.stdout,
      /^::error file=-,line=2,col=26,title=unknown-field%3A ConfigMap a::dta: /,
    );
  });

  test("stdin, with the line shown", () => {
    const { stdout, status } = shell("cat good.yaml bad.yaml | $SLIPWAY check -", { cwd });
    assert.equal(status, 1);
    assert.match(stdout, /\n {6}\d+ \| {3}replica: 3\n {6} +\| {3}\^\n/);
  });

  test("several inputs, and a folder, are one world; with --each every file is its own", () => {
    const one = ["pod-security world/pod.yaml:5:16 spec.hostNetwork"];
    assert.deepEqual(found("world/pod.yaml", "world/namespace.yaml"), one);
    assert.deepEqual(found("world"), one);
    assert.deepEqual(found("--each", "world"), []);
    assert.deepEqual(found("world/pod.yaml"), []);
  });

  test("what exists in the cluster, with --against", () => {
    assert.deepEqual(found("after.yaml"), []);
    const [only = "", ...others] = found("after.yaml", "--against", "before.yaml");
    assert.match(only, /^immutable-field after\.yaml:4:\d+ spec\.clusterIPs\[0\]$/);
    assert.deepEqual(others, []);
    assert.deepEqual(found("before.yaml", "--against", "before.yaml"), []);
  });

  test("broken YAML is a finding, and does not keep the rest from being checked", () => {
    assert.deepEqual(found("broken.yaml", "bad.yaml").slice(-1), ["yaml-syntax broken.yaml:4:1 "]);
    assert.equal(found("broken.yaml", "bad.yaml").length, 4);
    assert.equal(check("broken.yaml").status, 1);
  });

  test("a folder without manifests is told of", () => {
    const { stdout, status } = check("empty");
    assert.match(stdout, /ignored-document/);
    assert.equal(status, 0);
  });
});

const builder = ["kustomize", "kubectl"].some((name) => !spawnSync(name, ["version"]).error);
const needsBuilder = { skip: builder ? false : "needs kustomize or kubectl" };

test("a kustomization: the file and the line that set the field", needsBuilder, () => {
  const place = folder({
    "base/kustomization.yaml": "resources: [web.yaml]\n",
    "base/web.yaml": problems.replace("replica: 3", "replicas: 3"),
    "production/kustomization.yaml":
      "namespace: one\nnamespace: shop\nresources: [../base]\npatches: [{ path: patch.yaml }]\n",
    "production/patch.yaml":
      "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec:\n  replicas: -3\n",
  });
  const { stdout, stderr, status } = slipway(ofServer("production", "--format", "github"), {
    cwd: place,
  });
  assert.deepEqual([stderr, status], ["", 1]);
  assert.deepEqual(stdout.match(/file=[^,]*,line=\d+,col=\d+,title=[\w-]*/g), [
    "file=base/web.yaml,line=13,col=36,title=invalid-workload",
    "file=base/web.yaml,line=14,col=34,title=invalid-workload",
    "file=production/kustomization.yaml,line=2,col=1,title=duplicate-key",
    "file=production/patch.yaml,line=5,col=13,title=invalid-workload",
  ]);
});

test("a file that is no text is told of, and not shown", () => {
  const place = folder({ "binary.yaml": "kind: \0\u0001\u001b[31m" });
  const { stdout, status } = slipway(ofServer("binary.yaml"), { cwd: place });
  assert.equal(status, 1);
  assert.match(stdout, /^binary\.yaml\n {2}1:1 error .*\(unreadable-file\)\n {4}why: /);
});

describe("weight", () => {
  test("a warning alone: exit code 0, with --strict 1", () => {
    assert.deepEqual(found("warned.yaml"), ["deprecated-api warned.yaml:1:13 apiVersion"]);
    assert.equal(check("warned.yaml").status, 0);
    assert.equal(check("warned.yaml", "--strict").status, 1);
    assert.equal(check("good.yaml", "--strict").status, 0);
  });

  test("--only and --skip take layers and rules", () => {
    assert.deepEqual(found("bad.yaml", "--only", "documents"), []);
    assert.equal(check("bad.yaml", "--only", "documents").status, 0);
    assert.deepEqual(found("bad.yaml", "--only", "unknown-field"), [
      "unknown-field bad.yaml:5:3 spec.replica",
    ]);
    assert.equal(found("bad.yaml", "--skip", "unknown-field").length, 2);
    const skipped = "unknown-field,invalid-workload";
    assert.deepEqual(found("bad.yaml", "--only", "api", "--skip", skipped), []);
    assert.equal(found("bad.yaml", "broken.yaml", "--only", "documents,unknown-field").length, 2);
  });
});

describe("the version of the server", () => {
  test("decides what is served", () => {
    assert.deepEqual(found("old-version.yaml", "--kube-version", "1.36"), [
      "unserved-api old-version.yaml:1:13 apiVersion",
    ]);
    assert.deepEqual(found("old-version.yaml", "--kube-version", "1.31"), [
      "deprecated-api old-version.yaml:1:13 apiVersion",
    ]);
    assert.deepEqual(found("old-version.yaml", "--kube-version", "v1.31.4"), [
      "deprecated-api old-version.yaml:1:13 apiVersion",
    ]);
  });

  test("outside the range is an error; --nearest takes the nearest", () => {
    const { status, stderr } = check("old-version.yaml", "--kube-version", "1.30");
    assert.equal(status, 2);
    assert.equal(
      stderr,
      `slipway: the API of Kubernetes 1.30 is not known here: 1.31 to 1.36 are
  fix: --kube-version 1.31, or --nearest to take that one
`,
    );
    const near = (version: string) =>
      found("old-version.yaml", "--kube-version", version, "--nearest")[0]?.split(" ")[0];
    assert.equal(near("1.30"), "deprecated-api");
    assert.equal(near("1.99"), "unserved-api");
  });
});

test("a reader who has gone ends it quietly", () => {
  const many = Array.from({ length: 2000 }, (_, n) =>
    `${problems}---\n`.replaceAll("web", `web-${n}`),
  );
  const place = folder({ "many.yaml": many.join("") });
  for (const format of ["text", "json", "github"]) {
    const line = `set -o pipefail; $SLIPWAY check many.yaml --format ${format} | head -1; echo \${PIPESTATUS[0]}`;
    const { stdout, stderr } = shell(line, { cwd: place });
    assert.equal(stderr, "");
    assert.equal(stdout.split("\n").length, 3);
    assert.match(stdout, /\n[01]\n$/);
  }
});

test("several hundred findings are all there, in the order of lines", () => {
  const many = Array.from({ length: 300 }, (_, n) => problems.replaceAll("web", `web-${n}`));
  const place = folder({ "many.yaml": many.join("---\n") });
  const { stdout, status } = slipway(ofServer(join(place, "many.yaml")));
  assert.equal(status, 1);
  assert.match(stdout, /\n900 errors in 300 objects\n$/);
  const lines = [...stdout.matchAll(/^ {4}(\d+):\d+ error/gm)].map(([, line]) => Number(line));
  assert.equal(lines.length, 900);
  assert.deepEqual(
    lines,
    lines.toSorted((a, b) => a - b),
  );
  // Why is told once for each rule, not 900 times.
  assert.equal(stdout.match(/why:/g)?.length, 2);
});
