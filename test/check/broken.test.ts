import assert from "node:assert/strict";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";
import { NEWEST_MINOR } from "../../src/kubernetes/versions.ts";
import type { Given } from "../agreement/objects.ts";
import { Random } from "../agreement/random.ts";
import { folder, shell, slipway } from "../cli/slipway.ts";
import { misjudgement, serverOfAll } from "./judging.ts";
import { randomObjects } from "./random-objects.ts";

interface Told {
  readonly findings: readonly { readonly rule: string; readonly message: string }[];
}

/** What the command finds in a folder, as rules; it ends by itself, with findings. */
function rulesIn(path: string, env: Record<string, string> = {}): string[] {
  const { status, stdout, stderr } = slipway(["check", "--format", "json", path], { env });
  assert.equal(status, 1, stderr || stdout);
  assert.equal(stderr, "");
  return (JSON.parse(stdout) as Told).findings.map(({ rule }) => rule);
}

const kustomization = (resource: string) => `resources: [${resource}]\n`;

suite("broken input is one clear finding", () => {
  const files: Readonly<Record<string, readonly [string | Buffer, string]>> = {
    binary: [Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 3, 255, 254]), "unreadable-file"],
    "a list that is nested too deeply": [`a: ${"[".repeat(100_000)}`, "yaml-syntax"],
    "a map that is nested too deeply": [
      Array.from({ length: 20_000 }, (_, depth) => `${" ".repeat(depth % 3000)}a:`).join("\n"),
      "yaml-syntax",
    ],
    "an alias bomb": [
      `a0: &a0 [x]\n${Array.from({ length: 40 }, (_, at) => {
        const one = `*a${at}`;
        return `a${at + 1}: &a${at + 1} [${[one, one, one, one].join(", ")}]`;
      }).join("\n")}\n`,
      "yaml-syntax",
    ],
    "half of a JSON file": ['{"apiVersion": "v1", "kind": "Conf', "yaml-syntax"],
    "only tabs": ["\t\ta:\n\t- b\n", "yaml-syntax"],
  };
  for (const [name, [content, rule]] of Object.entries(files))
    test(name, () => {
      const path = folder();
      writeFileSync(join(path, "input.yaml"), content);
      assert.deepEqual(rulesIn(path), [rule]);
    });

  test("a kustomization that contains itself", () => {
    const path = folder({
      "a/kustomization.yaml": kustomization("../b"),
      "b/kustomization.yaml": kustomization("../a"),
    });
    assert.deepEqual(rulesIn(join(path, "a")), ["failed-build"]);
  });

  test("a kustomization without its file", () => {
    const path = folder({ "kustomization.yaml": kustomization("not-there.yaml") });
    assert.deepEqual(rulesIn(path), ["failed-build"]);
  });

  test("a symbolic link that leads to itself, and a folder inside itself", () => {
    const path = folder();
    symlinkSync("self.yaml", join(path, "self.yaml"));
    symlinkSync(".", join(path, "again"));
    assert.deepEqual(rulesIn(path), ["unreadable-file"]);
  });

  test("a folder that has a kustomization's name is only a folder", () => {
    const path = folder({ "Kustomization/a.yaml": "apiVersion: v1\nkind: Pod\n" });
    assert.ok(!rulesIn(path).includes("failed-build"));
  });

  test("a chart that fails", () => {
    const path = folder({ "chart/Chart.yaml": "apiVersion: v2\nname: a\nversion: 1.0.0\n" });
    mkdirSync(join(path, "bin"));
    const helm = join(path, "bin", "helm");
    writeFileSync(
      helm,
      "#!/bin/sh\necho 'Error: template: a.yaml:1:2: no such value' >&2\nexit 1\n",
    );
    chmodSync(helm, 0o755);
    const found = rulesIn(join(path, "chart"), {
      PATH: `${join(path, "bin")}:${process.env.PATH}`,
    });
    assert.deepEqual(found, ["failed-build"]);
  });

  test("a file that may not be read", () => {
    const path = folder({ "secret.yaml": "a: [\n" });
    const denied = join(import.meta.dirname, "fixtures", "denied.ts");
    const env = { NODE_OPTIONS: `--import ${denied}`, DENIED: join(path, "secret.yaml") };
    assert.deepEqual(rulesIn(path, env), ["unreadable-file"]);
    assert.deepEqual(rulesIn(path), ["yaml-syntax"]);
  });
});

suite("what cannot be checked at all ends with 2", () => {
  test("a path that is not there", () => {
    const { status, stderr } = slipway(["check", "/not/there"]);
    assert.equal(status, 2);
    assert.match(stderr, /there is no \/not\/there/);
  });
});

test("a closed pipe ends the command in silence", () => {
  const path = folder();
  const object = (at: number) => `apiVersion: v1\nkind: Pod\nmetadata: { name: a${at} }\nx: y\n`;
  const documents = Array.from({ length: 3000 }, (_, at) => object(at));
  writeFileSync(join(path, "many.yaml"), documents.join("---\n"));
  const { stdout, stderr } = shell("$SLIPWAY check many.yaml | head -1", { cwd: path });
  assert.match(stdout, /many\.yaml/);
  assert.equal(stderr, "");
});

test("no object makes the judge throw", async () => {
  const server = await serverOfAll(NEWEST_MINOR);
  let count = 0;
  let before: Given | undefined;
  for (const object of randomObjects(new Random(20_261_121))) {
    if (count++ === 3000) break;
    const old = before?.kind === object.kind ? before : undefined;
    assert.equal(misjudgement(server, object, old), undefined, JSON.stringify(object));
    before = object;
  }
});
