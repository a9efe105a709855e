import type { JsonSchema } from "../json-schema.ts";
import { loadRe2, needsRe2 } from "../re2/index.ts";
import type { Structural } from "./structural.ts";

/** What expressions call with a pattern. */
const MATCHES = /\b(?:matches|find|findAll)\s*\(/;

/** Loads what the patterns of schemas need. */
export async function loadPatterns(schemas: Iterable<Structural>): Promise<void> {
  const seen = new Set<JsonSchema>();
  for (const { schema } of new Set(schemas)) {
    if (!hasOddPattern(schema, seen)) continue;
    await loadRe2();
    return;
  }
}

function hasOddPattern(schema: JsonSchema, seen: Set<JsonSchema>): boolean {
  if (seen.has(schema)) return false;
  seen.add(schema);
  if (schema.pattern !== undefined && needsRe2(schema.pattern)) return true;
  const rules = schema["x-kubernetes-validations"] ?? [];
  if (rules.some(({ rule, messageExpression = "" }) => MATCHES.test(rule + messageExpression)))
    return true;
  return partsOf(schema).some((part) => hasOddPattern(part, seen));
}

/** The schemas within a schema. */
export function partsOf(schema: JsonSchema): JsonSchema[] {
  const { properties = {}, additionalProperties, items, not } = schema;
  const { allOf = [], anyOf = [], oneOf = [] } = schema;
  const further = typeof additionalProperties === "object" ? [additionalProperties] : [];
  const single = [items, not].filter((part) => part !== undefined);
  return [...Object.values(properties), ...further, ...single, ...allOf, ...anyOf, ...oneOf];
}
