import assert from "node:assert/strict";
import { test } from "node:test";
import { compile, instantiations } from "./compile.ts";
import { given, head } from "./given.ts";
import { mistakes } from "./mistakes.ts";

const files = new Map([["given.ts", given]]);
for (const [index, { write, wrong, right }] of mistakes.entries()) {
  files.set(`wrong-${index}.ts`, head + write(wrong));
  files.set(`right-${index}.ts`, head + write(right));
}
const said = compile(files);
const sayings = (file: string) => (said.get(file) ?? []).map(({ text }) => text).join("\n");

test("what the fixtures start from compiles", () => assert.equal(sayings("given.ts"), ""));

for (const [index, { name, says, wrong, right }] of mistakes.entries()) {
  test(`does not compile: ${name}`, () => {
    const told = sayings(`wrong-${index}.ts`);
    assert.notEqual(told, "", `this compiles, but must not: ${wrong}`);
    assert.ok(told.includes(says), `${wrong}\nmust be told ${says}\nbut is told:\n${told}`);
    assert.equal(sayings(`right-${index}.ts`), "", `this must compile: ${right}`);
  });
}

test("the types stay shallow, so that editors stay fast", () => {
  const count = instantiations(new Map([["given.ts", given]]));
  assert.ok(count > 1000 && count < 60_000, `${count} instantiations`);
});
