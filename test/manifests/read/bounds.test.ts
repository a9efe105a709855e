import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { documentsOf } from "../../../src/manifests/read/stream.ts";
import { misbehaviour } from "./misbehaviour.ts";
import { randomInputs } from "./random-inputs.ts";

/** What the first problem of a text is about. */
const hostile: Readonly<Record<string, readonly [text: () => string, about: string]>> = {
  "an alias bomb": [
    () => {
      const of = (name: string) => Array.from({ length: 9 }, () => name).join(",");
      const letters = [..."abcdefghij"];
      const lines = letters.map((letter, at) =>
        at === 0 ? `a: &a [${of("x")}]` : `${letter}: &${letter} [${of(`*${letters[at - 1]}`)}]`,
      );
      return lines.join("\n");
    },
    "alias",
  ],
  "merge keys that multiply": [
    () => {
      const lines = Array.from({ length: 40 }, (_, at) =>
        at === 0 ? "a0: &a0 {x: 1}" : `a${at}: &a${at} {<<: [*a${at - 1}, *a${at - 1}]}`,
      );
      return lines.join("\n");
    },
    "alias",
  ],
  "lists in lists": [() => "- ".repeat(1e6), "too-deep"],
  "brackets in brackets": [() => "[".repeat(1e6), "too-deep"],
  "maps in maps": [() => "{a: ".repeat(1e6), "too-deep"],
  "keys of keys": [() => "? ".repeat(1e5), "too-deep"],
  "JSON in JSON": [() => '{"a":'.repeat(1e5), "too-deep"],
  "lists in JSON": [() => `{"a":${"[".repeat(1e5)}${"]".repeat(1e5)}}`, "too-deep"],
  "indentation without end": [
    () => Array.from({ length: 3000 }, (_, at) => `${" ".repeat(at)}a:`).join("\n"),
    "too-deep",
  ],
  "a quote that never ends": [() => `a: "${"x\n".repeat(1e6)}`, "syntax"],
  "one line of colons": [() => "a: ".repeat(1e6), "syntax"],
  "one key again and again": [() => "a: 1\n".repeat(1e5), "duplicate-key"],
  "anchors without end": [() => "&a ".repeat(1e6), "ignored-text"],
  "comments without end": [() => "# a\n".repeat(1e6), "empty"],
};

suite("hostile documents end soon, with a word", () => {
  for (const [name, [text, about]] of Object.entries(hostile))
    test(name, () => {
      const problems = [...documentsOf("a.yaml", text())].flatMap((document) => document.problems);
      assert.equal(problems[0]?.about, about);
      assert.ok(problems.length <= 101, `${problems.length} problems`);
    });
});

test("a hundred thousand documents are read one after another", () => {
  let count = 0;
  for (const { objects } of documentsOf("a", "apiVersion: v1\nkind: A\n---\n".repeat(100_000)))
    count += objects.length;
  assert.equal(count, 100_000);
});

test("aliases that are many and small are read", () => {
  const text = `apiVersion: v1\nkind: A\na: &a {b: c}\nl:\n${"- *a\n".repeat(5000)}`;
  const [document] = [...documentsOf("a.yaml", text)];
  assert.deepEqual(document!.problems, []);
  assert.equal((document!.value as { l: unknown[] }).l.length, 5000);
});

test("random inputs neither crash nor hang the reader", () => {
  let count = 0;
  for (const input of randomInputs(Number(process.env.FUZZ_SEED ?? 3)).take(10_000)) {
    const wrong = misbehaviour(input);
    assert.equal(wrong, undefined, `input ${count}: ${JSON.stringify(input.toString("base64"))}`);
    count++;
  }
});
