import assert from "node:assert/strict";
import { test } from "node:test";
import type { Document } from "../../../src/manifests/read/index.ts";
import { documentsOf } from "../../../src/manifests/read/stream.ts";
import { manifest } from "./manifest.ts";
import { textAt } from "./trees.ts";

test("every field of a manifest is found where it is written", () => {
  const [deployment, settings, list] = [...documentsOf("a.yaml", manifest)];
  const at = places(manifest);
  const spec = ["spec", "template", "spec"] as const;
  const container = [...spec, "containers", 0] as const;
  at(deployment, [], "apiVersion: apps/v1");
  at(deployment, ["metadata", "labels", "tier"], "'front' }", "\"tier\": 'front' }");
  at(deployment, ["metadata", "annotations", "note"], '"a \\"quoted\\" text"');
  at(deployment, ["spec", "replicas"], "3 # three", "replicas: 3 # three");
  at(deployment, container, "name: web", "- name: web");
  at(deployment, [...container, "args", 1], '"80", -v]', '"80", -v]');
  at(deployment, [...container, "command", 2], "|", "- |");
  at(deployment, [...container, "env", 1, "value"], '"0644"');
  at(settings, ["data", "rules"], "|-", "rules: |-");
  at(settings, ["data", "empty"], "empty:", "empty:");
  at(list, ["items", 0, "spec", "ports", 0, "port"], "80", "port: 80");
});

test("a field that is not there leads to its nearest parent", () => {
  const [deployment] = [...documentsOf("a.yaml", manifest)];
  const at = places(manifest);
  at(deployment, ["spec", "replicas", "x", 3], "replicas: 3 # three");
  at(deployment, ["spec", "template", "spec", "containers", 7], "containers:");
  at(deployment, ["nowhere", "at", "all"], "apiVersion: apps/v1");
});

test("aliases and merge keys lead to where a value is written", () => {
  const text = `x: &x
  port: 80
  name: one
w:
  <<: *x
  name: two
z: *x
l:
  - *x
`;
  const [document] = [...documentsOf("a.yaml", text)];
  const at = places(text);
  at(document, ["w", "port"], "80", "port: 80");
  at(document, ["w", "name"], "two", "name: two");
  at(document, ["z", "name"], "one", "name: one");
  at(document, ["l", 0, "port"], "80");
  at(document, ["z"], "port: 80", "z: *x");
});

test("objects in lists are found within them, in YAML and in JSON", () => {
  const json = `{"apiVersion": "v1", "kind": "List",
 "items": [{"apiVersion": "v1", "kind": "A", "metadata": {"name": "a"}},
  {"apiVersion": "v1", "kind": "B",
   "metadata": {"name": "b"}}]}
{"apiVersion": "v1", "kind": "C", "spec": {}}`;
  const objects = [...documentsOf("a.json", json)].flatMap((document) => document.objects);
  assert.deepEqual(
    objects.map(({ value }) => value.kind),
    ["A", "B", "C"],
  );
  const [a, b, c] = objects;
  assert.deepEqual(a!.locate([]), { file: "a.json", line: 2, column: 12 });
  assert.deepEqual(b!.locate(["metadata", "name"], "key"), { file: "a.json", line: 4, column: 17 });
  assert.deepEqual(c!.locate(["spec"]), { file: "a.json", line: 5, column: 43 });
});

test("lines end with a carriage return as well", () => {
  const text = "a: 1\r\nb:\r\n  c: 2\r\n---\r\nd: 3\r\n";
  const [first, second] = [...documentsOf("a.yaml", text)];
  assert.deepEqual(first!.locate(["b", "c"]), { file: "a.yaml", line: 3, column: 6 });
  assert.deepEqual(second!.locate(["d"]), { file: "a.yaml", line: 5, column: 4 });
});

test("scalars that mean something else are told with their places", () => {
  const text = `a: no
b: 0644
c: [1e3, 1_000, 12:30, 0x1f, ~]
on: x
d: "no"
e: 0899
f: 3
g: true
h: 1.5
`;
  const [document] = [...documentsOf("a.yaml", text)];
  assert.equal(document!.hasSurprises, true);
  assert.deepEqual(
    document!
      .surprises()
      .map(({ kind, text, becomes, part, steps, where }) =>
        [kind, text, becomes, part, steps.join("."), `${where.line}:${where.column}`].join(" "),
      ),
    [
      "boolean no false value a 1:4",
      "octal 0644 420 value b 2:4",
      "exponent 1e3 1000 value c.0 3:5",
      "underscore 1_000 1000 value c.1 3:10",
      "sexagesimal 12:30 12:30 value c.2 3:17",
      "base 0x1f 31 value c.3 3:24",
      "null ~  value c.4 3:30",
      "boolean on true key true 4:1",
      "octal 0899 899 value e 6:4",
    ],
  );
});

test("a manifest without any has none", () => {
  for (const document of documentsOf("a.yaml", manifest)) {
    assert.equal(document.hasSurprises, false);
    assert.deepEqual(document.surprises(), []);
  }
});

function places(text: string) {
  return (
    document: Document | undefined,
    steps: readonly (string | number)[],
    value: string,
    key?: string,
  ) => {
    assert.equal(textAt(text, document!.locate(steps)), value, `${steps.join(".")}`);
    if (key !== undefined)
      assert.equal(textAt(text, document!.locate(steps, "key")), key, `${steps.join(".")} (key)`);
  };
}
