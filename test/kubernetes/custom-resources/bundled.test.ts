import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { suite, test } from "node:test";
import { jsonSchemaOf } from "../../../src/kubernetes/custom-resources/bundled.ts";
import { partsOf } from "../../../src/kubernetes/custom-resources/patterns.ts";
import { within } from "../../../src/kubernetes/custom-resources/within.ts";
import type { JsonSchema } from "../../../src/kubernetes/json-schema.ts";
import { kinds } from "../../../src/kubernetes/kinds.ts";
import { needsRe2 } from "../../../src/kubernetes/re2/index.ts";
import { schemaOf } from "../../../src/kubernetes/schema.ts";

const types = new URL("../../../src/kubernetes/data/types/", import.meta.url);
const custom = kinds().filter(({ operator }) => operator !== undefined);

/** Every text that stands under one of the keys. */
function textsUnder(value: unknown, keys: readonly string[]): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    keys.includes(key) && typeof inner === "string" ? [inner] : textsUnder(inner, keys),
  );
}

suite("the definitions that are bundled", () => {
  test("have no pattern for which a library must be loaded", () => {
    const data = readdirSync(types).map((file): unknown =>
      JSON.parse(readFileSync(new URL(file, types), "utf8")),
    );
    const called = textsUnder(data, ["rule", "messageExpression"]).flatMap((rule) =>
      [...rule.matchAll(/\b(?:matches|find|findAll)\((?:r?"""(.*?)"""|'(.*?)'|"(.*?)")\)/g)].map(
        ([, raw, ...plain]) => raw ?? (JSON.parse(`"${plain.join("")}"`) as string),
      ),
    );
    assert.equal(called.length, 9, "a rule calls with something else than a text");
    const patterns = [...textsUnder(data, ["pattern"]), ...called];
    assert.ok(patterns.length > 100);
    assert.deepEqual(patterns.filter(needsRe2), []);
  });

  test("are asked in their stored form what their schemas say", () => {
    const questions: Readonly<Record<string, (schema: JsonSchema) => boolean>> = {
      rules: (schema) => (schema["x-kubernetes-validations"]?.length ?? 0) > 0,
      defaults: ({ default: preset }) => preset !== undefined && preset !== null,
      "whole objects": (schema) => schema["x-kubernetes-embedded-resource"] === true,
      "list types": (schema) => /^(set|map)$/.test(schema["x-kubernetes-list-type"] ?? ""),
      patterns: ({ pattern }) => pattern !== undefined,
    };
    for (const [what, is] of Object.entries(questions)) {
      const asked = within(is);
      const walk = (schema: JsonSchema): boolean => is(schema) || partsWalked(schema).some(walk);
      let yes = 0;
      for (const { apiVersion, kind } of custom) {
        for (const part of somePartsOf(jsonSchemaOf(schemaOf(apiVersion, kind)!))) {
          assert.equal(asked(part), walk(part), `${what} of ${apiVersion} ${kind}`);
          if (asked(part)) yes++;
        }
      }
      assert.ok(yes > 50, `${what}: ${yes}`);
    }
  });
});

/** The parts that values lie in: alternatives only ask. */
function partsWalked({ properties = {}, items, additionalProperties }: JsonSchema): JsonSchema[] {
  return partsOf({ properties, items, additionalProperties });
}

/** A schema, and what lies in it three levels deep. */
function somePartsOf(schema: JsonSchema, levels = 3): JsonSchema[] {
  const inside = levels > 0 ? partsWalked(schema) : [];
  return [schema, ...inside.flatMap((part) => somePartsOf(part, levels - 1))];
}
