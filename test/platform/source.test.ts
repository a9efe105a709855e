import assert from "node:assert/strict";
import { test } from "node:test";
import { findInCall } from "../../src/platform/source.ts";

type Path = readonly (string | number)[];

/** Each row: what is peculiar, the source with `|` before the call and `^` before the place, the way there. */
const rows: readonly (readonly [name: string, source: string, path: Path])[] = [
  ["an option", '|web("a", { ^port: 80 })', ["port"]],
  ["a nested option", '|web("a", { port: 80, scale: { min: 1, ^max: 2 } })', ["scale", "max"]],
  ["an item of a list", '|web("a", { args: ["x", ^"y"] })', ["args", 1]],
  ["a key in quotes", '|config("a", { "b.txt": "1", ^"c.txt": "2" })', ["c.txt"]],
  ["a key in single quotes", "|config('a', { ^'c.txt': '2' })", ["c.txt"]],
  ["a spread before", '|web("a", { ...shared, ...{ port: 1 }, ^port: 80 })', ["port"]],
  ["a shorthand", '|web("a", { image, ^port, scale })', ["port"]],
  ["brackets in strings", `|web("a", { x: "}{", y: ')', z: \`]\`, ^port: 80 })`, ["port"]],
  [
    "comments with brackets",
    '|web("a", { // {\n  /* port: 1, } */ x: 1, // ,\n  ^port: 80 })',
    ["port"],
  ],
  ["functions", '|web("a", { f: (a, { b }) => { return { port: 1 }; }, ^port: 80 })', ["port"]],
  ["templates in templates", '|web("a", { x: text`${y(`}`)} {`, ^port: 80 })', ["port"]],
  ["an object in a template", '|web("a", { x: `${{ port: 1 }.port}`, ^port: 80 })', ["port"]],
  ["escaped quotes", '|web("a", { x: "\\"}", ^port: 80 })', ["port"]],
  [
    "an object that is the second argument",
    "|environment(parts, { ^namespace: 1 })",
    ["namespace"],
  ],
  ["a call before the options", "|web(name({ port: 1 }), { ^port: 80 })", ["port"]],
  [
    "several lines",
    'const a =\n  |web(\n    "a",\n    {\n      scale: {\n        ^min: 1,\n      },\n    },\n  )',
    ["scale", "min"],
  ],
  ["lines that end as on Windows", '|web("a", {\r\n  x: 1,\r\n  ^port: 80,\r\n})', ["port"]],
  [
    "a value behind satisfies and as",
    '|web("a", { x: { port: 1 } as const, y: {} satisfies T, ^port: 80 })',
    ["port"],
  ],
  ["a regular expression", '|web("a", { x: /[}"]/, ^port: 80 })', ["port"]],
  ["a division", '|web("a", { x: 4 / 2, y: "/", ^port: 80 })', ["port"]],
  ["a way that ends at a variable", '|web("a", { ^scale: shared })', ["scale", "min"]],
  ["a way that ends at a spread", '^|web("a", { ...shared })', ["scale", "min"]],
  ["no options in place", "^|web(name, options)", ["port"]],
  ["a source that ends too early", '|web("a", { x: { ^port: 80', ["x", "port"]],
  ["nothing after the call", "^|web", ["port"]],
];

function place(source: string, mark: string) {
  const before = source.slice(0, source.indexOf(mark)).replace(mark === "|" ? "^" : "|", "");
  const lines = before.split("\n");
  return { file: "a.ts", line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

for (const [name, source, path] of rows) {
  test(`the place of an option is found past ${name}`, () => {
    const found = findInCall(source.replace("|", "").replace("^", ""), place(source, "|"), path);
    assert.deepEqual(found, place(source, "^"));
  });
}
