import assert from "node:assert/strict";
import { test } from "node:test";
import type { Step } from "../../../src/kubernetes/validation/field-path.ts";
import { offsetOf } from "../../../src/manifests/read/locate.ts";
import { composeYaml } from "../../../src/manifests/read/yaml/compose.ts";
import { decode } from "../../../src/manifests/read/yaml/decode.ts";
import { Stop } from "../../../src/manifests/read/yaml/node.ts";
import { readUsual } from "../../../src/manifests/read/yaml/usual.ts";
import { placeInUsual } from "../../../src/manifests/read/yaml/usual-places.ts";
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

test("a path leads where the nodes say, or nowhere", () => {
  const random = randomInputs(3)
    .take(5000)
    .map((input) => input.toString("utf8"));
  const inputs = [manifest, ...streams, ...random].flatMap((text) => text.split(/^---\n/m));
  let quick = 0;
  let all = 0;
  for (const input of inputs) {
    const text = input.endsWith("\n") ? input : `${input}\n`;
    const usual = /^\.\.\./m.test(text) ? undefined : readUsual(text);
    const root = usual && composeYaml(text).root;
    if (root === undefined) continue;
    for (const steps of pathsOf(usual?.value))
      for (const part of ["key", "value"] as const) {
        all++;
        const found = placeInUsual(text, steps, part);
        if (found === undefined) continue;
        quick++;
        const told = `${part} ${JSON.stringify(steps)} of ${JSON.stringify(text)}`;
        assert.equal(found, offsetOf(text, root, steps, part), told);
      }
  }
  assert.ok(quick > all / 2, `${quick} of ${all} are found`);
});

/** Every path of a value, and some that are not there. */
function* pathsOf(value: unknown, steps: readonly Step[] = []): Generator<readonly Step[]> {
  yield steps;
  yield* [
    [...steps, "nowhere"],
    [...steps, 99],
    [...steps, 0, "x"],
  ];
  if (typeof value !== "object" || value === null) return;
  const isList = Array.isArray(value);
  for (const [key, each] of Object.entries(value))
    yield* pathsOf(each, [...steps, isList ? Number(key) : key]);
}

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
