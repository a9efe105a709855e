import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { load } from "js-yaml";
import { kinds } from "../../../src/kubernetes/kinds.ts";
import { type Manifest, manifestOf } from "../../../src/manifests/kustomize/fields.ts";
import { followed, type Selection } from "../../../src/manifests/kustomize/followed.ts";
import {
  hasReplicas,
  isKnownClusterScoped,
  mergeKeys,
} from "../../../src/manifests/kustomize/known-kinds.ts";
import { mapReferences, referencesIn } from "../../../src/manifests/kustomize/references.ts";
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
): { kind: string; group?: string; path: string; fieldSpecs: (Selection & { path: string })[] }[] {
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
    const line = (to: Selection, from: Selection, path: string) =>
      [to, from].map(({ group, version, kind }) => [group, version, kind].join("/")).join(" ") +
      path;
    const theirs = specs("namereference").flatMap(({ fieldSpecs, ...to }) =>
      fieldSpecs.map(({ path, ...from }) => {
        const parts = path.split(/(?<!\\)\//).map((part) => part.replaceAll("\\/", "/"));
        const isMap = /(^subjects|clientConfig\/service)$/.test(path);
        return line(to, from, [...parts, ...(isMap ? ["name"] : [])].join(" "));
      }),
    );
    const ours = followed.map(({ to, from, path }) => line(to, from, path.join(" ")));
    assert.ok(ours.length > 150);
    assert.deepEqual([...new Set(ours)].sort(), [...new Set(theirs)].sort());
    assert.equal(new Set(ours).size, ours.length, "a field is there twice");
  });

  test("names are found and changed wherever they stand", () => {
    for (const { to, from, path } of followed) {
      const apiVersion = [from.group, from.version ?? "v1"].filter(Boolean).join("/");
      const inside = path.reduceRight<unknown>((inner, part) => ({ [part]: [inner] }), "found");
      const object = {
        apiVersion,
        kind: from.kind,
        metadata: { name: "a" },
        ...(inside as object),
      };
      const where = `${from.kind} ${path.join(" ")}`;
      assert.deepEqual(referencesIn(object as Manifest), ["found"], where);
      const seen: string[] = [];
      const changed = mapReferences(object as Manifest, (name, kinds) => {
        seen.push(...kinds.map(({ kind }) => kind));
        return `${name} again`;
      });
      assert.ok(seen.includes(to.kind), where);
      assert.deepEqual(referencesIn(changed), ["found again"], where);
    }
  });

  test("kinds whose replicas it sets, and fields that its namespace changes", () => {
    for (const { kind } of specs("replicas")) assert.ok(hasReplicas({ kind } as Manifest), kind);
    const changed = specs("namespace").map(({ kind }) => kind);
    assert.deepEqual(changed, ["Namespace", "APIService", "CustomResourceDefinition"]);
  });
});
