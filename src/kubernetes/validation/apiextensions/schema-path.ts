import type { JsonSchema } from "../../json-schema.ts";

/** Where a path into objects leads, by a schema. */
export interface Found {
  /** Undefined where any value may stand. */
  readonly schema: JsonSchema | undefined;
  /** The path in one form, to tell equal ones. */
  readonly text: string;
  /** Its first step. */
  readonly first: string | undefined;
  readonly steps: readonly { readonly name: string; readonly isKey: boolean }[];
}

/**
 * Follows a path such as `.spec.items['a.b']` through a schema.
 *
 * @param brackets whether keys in brackets may be used
 * @returns what is wrong with it, where it leads nowhere
 * @see k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel/validation.go ValidFieldPath
 */
export function followPath(path: string, schema: JsonSchema, brackets = true): Found | string {
  const steps: { name: string; isKey: boolean }[] = [];
  let at: JsonSchema | boolean | undefined = schema;
  const tokens = path.match(/'(?:\\.|[^'\\])*'|[.[\]]|[^.[\]']+'?|'/gs) ?? [];
  for (let index = 0; index < tokens.length; ) {
    const sign = tokens[index++];
    let name = tokens[index++];
    if (sign === "[") {
      if (!brackets) return "brackets may not be used here";
      const text = name === undefined ? undefined : unquoted(name);
      if (text === undefined) return "in brackets a text in single quotes is needed";
      if (tokens[index++] !== "]") return "a bracket is not closed";
      name = text;
    } else if (sign !== ".") return `a dot or a bracket is needed before ${sign}`;
    if (name === undefined) return "it ends too early";
    if (typeof at !== "object") return "it leads to no field";
    const { properties = {}, additionalProperties }: JsonSchema = at;
    const isNamed: boolean = Object.keys(properties).length > 0;
    if (!isNamed && additionalProperties === undefined) return "it leads to no field";
    at = isNamed
      ? Object.hasOwn(properties, name)
        ? properties[name]
        : undefined
      : additionalProperties;
    if (isNamed && at === undefined) return `there is no field ${name}`;
    steps.push({ name, isKey: !isNamed });
  }
  return {
    schema: typeof at === "object" ? at : undefined,
    text: JSON.stringify(steps),
    first: steps[0]?.name,
    steps,
  };
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: "\u0007",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "'": "'",
  "\\": "\\",
};

function unquoted(token: string): string | undefined {
  if (token.length < 2 || !token.startsWith("'") || !token.endsWith("'")) return undefined;
  let isRight = true;
  const text = token.slice(1, -1).replace(/\\(.)/gs, (_, sign: string) => {
    isRight &&= sign in ESCAPES;
    return ESCAPES[sign] ?? "";
  });
  return isRight ? text : undefined;
}
