import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { load, loadAll } from "js-yaml";
import type { Rendering } from "../../../src/manifests/kustomize/index.ts";
import { toYaml } from "../../../src/yaml.ts";
import { scratch } from "../tree.ts";
import { examples, exampleTree } from "./examples.ts";
import { buildAll, kustomizeProgram } from "./program.ts";
import { writeTree } from "./same.ts";

const program = kustomizeProgram();
const skip = program === undefined && "there is no Go to build kustomize with";

type Fields = { [field: string]: unknown };
interface Kustomization extends Fields {
  readonly patches?: readonly { path?: string; target?: Fields }[];
}

/** The overlay of one environment: its files, by their paths in its folder. */
function overlayOf(files: ReadonlyMap<string, string>, environment: string): Map<string, string> {
  const head = `overlays/${environment}/`;
  const own = [...files].filter(([path]) => path.startsWith(head));
  return new Map(own.map(([path, text]) => [path.slice(head.length), text]));
}

/** The overlay in every form that lacks one thing, by what it lacks. */
function lacking(overlay: ReadonlyMap<string, string>): Map<string, Map<string, string>> {
  const content = load(overlay.get("kustomization.yaml") as string) as Kustomization;
  const variants = new Map<string, Map<string, string>>();
  const vary = (what: string, change: Fields, file = "kustomization.yaml") => {
    const text = file === "kustomization.yaml" ? toYaml({ ...content, ...change }) : change.text;
    variants.set(what, new Map([...overlay, [file, text as string]]));
  };
  for (const field of ["resources", "images", "replicas", "patches"]) {
    const list = (content[field] ?? []) as unknown[];
    for (const [index, item] of list.entries())
      vary(`${field} ${JSON.stringify(item)}`, { [field]: list.toSpliced(index, 1) });
  }
  for (const [index, patch] of (content.patches ?? []).entries()) {
    const names = String(patch.target?.name ?? "").split("|");
    for (const name of names.length > 1 ? names : []) {
      const left = names.filter((other) => other !== name).join("|");
      const changed = { ...patch, target: { ...patch.target, name: left } };
      vary(`leaving out ${name}`, { patches: content.patches?.with(index, changed) });
    }
  }
  if (content.namespace) vary("namespace", { namespace: undefined });
  const transformers = loadAll(overlay.get("namespace.yaml") ?? "") as Fields[];
  for (const [index, document] of transformers.entries()) {
    // Newer kustomize knows these kinds; the older ones of kubectl do not.
    if (JSON.stringify(document).includes("ValidatingAdmissionPolicy")) continue;
    const others = transformers.toSpliced(index, 1).map((other) => toYaml(other));
    const text =
      others.length > 0 ? others.join("---\n") : toYaml({ ...document, target: { kind: "None" } });
    vary(`transformer ${JSON.stringify(document.metadata)}`, { text }, "namespace.yaml");
  }
  return variants;
}

/** Values of a strategic merge patch that the object has anyway. */
function idle(patch: unknown, base: unknown, path: readonly string[] = []): string[] {
  const at = path.join(".");
  if (Array.isArray(patch)) {
    const isMerged =
      patch.some((item) => "name" in Object(item)) && /(ontainers|env|volumes)$/.test(at);
    if (!isMerged) return isDeepStrictEqual(patch, base) ? [at] : [];
    return patch.flatMap((item: Fields) => {
      const old = (base as Fields[]).find(({ name }) => name === item.name);
      const { name: _, ...others } = item;
      return old === undefined ? [] : idle(others, old, [...path, String(item.name)]);
    });
  }
  if (typeof patch === "object" && patch !== null) {
    return Object.entries(patch).flatMap(([field, value]) => {
      const isIdentity = /^(apiVersion|kind|metadata\.(name|namespace))$/.test(
        [...path, field].join("."),
      );
      return isIdentity ? [] : idle(value, (base as Fields | undefined)?.[field], [...path, field]);
    });
  }
  const isGone = patch === null && base === undefined;
  return isGone || patch === base ? [at] : [];
}

describe("an overlay holds nothing that it does not need", () => {
  for (const name of examples) {
    test(`${name}: without any one entry something else is built`, { skip }, async () => {
      const { renderings, tree } = await exampleTree(name);
      // One environment of each; thebot's others are large, and take a minute.
      const given = renderings.at(name === "thebot" ? -1 : 0) as Rendering;
      const { environment } = given.resolved;
      const overlay = overlayOf(tree.files, environment);
      const variants = [...lacking(overlay)];
      assert.ok(variants.length > 5, "the overlay says next to nothing");
      const folder = scratch();
      writeTree(folder, tree.files);
      for (const [index, [, files]] of variants.entries())
        writeTree(join(folder, "overlays", `lacking-${index}`), files);
      const folders = [environment, ...variants.keys().map((index) => `lacking-${index}`)];
      const paths = folders.map((each) => join(folder, "overlays", each));
      const [whole, ...answers] = buildAll(program as string, paths);
      assert.equal(whole?.error, undefined);
      for (const [index, [what]] of variants.entries())
        assert.notDeepEqual(answers[index], whole, `${what} changes nothing`);
    });

    test(`${name}: no patch says what the base says`, async () => {
      const { tree } = await exampleTree(name);
      const isBase = (path: string) => path.startsWith("base/") && !path.includes("kustomization");
      const base = [...tree.files]
        .filter(([path]) => isBase(path))
        .flatMap(([, text]) => loadAll(text) as Fields[]);
      const fileOf = ({ kind, metadata }: Fields) =>
        `${String(kind).toLowerCase()}-${(metadata as Fields).name}.yaml`;
      for (const [path, text] of tree.files) {
        if (!path.includes("/patches/")) continue;
        const object = base.find((one) => fileOf(one) === path.split("/").at(-1));
        const patch = load(text);
        assert.ok(object, path);
        if (!Array.isArray(patch)) assert.deepEqual(idle(patch, object), [], path);
      }
    });
  }

  test("what a patch repeats is noticed", () => {
    const base = { kind: "A", spec: { a: 1, list: [1], containers: [{ name: "x", image: "y" }] } };
    assert.deepEqual(idle({ kind: "A", spec: { a: 1 } }, base), ["spec.a"]);
    assert.deepEqual(idle({ spec: { b: null } }, base), ["spec.b"]);
    assert.deepEqual(idle({ spec: { list: [1] } }, base), ["spec.list"]);
    const patch = (image: string) => ({ spec: { containers: [{ name: "x", image }] } });
    assert.deepEqual(idle(patch("y"), base), ["spec.containers.x.image"]);
    assert.deepEqual(idle(patch("z"), base), []);
  });
});
