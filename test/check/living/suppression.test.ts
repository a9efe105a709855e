import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { commentsIn } from "../../../src/check/living/comments.ts";
import { parseSuppression } from "../../../src/check/living/suppression.ts";
import { valuesIn } from "../../../src/check/living/values.ts";

describe("the text of a suppression", () => {
  const right = (text: string, rules: string[], reason: string, until?: string) =>
    test(text, () => assert.deepEqual(parseSuppression(text), { rules, reason, until }));
  right("unknown-field: a new version has it", ["unknown-field"], "a new version has it");
  right("a-b, c , d2: because", ["a-b", "c", "d2"], "because");
  right("a-b: because until 2027-01-31", ["a-b"], "because", "2027-01-31");
  right("a-b: because (until 2027-01-31).", ["a-b"], "because", "2027-01-31");
  right("a-b: because, until 2028-02-29", ["a-b"], "because", "2028-02-29");
  right("a-b: it waits until the release", ["a-b"], "it waits until the release");
  right("a-b: see https://example.com/1: it waits", ["a-b"], "see https://example.com/1: it waits");

  const wrong = (text: string, message: RegExp) =>
    test(`${text} is wrong`, () => {
      const said = parseSuppression(text);
      assert.ok("message" in said);
      assert.match(said.message, message);
    });
  wrong("", /names no rule/);
  wrong(": because", /names no rule/);
  wrong("Unknown Field: because", /names no rule/);
  wrong("unknown-field", /unknown-field gives no reason/);
  wrong("unknown-field:  ", /gives no reason/);
  wrong("unknown-field: until 2027-01-31", /gives no reason/);
  wrong("unknown-field because", /colon is missing/);
  wrong("a-b: because until 2027-02-29", /"2027-02-29" is no day/);
  wrong("a-b: because until 31.1.2027", /is no day/);
});

describe("the lines that a comment covers", () => {
  const lines = (text: string, file = "a.yaml") =>
    commentsIn(file, text, valuesIn).map(({ covers: { first, last } }) => [first, last]);
  const ignore = "# slipway-ignore a: b";
  const cases: readonly (readonly [string, string, readonly (readonly number[])[]])[] = [
    ["above the first line: the document", `${ignore}\na: 1\nb: 2\n---\nc: 3\n`, [[2, 3]]],
    ["also with other comments", `# license\n${ignore}\n\n# more\na: 1\nb: 2\n`, [[5, 6]]],
    ["above the separator: the next document", `a: 1\n${ignore}\n---\nb: 2\nc: 3\n`, [[4, 5]]],
    ["behind the separator", `a: 1\n--- ${ignore}\nb: 2\nc: 3\n---\nd: 4\n`, [[3, 4]]],
    ["above a field: it and what is in it", `a:\n  ${ignore}\n  b:\n    c: 1\n  d: 2\n`, [[3, 4]]],
    ["above an item: the item", `a:\n  ${ignore}\n  - b: 1\n    c: 2\n  - d: 3\n`, [[3, 4]]],
    ["items as far left as their key", `a: 0\n${ignore}\nb:\n- c: 1\n- d: 2\ne: 3\n`, [[3, 5]]],
    ["at the end of a line: what begins there", `a: 0\nb: ${ignore}\n  c: 1\nd: 2\n`, [[2, 3]]],
    ["at the end of a line without more", `a: 0\nb: 1 ${ignore}\nc: 2\n`, [[2, 2]]],
    ["comments and blank lines in between", `a: 0\nb: ${ignore}\n\n# x\n  c: 1\nd: 2\n`, [[2, 5]]],
    ["brackets over several lines", `a: 0\n${ignore}\nb: {\n  c: 1\n}\nd: 2\n`, [[3, 5]]],
    [
      "two above one line",
      `a: 0\n${ignore}\n${ignore}\nb: 1\n`,
      [
        [4, 4],
        [4, 4],
      ],
    ],
    ["with line breaks of Windows", `a: 0\r\n${ignore}\r\nb:\r\n  c: 1\r\nd: 2\r\n`, [[3, 4]]],
    ["none in a value", `a: |\n  ${ignore}\n  x\nb: "x ${ignore}"\nc: 'y ${ignore}'\n`, []],
    ["behind a value in quotes", `a: 0\nb: "#" ${ignore}\n`, [[2, 2]]],
    ["none of another word", "a: 1 # slipway-ignored a: b\nb: 2 # slipway-ignore-x a: b\n", []],
    ["also in a template", `{{ if .Values.a }}\na: {{ .b }} ${ignore}\n{{ end }}\n`, [[2, 2]]],
    ["at the end of the file", `a: 1\n${ignore}`, [[3, 3]]],
  ];
  for (const [title, text, expected] of cases)
    test(title, () => assert.deepEqual(lines(text), expected));

  const tick = "// slipway-ignore a: b";
  test("a call of TypeScript, to its closing bracket", () => {
    const text = `const a = 1;\n${tick}\nconst b = web("b", {\n  port: 1,\n});\nconst c = 2;\n`;
    assert.deepEqual(lines(text, "platform.ts"), [[3, 5]]);
  });
  test("a line of TypeScript", () => {
    const text = `const b = web("b", {\n  port: 1, ${tick}\n  scale: 2,\n});\n`;
    assert.deepEqual(lines(text, "platform.ts"), [[2, 2]]);
  });
});
