import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, test } from "node:test";
import { loadAll } from "js-yaml";
import { scratch } from "../tree.ts";
import { examples, exampleTree } from "./examples.ts";
import { type Built, KUSTOMIZE_VERSION, kustomizeProgram } from "./program.ts";
import { assertSame, writeTree } from "./same.ts";

/** Programs that build a folder, and why one is not there. */
const programs: readonly { name: string; argv: readonly string[]; skip: string | false }[] = [
  kustomize(),
  kubectl(),
];

function kustomize() {
  const program = kustomizeProgram();
  const skip = program === undefined && "there is no Go to build kustomize with";
  return { name: `kustomize ${KUSTOMIZE_VERSION} build`, argv: [program ?? "", "build"], skip };
}

function kubectl() {
  const { status } = spawnSync("kubectl", ["version", "--client"]);
  const skip: string | false = status !== 0 && "there is no kubectl";
  return { name: "kubectl kustomize", argv: ["kubectl", "kustomize"], skip };
}

/** What a program prints for a folder; a warning is an error too. */
function built([program = "", ...args]: readonly string[], folder: string) {
  const { status, stdout, stderr } = spawnSync(program, [...args, folder], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (status !== 0 || stderr !== "") return { error: stderr };
  return { objects: loadAll(stdout) as Built[] };
}

describe("the kustomize trees of the examples", () => {
  for (const name of examples) {
    for (const { name: command, argv, skip } of programs) {
      test(`${name}: ${command} makes what render writes`, { skip }, async () => {
        const { renderings, tree } = await exampleTree(name);
        const folder = scratch();
        writeTree(folder, tree.files);
        for (const { resolved, rendered } of renderings) {
          const path = join(folder, "overlays", resolved.environment);
          assertSame(
            built(argv, path),
            rendered.map(({ object }) => object),
            resolved.environment,
          );
        }
      });
    }

    test(`${name}: the same tree every time`, async () => {
      const trees = [await exampleTree(name), await exampleTree(name)];
      const [first, second] = trees.map(({ tree }) => Object.fromEntries(tree.files));
      assert.deepEqual(first, second);
    });
  }

  test("a tree that builds anything else is noticed", async (t) => {
    const [{ argv, skip }] = programs as [(typeof programs)[number]];
    if (skip !== false) return t.skip(skip);
    const { renderings, tree } = await exampleTree("thebot");
    const objects = renderings[0]?.rendered.map(({ object }) => object) ?? [];
    const notices = (change: (path: string, text: string) => string, message: RegExp) => {
      const folder = scratch();
      const files = [...tree.files].map(([path, text]) => [path, change(path, text)] as const);
      writeTree(folder, new Map(files));
      const answer = built(argv, join(folder, "overlays/dev"));
      assert.throws(() => assertSame(answer, objects, "dev"), message);
    };
    notices((_, text) => text.replace("memory: 128Mi", "memory: 127Mi"), /128Mi/);
    notices((_, text) => text.replace("|celery-worker-hpa", ""), /celery-worker-hpa/);
    notices((_, text) => text.replace("newTag: dev", "newTag: latest"), /latest/);
    notices((_, text) => text.replace("../../base", "../../bases"), /bases/);
    const old = "commonLabels: {}\n";
    const isOverlay = (path: string) => path === "overlays/dev/kustomization.yaml";
    notices(
      (path, text) => (isOverlay(path) ? old.replace("{}", "{ a: b }") + text : text),
      /commonLabels/,
    );
  });
});
