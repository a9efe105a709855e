import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { load } from "js-yaml";
import { kinds } from "../../../src/kubernetes/kinds.ts";
import { type Manifest, manifestOf } from "../../../src/manifests/kustomize/fields.ts";
import {
  hasReplicas,
  isKnownClusterScoped,
  mergeKeys,
} from "../../../src/manifests/kustomize/known-kinds.ts";
import { isFollowed, referencesIn } from "../../../src/manifests/kustomize/references.ts";
import { factsOf, kustomizeProgram, sourceOf } from "./program.ts";

const program = kustomizeProgram();
const skip = program === undefined && "there is no Go to build kustomize with";

const known = kinds().map(({ apiVersion, kind }) => ({ apiVersion, kind }));
const things = (): { thing: Manifest; facts: ReturnType<typeof factsOf>[number] }[] => {
  const names = known.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`);
  const answers = factsOf(program as string, names);
  return known.map((kind, index) => ({
    thing: manifestOf({ ...kind, metadata: { name: "a" } } as never),
    facts: answers[index] as (typeof answers)[number],
  }));
};

/** The field specs of one of kustomize's own configurations. */
function specs(
  file: string,
): { kind: string; group?: string; path: string; fieldSpecs: { path: string }[] }[] {
  const source = sourceOf(`internal/konfig/builtinpluginconsts/${file}.go`);
  const text = /= `\n(.*?)`\n/s.exec(source)?.[1] as string;
  return Object.values(load(text) as object).flat();
}

describe("what is known of kustomize", { skip }, () => {
  test("kinds of the whole cluster are those that it knows", () => {
    const wrong = things().filter(
      ({ thing, facts }) => isKnownClusterScoped(thing) !== (facts.scope === "cluster"),
    );
    // It has learnt these after the version that kubectl 1.32 holds.
    const newer = ["ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"];
    assert.deepEqual(wrong.map(({ thing }) => thing.kind).sort(), newer);
    for (const { facts } of wrong) assert.equal(facts.scope, "cluster");
    assert.ok(things().some(({ thing }) => isKnownClusterScoped(thing)));
  });

  test("lists that it merges, and by which fields", () => {
    let lists = 0;
    for (const { thing, facts } of things()) {
      for (const [path, keys] of Object.entries(facts.lists)) {
        // Left to JSON patches wherever they stand, and lists that are merged as sets.
        if (/(^|\.)metadata\.(finalizers|ownerReferences)$/.test(path) || keys.length === 0)
          continue;
        lists += 1;
        const where = `${thing.apiVersion} ${thing.kind} ${path}`;
        assert.deepEqual(mergeKeys(thing, path.split(".")), keys, where);
      }
    }
    assert.ok(lists > 100, `only ${lists} lists`);
  });

  test("lists that it does not merge are not taken for merged ones", () => {
    for (const { thing, facts } of things())
      for (const path of ["spec.containers", "spec.template.spec.containers", "spec.ports"])
        assert.deepEqual(
          mergeKeys(thing, path.split(".")) ?? [],
          facts.lists[path] ?? [],
          thing.kind,
        );
  });

  test("names that it follows, and the fields that hold them", () => {
    const followed = specs("namereference");
    assert.ok(followed.length > 10);
    for (const { kind, fieldSpecs } of followed) {
      assert.ok(isFollowed({ kind } as Manifest), kind);
      for (const { path } of fieldSpecs) {
        const parts = path.split(/(?<!\\)\//).map((part) => part.replaceAll("\\/", "/"));
        const isMap = /(^subjects|\/service)$/.test(path);
        const value: unknown = isMap ? { name: "found" } : "found";
        const object = parts.reduceRight((inner, part) => ({ [part]: inner }), value);
        assert.deepEqual(referencesIn(object as Manifest), ["found"], `${kind}: ${path}`);
      }
    }
  });

  test("kinds whose replicas it sets, and fields that its namespace changes", () => {
    for (const { kind } of specs("replicas")) assert.ok(hasReplicas({ kind } as Manifest), kind);
    const changed = specs("namespace").map(({ kind }) => kind);
    assert.deepEqual(changed, ["Namespace", "APIService", "CustomResourceDefinition"]);
  });
});
