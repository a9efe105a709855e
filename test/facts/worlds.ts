import assert from "node:assert/strict";
import { example } from "../examples/example.ts";
import type { World } from "./assertion.ts";
import type { Facts } from "./fact.ts";

/** A system as it is rendered, in the environments that the facts know. */
export async function worldsOf({ systems }: Facts, system: string): Promise<readonly World[]> {
  const known = systems[system] ?? {};
  const rendered = await example(system);
  assert.deepEqual(new Set(rendered.map((each) => each.environment)), new Set(Object.keys(known)));
  return rendered.map(({ environment, objects }) => {
    return { environment, objects, words: known[environment] ?? {} };
  });
}
