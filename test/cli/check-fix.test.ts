import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { isFine } from "./check-cases.ts";
import { folder, shell, shop, slipway } from "./slipway.ts";

const layers = ["--only", "documents,api"];
const config = `# kept
apiVersion: v1
kind: ConfigMap
metadata: { name: a }   # kept
data:
  PORT: 8080 # the port
`;
const mended = config.replace("8080", '"8080"');

function check(cwd: string, ...args: readonly string[]) {
  return slipway(["check", ...layers, ...args], { cwd });
}
const read = (cwd: string, file: string) => readFileSync(join(cwd, file), "utf8");

test("--fix mends the file, tells it, and checks what is left", () => {
  const cwd = folder({
    "a.yaml": config,
    "b.yaml": `${config.replace("name: a", "name: b")}---\n${isFine.replace("data", "dtaa")}`,
  });
  const { status, stdout } = check(cwd, "a.yaml", "b.yaml", "--fix");
  assert.equal(read(cwd, "a.yaml"), mended);
  assert.match(stdout, /^mended: 3 findings in 2 files\n\nnothing found in 4 objects\n$/);
  assert.equal(status, 0);
  assert.equal(check(cwd, "a.yaml", "b.yaml", "--fix").stdout, "nothing found in 4 objects\n");
  assert.deepEqual(readdirSync(cwd).toSorted(), ["a.yaml", "b.yaml"]);
});

test("--dry-run prints the diff, changes nothing, and says by its exit code that there is something", () => {
  const cwd = folder({ "a.yaml": config });
  const { status, stdout } = check(cwd, "a.yaml", "--fix", "--dry-run");
  assert.equal(
    stdout,
    `--- a.yaml
+++ a.yaml
@@ -6 +6 @@
-  PORT: 8080 # the port
+  PORT: "8080" # the port
1 finding in 1 file would be mended
`,
  );
  assert.equal(status, 1);
  assert.equal(read(cwd, "a.yaml"), config);
  writeFileSync(join(cwd, "a.yaml"), mended);
  const none = check(cwd, "a.yaml", "--fix", "--dry-run");
  assert.deepEqual([none.status, none.stdout], [0, "nothing to mend\n"]);
});

test("the diff is one that patch takes", () => {
  const cwd = folder({ "a.yaml": `${config}  PORT: 8080 # the port\n  A: true\n` });
  const ran = shell(
    `$SLIPWAY check ${layers.join(" ")} a.yaml --fix --dry-run | patch -s && cat a.yaml`,
    { cwd },
  );
  if (spawnSync("patch", ["--version"]).error) return;
  assert.equal(ran.stdout, `${mended}  A: "true"\n`);
});

test("values of Secrets and of environment variables are in no diff", () => {
  const cwd = folder({
    "a.yaml": `apiVersion: v1\nkind: Secret\nmetadata: { name: a }\nstringData:\n  pin: 12345678\n---
apiVersion: v1
kind: Pod
metadata: { name: a }
spec: { containers: [{ name: a, image: "a:v1", env: [{ name: PIN, value: 87654321 }, { name: B, value: "topsecret" }] }] }
`,
  });
  const { stdout } = check(cwd, "a.yaml", "--fix", "--dry-run");
  assert.match(stdout, /2 findings in 1 file would be mended/);
  assert.doesNotMatch(stdout, /12345678|87654321|topsecret/);
  check(cwd, "a.yaml", "--fix");
  assert.match(read(cwd, "a.yaml"), /pin: "12345678".*value: "87654321"/s);
});

test("what is suppressed, or in the baseline, is not mended", () => {
  const cwd = folder({
    "a.yaml": config.replace("the port", "slipway-ignore wrong-type: so it is"),
    "b.yaml": config,
  });
  check(cwd, "a.yaml", "--fix");
  assert.match(read(cwd, "a.yaml"), /PORT: 8080/);
  check(cwd, "b.yaml", "--write-baseline", "base.json");
  check(cwd, "b.yaml", "--fix", "--baseline", "base.json");
  assert.equal(read(cwd, "b.yaml"), config);
});

