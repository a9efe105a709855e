import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Environment } from "./put-back.ts";
import { settled } from "./put-back-cases.ts";
import { others } from "./put-back-others.ts";
import { systems } from "./systems.ts";

const environments = new Map<string, Promise<Environment>>();

for (const [name, cases] of Map.groupBy(settled, (each) => `${each.system} ${each.environment}`)) {
  describe(`what the documents say, put back into ${name}`, () => {
    for (const { system, environment, value, rule, at, change, isNote } of cases) {
      it(`${value}: ${rule}`, async () => {
        const place = environments.get(name) ?? Environment.of(system, environment);
        environments.set(name, place);
        const found = await (await place).fresh([rule], change);
        const told = found.map(
          ({ severity, object, message }) =>
            `${severity} ${object?.kind}/${object?.name}: ${message}`,
        );
        const wanted = found.find(({ object }) => `${object?.kind}/${object?.name}` === at);
        assert.ok(wanted, `not told at ${at}: ${told.join("\n") || "nothing is"}`);
        if (isNote) assert.equal(wanted.severity, "info");
        else assert.match(wanted.severity, /^(?:error|warning)$/);
      });
    }
  });
}

it("each system is asked, and what cannot be found has a reason", () => {
  for (const system of systems) {
    const own = settled.filter((each) => each.system === system);
    assert.ok(own.length >= 5, `${system}: ${own.length}`);
  }
  const told = settled.map(({ system, value }) => `${system}: ${value}`);
  for (const [system, value, reason] of others) {
    assert.ok(reason.length > 0);
    assert.ok(!told.includes(`${system}: ${value}`), `${value} is found`);
  }
});
