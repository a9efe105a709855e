import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { Judged } from "../../../src/kubernetes/validation/judge.ts";
import { refusals, refusalsOfUpdate } from "./said.ts";

type Fields = Readonly<Record<string, unknown>>;

function version(name: string, schema: Fields, more: Fields = {}): Fields {
  return { name, served: true, storage: true, schema: { openAPIV3Schema: schema }, ...more };
}

function definition(versions: readonly Fields[], more: Fields = {}, name = "ships.example.com") {
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name },
    spec: {
      group: "example.com",
      scope: "Namespaced",
      names: { plural: "ships", kind: "Ship" },
      versions,
      ...more,
    },
  } as Judged;
}

function withSpec(spec: Fields): Judged {
  return definition([version("v1", { type: "object", properties: { spec } })]);
}

const v1 = version("v1", { type: "object" });
const at = "spec.versions[0].schema.openAPIV3Schema.properties[spec]";

suite("definitions of custom resources", () => {
  const mistakes: readonly (readonly [what: string, Judged, ...says: string[]])[] = [
    [
      "a name that is not plural and group",
      definition([v1], {}, "ship.example.com"),
      "metadata.name: must be the plural, a dot, and the group; name: ships.example.com",
    ],
    [
      "a group of Kubernetes",
      definition([v1], { group: "ships.k8s.io" }, "ships.ships.k8s.io"),
      'metadata.annotations[api-approved.kubernetes.io]: the group ships.k8s.io belongs to Kubernetes, which reviews its APIs; a URL of the review, or "unapproved: " and why',
    ],
    [
      "no schema",
      definition([{ name: "v1", served: true, storage: true }]),
      "spec.versions[0].schema.openAPIV3Schema: must be given",
    ],
    [
      "two versions that are stored",
      definition([v1, version("v2", { type: "object" })]),
      "spec.versions: exactly one version has storage: true; here 2 have",
      "status.storedVersions: needs exactly one stored version",
    ],
    [
      "a type that is not given",
      withSpec({ properties: {} }),
      `${at}.type: the type of a field must be given`,
    ],
    [
      "a list without a schema of its items",
      withSpec({ type: "array" }),
      `${at}.items: a list needs a schema of items`,
    ],
    [
      "a pattern that is none",
      withSpec({ type: "string", pattern: "(?=a)" }),
      `${at}.pattern: is no regular expression (RE2): invalid or unsupported Perl syntax: \`(?=\``,
    ],
    [
      "a default that the schema refuses",
      withSpec({ type: "integer", minimum: 5, default: 3 }),
      `${at}.default: must be at least 5`,
    ],
    [
      "a default with an unknown field",
      withSpec({ type: "object", default: { a: 1 } }),
      `${at}.default: holds fields that the schema does not know`,
    ],
    [
      "a type within anyOf",
      withSpec({ type: "string", anyOf: [{ type: "string" }] }),
      `${at}.anyOf[0].type: belongs outside of allOf, anyOf, oneOf and not`,
    ],
    [
      "a field that only allOf names",
      definition([version("v1", { type: "object", allOf: [{ properties: { a: {} } }] })]),
      "spec.versions[0].schema.openAPIV3Schema.properties[a]: must be described here, since allOf, anyOf, oneOf or not ask something of it",
    ],
    [
      "a key that may be missing",
      withSpec({
        type: "array",
        "x-kubernetes-list-type": "map",
        "x-kubernetes-list-map-keys": ["a"],
        items: { type: "object", properties: { a: { type: "string" } } },
      }),
      `${at}.items.properties[a].default: a key needs a default, or must be required`,
    ],
    [
      "items that must be unique",
      withSpec({ type: "array", uniqueItems: true, items: { type: "string" } }),
      `${at}.uniqueItems: may not be true; x-kubernetes-list-type: set`,
    ],
    [
      "a rule that costs too much",
      withSpec({
        type: "array",
        items: { type: "string" },
        "x-kubernetes-validations": [{ rule: "self.all(x, self.exists(y, x == y))" }],
      }),
      `${at}.x-kubernetes-validations[0].rule: may cost too much to evaluate; set maxItems, maxProperties and maxLength on what it looks at`,
      `${at}.x-kubernetes-validations[0].rule: makes the rules of this version cost too much together; set maxItems, maxProperties and maxLength on what it looks at`,
      "spec.versions[0].schema.openAPIV3Schema: its rules may cost too much together; set maxItems, maxProperties and maxLength on what it looks at",
    ],
    [
      "a rule that is no truth",
      withSpec({ type: "string", "x-kubernetes-validations": [{ rule: "self" }] }),
      `${at}.x-kubernetes-validations[0].rule: must result in a bool`,
    ],
    [
      "a wrong type within items",
      withSpec({ type: "array", items: { type: 1 } }),
      `${at}.items.type: a number stands where text is needed; put it into quotes`,
    ],
  ];
  for (const [what, crd, ...says] of mistakes)
    test(what, async () => assert.deepEqual(await refusals(crd), says));

  test("what is said of all versions alike is told once", async () => {
    const schema = { type: "object", properties: { spec: {} } };
    const both = [version("v1", schema), version("v2", schema, { storage: false })];
    assert.equal((await refusals(definition(both))).length, 1);
  });

  test("a rule is compiled by its schema", async () => {
    const rule = (text: string) => ({
      type: "object",
      properties: { a: { type: "integer" }, "b-c": { type: "string" } },
      "x-kubernetes-validations": [{ rule: text }],
    });
    assert.deepEqual(await refusals(withSpec(rule("self.a > 1 && self.b__dash__c == 'x'"))), []);
    assert.equal((await refusals(withSpec(rule("self.a == 'x'")))).length, 1);
    assert.equal((await refusals(withSpec(rule("self.d == 'x'")))).length, 1);
  });
});

suite("updates of definitions", () => {
  test("what its objects depend on stays", async () => {
    const other = { names: { plural: "ships", kind: "Boat" }, scope: "Cluster" };
    assert.deepEqual(await refusalsOfUpdate(definition([v1], other), definition([v1])), [
      'spec.scope: may not change; it was "Namespaced"',
      'spec.names.kind: may not change; it was "Ship"',
    ]);
  });

  test("a version that may be stored stays", async () => {
    const v2 = version("v2", { type: "object" });
    assert.deepEqual(await refusalsOfUpdate(definition([v2]), definition([v1])), [
      'status.storedVersions[0]: the version "v1" may be stored and must stay until its objects are migrated',
    ]);
    const both = [{ ...v1, storage: false }, v2];
    assert.deepEqual(await refusalsOfUpdate(definition(both), definition([v1])), []);
  });
});
