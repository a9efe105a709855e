/** Words whose value may be zero and still be there: pointers in Go. */
const POINTERS = new Set(
  "maximum minimum maxLength minLength maxItems minItems multipleOf maxProperties minProperties".split(
    " ",
  ),
);

/** Words that a schema whose shape is known cannot have: elsewhere they are refused. */
const REFUSED = new Set([
  "id",
  "$schema",
  "$ref",
  "patternProperties",
  "definitions",
  "dependencies",
  "additionalItems",
]);

/** Whether Go cannot tell the value of a word of a schema from its being left out. */
export function isZero(word: string, value: unknown): boolean {
  if (REFUSED.has(word)) return true;
  if (value === undefined || value === null) return true;
  if (word === "default" || word === "example") return false;
  if (POINTERS.has(word) || word === "x-kubernetes-list-type" || word === "x-kubernetes-map-type")
    return false;
  if (word === "x-kubernetes-preserve-unknown-fields") return false;
  return value === "" || value === false || (Array.isArray(value) && value.length === 0);
}
