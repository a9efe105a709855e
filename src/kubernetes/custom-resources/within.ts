import type { JsonSchema } from "../json-schema.ts";
import type { Rules } from "../schema.ts";
import { someRules } from "../types-store.ts";
import { originOf, wordsOf } from "./bundled.ts";

/**
 * A question about schemas that remembers where the answer is yes, for the schema itself or one
 * within it: most parts of most objects need not be walked through again for what no schema asks.
 */
export function within(is: (schema: JsonSchema) => boolean): (schema: JsonSchema) => boolean {
  const known = new WeakMap<JsonSchema, boolean>();
  const ask = (schema: JsonSchema): boolean => {
    const before = known.get(schema);
    if (before !== undefined) return before;
    const origin = originOf(schema);
    // Of what is bundled, the stored form is asked: the schema itself may not be made yet.
    const answer = is(schema) || (origin ? someRules(origin, said) : partsOf(schema).some(ask));
    known.set(schema, answer);
    return answer;
  };
  const said = (rules: Rules) => is(wordsOf(rules));
  return ask;
}

function partsOf({ properties = {}, items, additionalProperties }: JsonSchema): JsonSchema[] {
  const further = typeof additionalProperties === "object" ? [additionalProperties] : [];
  return [...Object.values(properties), ...(items ? [items] : []), ...further];
}
