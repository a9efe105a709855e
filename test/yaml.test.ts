import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { dump, load } from "js-yaml";
import { toYaml } from "../src/yaml.ts";

/** Texts that some reader of YAML takes for something else, or that are hard to write. */
const texts = [
  ..."yes no y n on Off TRUE null ~ 12 0o17 017 0x1F 0b1 1_000 12:30 1e3 .5 5. 1.0 .inf".split(" "),
  ..."-.INF .nan 2001-01-01 << = -x --port=1 - -- --- ... ?x :x a:b #x &a *a !a | |x > >x".split(
    " ",
  ),
  ..."'x \"x %x @x `x [a] {a} a[0] {{x}} ,x é 😀 10.0.0.0/8 127.0.0.1 1.29 100m 1Gi".split(" "),
  ..."$(A) a'b a\"b x: :: a::b http://x:80/ 0 00 08 +1 -1 + 1__0 0. e3 1e 0x 190:20:30".split(" "),
  ..."' \\ a\\b a] ] } : =a <<a !! . / _ 1:60 0b 0o 0o8 +.5 -0x1f 12e03 1.e+5".split(" "),
  "",
  " ",
  " x",
  "x ",
  "a: b",
  "a #b",
  "a, b",
  "- a",
  "? x",
  "0 3 * * *",
  "*/5 * * * *",
  "a\tb",
  "\tx",
  "\u2028",
  "\u0085",
  "\ufeff",
  "\u00a0x",
  "\u0007",
  "2001-12-14t21:59:43.10-05:00",
  "2001-12-14 21:59:43",
  "a\nb",
  "a\nb\n",
  "a\n\n",
  "\n",
  "\n\n",
  "\na",
  "\n a",
  " a\nb",
  "a\n b",
  "a \nb",
  "a\n \nb",
  "a\n ",
  "a\n\tb",
  "a\r\nb",
  "x\n\n\ny",
  "#a\nb",
  "- a\nb: c\n",
  "---\na\n...\n",
];

describe("YAML", () => {
  test("reads like the library's, for whatever manifests hold", () => {
    const value = {
      apiVersion: "v1",
      list: [],
      map: {},
      nested: [[1, [2]], { x: 1, y: [{ z: 1 }] }, [], {}],
      nothing: null,
      items: [null, true, 1.5, "text", "12", "two\nlines\n"],
      "key with: colon": 1,
      true: 1,
      "a/b.c": 3,
      "": 4,
      script: "#!/bin/sh\n\nset -eu\n  echo 'hello: world' # really\n",
    };
    assert.equal(toYaml(value), dump(value, { lineWidth: -1, noRefs: true }));
  });

  test("is quoted as the library quotes it where a reader of YAML 1.1 could be mistaken", () => {
    for (const text of texts.filter((each) => !/[\n]/.test(each))) {
      const quotes = (yaml: string) => /^a: ['"]/.test(yaml);
      const library = dump({ a: text }, { lineWidth: -1, noRefs: true });
      if (quotes(library)) assert.ok(quotes(toYaml({ a: text })), JSON.stringify(text));
    }
  });

  test("comes back as it was: every hard text, as value, item and key", () => {
    for (const text of texts)
      for (const value of [
        { a: text },
        [text],
        { a: [text, { b: text }] },
        { [text]: text },
        { a: { b: text }, c: 1 },
      ])
        assert.deepEqual(load(toYaml(value)), value, JSON.stringify(value));
  });

  test("comes back as it was: any plain value", () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: "grapheme" }),
      fc.constantFrom(...texts),
      fc
        .array(fc.constantFrom("a", " ", "\n", ":", "#", "-", "'", '"', "1", ".", "\t", "é"), {
          maxLength: 12,
        })
        .map((parts) => parts.join("")),
    );
    const scalar = fc.oneof(
      text,
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Object.is(n, -0)),
      fc.boolean(),
      fc.constant(null),
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: "small" },
        scalar,
        fc.array(tie("tree"), { maxLength: 4 }),
        fc.dictionary(
          text.filter((key) => key !== "__proto__"),
          tie("tree"),
          { maxKeys: 4, noNullPrototype: true },
        ),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => assert.deepEqual(load(toYaml(value)), value)),
      { numRuns: 3000 },
    );
  });

  test("leaves out what JSON leaves out", () => {
    const value = { a: undefined, b: () => {}, c: [undefined], d: new Date(0), e: Number.NaN };
    assert.deepEqual(load(toYaml(value), {}), JSON.parse(JSON.stringify(value)));
  });
});
