import assert from "node:assert/strict";
import { test } from "node:test";
import { composeYaml } from "../../../src/manifests/read/yaml/compose.ts";
import { decode } from "../../../src/manifests/read/yaml/decode.ts";
import { Stop } from "../../../src/manifests/read/yaml/node.ts";
import { readUsual } from "../../../src/manifests/read/yaml/usual.ts";
import { manifest } from "./manifest.ts";
import { randomInputs } from "./random-inputs.ts";
import { streams } from "./table.ts";

test("the quick reader says what the long way says, or nothing", () => {
  const random = randomInputs(2)
    .take(20_000)
    .map((input) => input.toString("utf8"));
  const inputs = [manifest, ...streams, ...random].flatMap((text) => text.split(/^---\n/m));
  let quick = 0;
  for (const input of inputs) {
    const text = input.endsWith("\n") ? input : `${input}\n`;
    if (/^\.\.\./m.test(text)) continue;
    const usual = readUsual(text);
    if (usual === undefined) continue;
    quick++;
    assert.deepEqual(usual, longWay(text), JSON.stringify(text));
  }
  assert.ok(quick > inputs.length / 10, `${quick} of ${inputs.length} are usual`);
});

test("manifests are usual", () => {
  const documents = manifest.split("---\n");
  assert.notEqual(readUsual(documents[0]!), undefined);
});

function longWay(text: string) {
  try {
    const { root, rest } = composeYaml(text);
    if (rest !== undefined) return "something is left";
    if (root === undefined) return { value: null, isSurprising: false };
    const { value, isSurprising, duplicates } = decode(root);
    return duplicates.length > 0 ? "duplicates" : { value, isSurprising };
  } catch (error) {
    if (error instanceof Stop) return error.message;
    throw error;
  }
}
