import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Finding } from "../../../src/check/finding.ts";
import { Baseline, BaselineWriter, parseBaseline } from "../../../src/check/living/baseline.ts";
import { shortDigest } from "../../../src/render/digest.ts";
import { lived } from "./run.ts";

const context = { digest: shortDigest, path: (file: string) => file };
const ran = new Set(["unknown-field", "wrong-type", "duplicate-key", "ambiguous-scalar"]);

const config = (name: string, rest: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: shop }\n${rest}`;
const old = `${config("a", "dta: {}\n")}---\n${config("b", "data: { A: 1, B: 2 }\n")}`;

async function written(text: string): Promise<string> {
  const writer = new BaselineWriter(context);
  writer.add((await lived(text)).findings);
  return writer.text(["deploy"]);
}

async function against(baseline: string, text: string, checked?: readonly string[]) {
  const content = parseBaseline(baseline);
  assert.ok(content);
  const known = new Baseline(content, context);
  const { findings, world } = await lived(text);
  const found = known.applied(findings, world.objects);
  const told = ({ suppressed }: Finding) => suppressed === undefined;
  return {
    told: found.filter(told).map(({ rule, path }) => `${rule} ${path}`),
    known: found.filter((each) => !told(each)).length,
    gone: known.remarks("slipway-baseline.json", checked, ran).map(({ message }) => message),
  };
}

test("the same findings are the same text, wherever they stand", async () => {
  const moved = `# a comment\n\n${old.replace("\ndata: {", "\ndata:\n  {")}`;
  assert.equal(await written(moved), await written(old));
  const [b = "", a = ""] = old.split("---\n").toReversed();
  assert.equal(await written(`${b}---\n${a}`), await written(old));
});

test("what is known is not told, whatever is edited around it", async () => {
  const edited = `# new\n${old.replace("\ndata: {", "\nimmutable: true\ndata: {")}`;
  const found = await against(await written(old), edited);
  assert.deepEqual(found, { told: [], known: 3, gone: [] });
});

test("what is new is told: another field, another object, the same fault again", async () => {
  const baseline = await written(old);
  const more = old.replace("dta: {}", "dta: {}\ndat: {}").replace("B: 2", "B: 2, C: 3");
  assert.deepEqual((await against(baseline, more)).told, [
    "unknown-field dat",
    "wrong-type data[C]",
  ]);
  const other = old.replace("name: a", "name: c");
  assert.deepEqual((await against(baseline, other)).told, ["unknown-field dta"]);
});

test("the same fault more often in one file is told", async () => {
  const twice = config("a", "data: { A: x, A: x }\n");
  const thrice = config("a", "data: { A: x, A: x, A: x }\n");
  const baseline = await written(twice);
  assert.deepEqual((await against(baseline, twice)).told, []);
  assert.deepEqual((await against(baseline, `# moved\n${twice}`)).told, []);
  assert.equal((await against(baseline, thrice)).told.length, 1);
});

describe("what is gone", () => {
  const mended = old.replace("dta", "data");
  const one = "one finding of the baseline is gone: unknown-field of ConfigMap/shop/a";
  test("is told where its object is", async () => {
    assert.deepEqual((await against(await written(old), mended)).gone, [one]);
  });
  test("is told of objects that are gone where the same was checked", async () => {
    const [, b = ""] = old.split("---\n");
    const baseline = await written(old);
    assert.deepEqual((await against(baseline, b, ["deploy"])).gone, [one]);
    assert.deepEqual((await against(baseline, b, ["other"])).gone, []);
    assert.deepEqual((await against(baseline, b)).gone, []);
  });
  test("is told once, with the first of many", async () => {
    const { gone } = await against(await written(old), config("x", ""), ["deploy"]);
    assert.deepEqual(gone, [
      "3 findings of the baseline are gone: unknown-field of ConfigMap/shop/a, wrong-type of ConfigMap/shop/b",
    ]);
  });
});

test("no line number, no message, no value in the file", async () => {
  const text = await written(config("a", "data: { PASSWORD: 123456789 }\n"));
  assert.doesNotMatch(text, /123456789|stands|"line"/);
  assert.match(
    text,
    /^\{"slipway baseline":1,"checked":\["deploy"\],"findings":\[\n\{"rule":"wrong-type",/,
  );
});

test("what is suppressed does not go into the file", async () => {
  const text = await written(
    `# slipway-ignore unknown-field: it comes\n${config("a", "dta: {}\n")}`,
  );
  assert.deepEqual(parseBaseline(text)?.findings, []);
});

test("what is no baseline is not taken for one", () => {
  const head = '"slipway baseline":1,"checked":[]';
  const wrong = [
    "",
    "[]",
    "{}",
    "null",
    `{${head}}`,
    `{${head},"findings":[{"rule":"a"}]}`,
    `{${head},"findings":[null]}`,
  ];
  for (const text of wrong) assert.equal(parseBaseline(text), undefined, text);
  assert.deepEqual(parseBaseline(`{${head},"findings":[]}`), { checked: [], findings: [] });
});
