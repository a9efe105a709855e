import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { NEEDS_GO } from "../../go-program.ts";
import { manifest } from "./manifest.ts";
import { comparable, readAsKubectl } from "./ours.ts";
import { randomInputs } from "./random-inputs.ts";
import { streams } from "./table.ts";
import { type Answer, askReader } from "./upstream/program.ts";

suite("streams are read as kubectl's own reader reads them", () => {
  test("every scalar in every place, and every form", (t) => {
    const inputs = [manifest, ...streams].map((text) => Buffer.from(text));
    const answers = askReader(inputs);
    if (answers === undefined) return t.skip(NEEDS_GO);
    assert.deepEqual(differences(inputs, answers), []);
    const refused = answers.filter(({ error }) => error !== undefined).length;
    assert.ok(refused > 300 && refused < inputs.length - 500, `${refused} of them are refused`);
  });

  test("in UTF-8 and UTF-16, with and without a byte order mark", (t) => {
    const text = "a: é😀\nb: ü\n";
    const wide = Buffer.from(`\ufeff${text}`, "utf16le");
    const inputs = [
      Buffer.from(text),
      Buffer.from(`\ufeff${text}`),
      wide,
      Buffer.from(wide).swap16(),
      Buffer.from(text, "latin1"),
      Buffer.from(text, "utf16le"),
    ];
    const answers = askReader(inputs);
    if (answers === undefined) return t.skip(NEEDS_GO);
    assert.deepEqual(differences(inputs, answers), []);
  });

  test("random ones, but for a few in ten thousand", (t) => {
    const inputs = randomInputs(1).take(20_000).filter(isPlain).toArray();
    const answers = askReader(inputs);
    if (answers === undefined) return t.skip(NEEDS_GO);
    const different = differences(inputs, answers);
    assert.ok(different.length < inputs.length / 1000, different.slice(0, 20).join("\n"));
  });
});

/**
 * Not compared: JSON with something behind it that is neither JSON nor a document of its own, of which
 * kubectl's reader takes pieces that depend on the sizes of its buffers; directives behind a document
 * and byte order marks within one, which it passes over or not.
 */
function isPlain(input: Buffer): boolean {
  const text = input.toString("utf8");
  return !/^[\s\ufeff]*\{/.test(text) && !/\0|%|\ufeff/.test(text);
}

/** Of two refusals it does not matter how much was read before. */
function differences(inputs: readonly Buffer[], answers: readonly Answer[]): string[] {
  return inputs.flatMap((input, at) => {
    const theirs = answers[at]!;
    const ours = readAsKubectl(input);
    // Deeper than the server itself reads.
    if (ours.error === "this is nested too deeply") return [];
    if (ours.error !== undefined && theirs.error !== undefined) return [];
    const isSame =
      ours.error === theirs.error &&
      JSON.stringify(comparable(ours.documents)) === JSON.stringify(comparable(theirs.documents));
    if (isSame) return [];
    const shown = JSON.stringify(input.toString()).slice(0, 300);
    return [`${shown}: ${told(ours)}, kubectl ${told(theirs)}`];
  });
}

function told({ documents, error }: Answer): string {
  return `${JSON.stringify(documents)}${error === undefined ? "" : ` ${error}`}`.slice(0, 300);
}
