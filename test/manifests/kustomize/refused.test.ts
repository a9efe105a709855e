import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { toYaml } from "../../../src/yaml.ts";
import { scratch } from "../tree.ts";
import { buildAll, kustomizeProgram } from "./program.ts";
import { refused } from "./refused.ts";
import { assertSame, writeTree } from "./same.ts";

const program = kustomizeProgram();
const skip = program === undefined && "there is no Go to build kustomize with";

const named = (kind: string) => ({ apiVersion: "v1", kind, metadata: { name: "shop" } });
const kustomization = { namespace: "shop-a", resources: ["all.yaml"] };

/** The folder of a kustomization with these objects beside an account and a Service. */
function folderOf(...objects: object[]): string {
  const folder = scratch();
  const all = [named("ServiceAccount"), named("Service"), ...objects];
  const text = all.map((object) => toYaml(object)).join("---\n");
  writeTree(
    folder,
    new Map([
      ["kustomization.yaml", toYaml(kustomization)],
      ["all.yaml", text],
    ]),
  );
  return join(folder);
}

/** The same objects, in the namespace where they are of one. */
function placed(...objects: object[]): never[] {
  const metadata = { name: "shop", namespace: "shop-a" };
  return [
    { ...named("ServiceAccount"), metadata },
    { ...named("Service"), metadata },
    ...objects.map((object) => {
      const { kind, metadata } = object as { kind: string; metadata: object };
      const isOfCluster = kind.startsWith("Validating");
      return isOfCluster ? object : { ...object, metadata: { ...metadata, namespace: "shop-a" } };
    }),
  ] as never[];
}

test("kustomize makes something else of each object that is refused", { skip }, () => {
  const plain = { apiVersion: "example.org/v1", kind: "Thing", metadata: { name: "x" } };
  const all = [plain, ...refused.map(({ object }) => object)];
  const answers = buildAll(
    program as string,
    all.map((object) => folderOf(object)),
  );
  assertSame(answers[0] ?? {}, placed(plain), "an object that is not refused");
  for (const [index, { name, object }] of refused.entries())
    assert.throws(() => assertSame(answers[index + 1] ?? {}, placed(object), name), name);
});
