import { closest } from "../../closest.ts";
import { quote } from "../text.ts";

/** That there is no such thing, and what is near it. */
export function unknown(what: string, name: string, known: readonly string[]): string {
  const near = closest(name, known);
  return `there is ${what}${near === undefined ? "" : `; did you mean ${quote(near)}?`}`;
}

/**
 * That a function is not for values of these types.
 *
 * @param name with the underscores of operators
 * @param member the first of the types is that of the value before the dot
 */
export function mismatchOf(name: string, types: readonly string[], member: boolean): string {
  if (name === "_?_:_")
    return `both sides of the colon must be of one type, not ${types.slice(1).join(" and ")}`;
  const operator = /^_?(@in|[^\w@]+)_?$/.exec(name)?.[1]?.replace("@", "");
  if (operator !== undefined) return `${quote(operator)} does not go with ${types.join(" and ")}`;
  const [first, ...others] = types;
  const call = member ? `${first}.${name}(${others.join(", ")})` : `${name}(${types.join(", ")})`;
  return `there is no function ${call} for values of these types`;
}
