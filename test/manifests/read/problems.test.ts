import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { documentsOf } from "../../../src/manifests/read/stream.ts";
import { textAt } from "./trees.ts";

/** What is wrong with a text: the kind, the place, and the words. */
type Case = readonly [text: string, about: string, at: string, message: RegExp];

const cases: Readonly<Record<string, Case>> = {
  "a second colon": ["a: b: c\n", "syntax", ": c", /second ": " in this line/],
  "a key without a colon": ["a: b\nimage\nc: d\n", "syntax", "image", /no colon behind this key/],
  "no blank behind the colon": [
    "a: b\nimage:x\nc: d\n",
    "syntax",
    "image:x",
    /no colon behind this key/,
  ],
  "an indentation of its own": [
    "a:\n    b: c\n  d: e\n",
    "syntax",
    "d: e",
    /where a key is expected/,
  ],
  "a key indented below a text": ["a: b\n  c: d\n", "syntax", ": d", /a key cannot stand here/],
  "a key among items": ["- a\nb: c\n", "syntax", "b: c", /among the items of a list/],
  "a tab as indentation": ["a:\n\tb: c\n", "tab", "\tb: c", /tab/],
  "a double quote that is not closed": ['a: "b\nc: d\n', "syntax", '"b', /does not end/],
  "a single quote that is not closed": ["a: 'b\nc: d\n", "syntax", "'b", /does not end/],
  "something behind a quote": ['a: "b" c\n', "syntax", "c", /where a key is expected/],
  "a bracket that is not closed": ["a: [b, c\n", "syntax", "[b, c", /this list is not closed/],
  "a brace that is not closed": ["a: {b: c\n", "syntax", "{b: c", /this map is not closed/],
  "no comma": ['a: ["b" "c"]\n', "syntax", '"c"]', /comma or "\]" is expected/],
  "an unknown escape": ['a: "\\d"\n', "syntax", '\\d"', /means nothing in double quotes/],
  "a pair of surrogates": [
    'a: "\\ud83d\\ude00"\n',
    "syntax",
    '\\ud83d\\ude00"',
    /is not a character/,
  ],
  "an at sign": ["a: @b\n", "syntax", "@b", /cannot begin with "@"/],
  "a block with a text beside it": ["a: | b\n", "syntax", "b", /begins in the line below/],
  "a template's value": [
    "a: {{ .Values.b }}\n",
    "template",
    "{{ .Values.b }}",
    /begins a template/,
  ],
  "a template's line": [
    "{{- if .b }}\na: c\n{{- end }}\n",
    "template",
    "{{- if .b }}",
    /a template/,
  ],
  "an unknown alias": ["a: *b\n", "alias", "*b", /no anchor "&b"/],
  "an alias that contains itself": ["a: &x\n  b: *x\n", "alias", "*x", /contains itself/],
  "a number without end": ["a: .inf\n", "unsupported", ".inf", /JSON cannot hold/],
  "a null as key": ["a:\n  ~: b\n", "unsupported", "~: b", /this one is null/],
  "a list as key": ["[a]: b\n", "unsupported", "[a]: b", /a text, not a list/],
  "a tag that lies": ["a: !!int b\n", "unsupported", "b", /not what its tag says/],
  "a control character": ["a: b\x01c\n", "syntax", "\x01c", /U\+0001/],
  "a separator with something behind it": ["--- a: b\n", "syntax", "--- a: b", /stands alone/],
  "too many dashes": ["a: b\n----\nc: d\n", "syntax", "----", /stands alone/],
  "a directive": ["%YAML 1.2\n---\na: b\n", "syntax", "%YAML 1.2", /a directive/],
  "a key twice": ["a: 1\nb: 2\na: 3\n", "duplicate-key", "a: 3", /first in line 1/],
  "something behind the end": [
    "a: b\n...\nc: d\n",
    "ignored-text",
    "c: d",
    /nothing behind "\.\.\."/,
  ],
  "something that belongs to nothing": [" a: b\nc: d\n", "ignored-text", "c: d", /not read/],
  "a text": ["hello\n", "not-kubernetes", "hello", /a text, not a Kubernetes object/],
  "a list": ["- a: b\n", "not-kubernetes", "- a: b", /a list, not/],
  "no kind": ["apiVersion: v1\n", "not-kubernetes", "apiVersion: v1", /lacks kind/],
  "no apiVersion": ["kind: Pod\n", "not-kubernetes", "kind: Pod", /lacks apiVersion/],
  "an item that is none": [
    "apiVersion: v1\nkind: List\nitems:\n- kind: Pod\n",
    "not-kubernetes",
    "kind: Pod",
    /lacks apiVersion/,
  ],
  "nothing at all": ["", "empty", "", /empty/],
  "comments alone": ["# a\n", "empty", "# a", /empty/],
  "an empty document": ["a: b\n---\n# c\n---\nd: e\n", "empty", "# c", /empty/],
  "JSON that is only YAML, and more": [
    '{"a": 1,} {"b": 2}',
    "ignored-text",
    '{"b": 2}',
    /not read/,
  ],
  "a key twice in JSON": ['{"a": 1,\n "a": 2}', "duplicate-key", '"a": 2}', /first in line 1/],
  "broken JSON behind JSON": [
    '{"apiVersion":"v1","kind":"A"}\n{"apiVersion":"v1","kind":"A"}\n{"b": }\n',
    "syntax",
    "}",
    /"}" stands where a value is expected/,
  ],
  "a number that is too large": ['{"a": 1e999}', "unsupported", "1e999}", /too large/],
};

suite("what is wrong is told with its place", () => {
  for (const [name, [text, about, at, message]] of Object.entries(cases))
    test(name, () => {
      const problems = [...documentsOf("a.yaml", text)].flatMap((document) => document.problems);
      const problem = problems.find((each) => each.about === about);
      assert.ok(problem, JSON.stringify(problems));
      assert.match(problem.message, message);
      assert.equal(textAt(text, problem.where), at);
    });
});

test("a well-formed stream has no problems", () => {
  const text = "# first\n---\napiVersion: v1\nkind: A\n---\napiVersion: v1\nkind: B\n---\n";
  const problems = [...documentsOf("a.yaml", text)].flatMap((document) => document.problems);
  assert.deepEqual(problems, []);
});

test("one broken document hides no other", () => {
  const text = "apiVersion: v1\nkind: A\n---\na: b: c\n---\napiVersion: v1\nkind: B\n";
  const documents = [...documentsOf("a.yaml", text)];
  assert.deepEqual(
    documents.map(({ objects }) => objects.length),
    [1, 0, 1],
  );
});

test("keys of a prototype are keys like any other", () => {
  const text = "apiVersion: v1\nkind: A\n__proto__: {polluted: 1}\nconstructor: 2\n";
  const json = '{"apiVersion":"v1","kind":"A","__proto__":{"polluted":1},"constructor":2}';
  for (const each of [text, json]) {
    const [document] = [...documentsOf("a.yaml", each)];
    assert.deepEqual(Object.keys(document!.value as object), [
      "apiVersion",
      "kind",
      "__proto__",
      "constructor",
    ]);
    assert.equal(({} as { polluted?: number }).polluted, undefined);
  }
});
