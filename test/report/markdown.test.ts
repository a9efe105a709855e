import assert from "node:assert/strict";
import { test } from "node:test";
import { code, listed } from "../../src/reference/purposes/purposes.ts";
import { joined, varying } from "../../src/reference/varying.ts";
import { anchors } from "../../src/report/markdown/anchors.ts";
import { table } from "../../src/report/markdown/table.ts";
import { document, fenced, plain } from "../../src/report/markdown/text.ts";
import { varied } from "../../src/report/markdown/varied.ts";

test("a table keeps bars and lines inside their cells", () => {
  assert.equal(
    table(["a", "b"], [["`x | y`", "one\n  two"]]),
    "| a | b |\n| --- | --- |\n| `x \\| y` | one<br>two |",
  );
  assert.equal(table(["a"], []), undefined);
});

test("code with backticks gets a longer fence", () => {
  assert.equal(code("a"), "`a`");
  assert.equal(code("a `b` c"), "`` a `b` c ``");
  assert.equal(code("a\n  b"), "`a b`");
  assert.equal(fenced("", "```\nx\n```\n"), "````\n```\nx\n```\n````");
  assert.equal(listed(["a", "b", "c"]), "`a`, `b` and `c`");
});

test("a person's text is neither Markdown nor HTML", () => {
  assert.equal(
    plain("<b> & *star* _under_ [a](b) `c` #1\nnext"),
    "&lt;b> &amp; \\*star\\* \\_under\\_ \\[a\\](b) \\`c\\` \\#1 next",
  );
});

test("anchors are those of GitHub", () => {
  assert.deepEqual(
    anchors(["Who can reach whom?", "What is safe, and where", "A `b`", "a b", "Größe"]),
    ["who-can-reach-whom", "what-is-safe-and-where", "a-b", "a-b-1", "größe"],
  );
});

test("what differs between environments names them, and what does not is said once", () => {
  const text = (values: readonly (readonly [string, string])[]) => varied(varying(values), 3);
  assert.equal(
    text([
      ["a", "1"],
      ["b", "1"],
      ["c", "1"],
    ]),
    "1",
  );
  assert.equal(
    text([
      ["a", "1"],
      ["b", "2"],
      ["c", "1"],
    ]),
    "1 (a, c)<br>2 (b)",
  );
  assert.equal(
    text([
      ["a", "1"],
      ["c", "1"],
    ]),
    "1 (a, c)",
  );
  assert.equal(
    text([
      ["a", ""],
      ["b", "2"],
      ["c", "2"],
    ]),
    "– (a)<br>2 (b, c)",
  );
});

test("a row that only some environments have stands behind the row it follows there", () => {
  const rows = (...keys: string[]) => keys.map((key) => [key, key] as const);
  const tables = [
    ["a", rows("1", "3")],
    ["b", rows("1", "2", "3", "4")],
    ["c", rows("0", "3")],
  ] as const;
  assert.deepEqual(
    joined(tables).map(({ key }) => key),
    ["0", "1", "2", "3", "4"],
  );
});

test("blocks without content are left out", () => {
  assert.equal(document("# a", undefined, "", "b"), "# a\n\nb\n");
});
