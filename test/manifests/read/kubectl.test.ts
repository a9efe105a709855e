import assert from "node:assert/strict";
import { test } from "node:test";
import { documentsOf } from "../../../src/manifests/read/stream.ts";
import { kubectlReads } from "./kubectl.ts";
import { manifest } from "./manifest.ts";
import { comparable } from "./ours.ts";
import { scalars } from "./table.ts";

const head = "apiVersion: v1\nkind: X\nmetadata: {name: a}\n";

/** Streams of whole objects, as people write them or get them wrong. */
const streams: readonly string[] = [
  manifest,
  ...scalars.map((scalar) => `${head}v: ${scalar}\n`),
  `${head}a: 1\na: 2\n`,
  `${head}a: 1\n<<: {a: 2}\n`,
  `${head}x: &x {a: 1}\ny: {<<: *x, a: 2}\n`,
  `${head}__proto__: {a: 1}\nconstructor: 1\n`,
  `${head}---\n${head}---\n`,
  `---\n\n---\n${head}`,
  `# a comment\n---\n${head}`,
  `${head}---\n# nothing\n---\nnull\n`,
  `${head}----\n${head}`,
  `${head}--- # a comment\n${head}`,
  `${head}...\na: b: c\n`,
  `${head.replaceAll("\n", "\r\n")}v: |\r\n  a\r\n  b\r\n`,
  `\ufeff${head}`,
  `${head}v: é😀\n`,
  `apiVersion: v1\nmetadata: {name: a}\n`,
  `- ${head.replaceAll("\n", "\n  ")}`,
  "text\n",
  `apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: X, metadata: {name: a}}\n`,
  `apiVersion: v1\nkind: XList\nitems:\n- metadata: {name: a}\n- metadata: {name: b}\n`,
  `apiVersion: v1\nkind: List\nitems:\n- metadata: {name: a}\n`,
  `apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: List\n  items: [{apiVersion: v1, kind: X, metadata: {name: a}}]\n`,
  '{"apiVersion":"v1","kind":"X","metadata":{"name":"a"},"v":1e3,"w":1.0,"v":2}',
  '{"apiVersion":"v1","kind":"X","metadata":{"name":"a"}}{"apiVersion":"v1","kind":"X","metadata":{"name":"b"}}',
  '{"apiVersion":"v1","kind":"X","metadata":{"name":"a"},}',
  "{apiVersion: v1, kind: X, metadata: {name: a}}",
];

test("streams are read as the real kubectl reads them", async () => {
  const answers = await kubectlReads(streams);
  for (const stream of streams)
    assert.deepEqual(comparable(ours(stream)), comparable(answers.get(stream)), stream);
  const refused = [...answers.values()].filter((answer) => answer === null).length;
  assert.ok(refused > 20 && refused < streams.length - 100, `${refused} are refused`);
});

/** The objects of a stream; nothing where a part of it is refused. */
function ours(stream: string): readonly unknown[] | null {
  const documents = [...documentsOf("x", stream)];
  const isRefused = documents.some(
    ({ value, problems }) =>
      value === undefined || problems.some(({ about }) => about === "not-kubernetes"),
  );
  if (isRefused) return null;
  return documents.flatMap(({ objects }) => objects.map(({ value }) => value));
}
