import type { JsonSchema } from "../json-schema.ts";

/**
 * A question about schemas that remembers where the answer is yes, for the schema itself or one
 * within it: most parts of most objects need not be walked through again for what no schema asks.
 */
export function within(is: (schema: JsonSchema) => boolean): (schema: JsonSchema) => boolean {
  const known = new WeakMap<JsonSchema, boolean>();
  const ask = (schema: JsonSchema): boolean => {
    const before = known.get(schema);
    if (before !== undefined) return before;
    const { properties = {}, items, additionalProperties } = schema;
    const answer =
      is(schema) ||
      Object.values(properties).some(ask) ||
      (items !== undefined && ask(items)) ||
      (typeof additionalProperties === "object" && ask(additionalProperties));
    known.set(schema, answer);
    return answer;
  };
  return ask;
}