test("a file keeps its mode, a link, a byte order mark, line breaks of Windows", () => {
  const text = `\ufeff${config.replaceAll("\n", "\r\n")}`;
  const cwd = folder({ "real.yaml": text });
  chmodSync(join(cwd, "real.yaml"), 0o640);
  symlinkSync("real.yaml", join(cwd, "a.yaml"));
  check(cwd, "a.yaml", "--fix");
  assert.equal(read(cwd, "real.yaml"), text.replace("8080", '"8080"'));
  assert.ok(lstatSync(join(cwd, "a.yaml")).isSymbolicLink());
  assert.equal(statSync(join(cwd, "real.yaml")).mode & 0o777, 0o640);
});

describe("is not changed", () => {
  test("stdin", () => {
    const { status, stderr } = shell("cat a.yaml | $SLIPWAY check - --fix", {
      cwd: folder({ "a.yaml": config }),
    });
    assert.equal(status, 2);
    assert.match(stderr, /--fix changes files, and - is none/);
  });

  test("a platform: that is said", () => {
    const { status, stderr } = slipway(["check", shop, "--fix"]);
    assert.equal(status, 2);
    assert.match(stderr, /--fix changes YAML and JSON, and never a platform's TypeScript/);
  });

  test("anything of a chart", () => {
    const cwd = folder({
      "web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
      "web/templates/a.yaml": config,
    });
    check(cwd, "web/templates/a.yaml", "--fix");
    assert.equal(read(cwd, "web/templates/a.yaml"), config);
  });

  test("a text that is not UTF-8", () => {
    const cwd = folder();
    const bytes = Buffer.concat([Buffer.from(config), Buffer.from([0x23, 0xff, 0x0a])]);
    writeFileSync(join(cwd, "a.yaml"), bytes);
    check(cwd, "a.yaml", "--fix");
    assert.deepEqual(readFileSync(join(cwd, "a.yaml")), bytes);
  });
});

const builder = ["kustomize", "kubectl"].some((name) => !spawnSync(name, ["version"]).error);

test("a kustomization is mended in its base and its patch, also for two overlays", {
  skip: builder ? false : "needs kustomize or kubectl",
}, () => {
  const patch = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { EXTRA: true }\n";
  const overlay = "resources: [../base]\npatches: [{ path: p.yaml }]\nnamePrefix: ";
  const cwd = folder({
    "base/kustomization.yaml": "resources: [a.yaml]\n",
    "base/a.yaml": config,
    "one/kustomization.yaml": `${overlay}one-\n`,
    "one/p.yaml": patch,
    "two/kustomization.yaml": `${overlay}two-\n`,
    "two/p.yaml": patch,
  });
  const { stdout } = check(cwd, ".", "--fix");
  assert.match(stdout, /^mended: \d findings in 3 files\n\nnothing found in 2 objects\n$/);
  assert.equal(read(cwd, "base/a.yaml"), mended);
  assert.match(read(cwd, "one/p.yaml"), /EXTRA: "true"/);
});

test("--dry-run without --fix, and --fix with --write-baseline, are wrong usage", () => {
  const cwd = folder({ "a.yaml": config });
  assert.match(check(cwd, "a.yaml", "--dry-run").stderr, /--dry-run goes with --fix/);
  assert.match(check(cwd, "a.yaml", "--fix", "--write-baseline", "b.json").stderr, /two steps/);
});

test("other formats keep stdout to themselves", () => {
  const cwd = folder({ "a.yaml": config });
  const { stdout, stderr } = check(cwd, "a.yaml", "--fix", "--format", "json");
  assert.deepEqual(JSON.parse(stdout).findings, []);
  assert.match(stderr, /^mended: 1 finding in 1 file\n/);
});
