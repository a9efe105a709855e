import { quote } from "../../text.ts";
import type { SelectableField } from "../../types/apiextensions.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";
import type { Props } from "./props.ts";
import { followPath } from "./schema-path.ts";

const MOST = 8;

/** @see …/apiextensions/validation/validation.go ValidateCustomResourceSelectableFields */
export function validateSelectableFields(
  fields: readonly Decoded<SelectableField>[],
  schema: Props | undefined,
  path: FieldPath,
  to: Complaints,
): void {
  if (!schema) {
    to.invalid(path, "needs a schema");
    return;
  }
  const seen = new Set<string>();
  for (const [index, { jsonPath = "" }] of fields.entries()) {
    const at = path.index(index).field("jsonPath");
    const found = jsonPath === "" ? "" : followPath(jsonPath, schema, false);
    if (jsonPath === "") to.required(at);
    else if (typeof found === "string")
      to.invalid(at, `${quote(jsonPath)} leads nowhere: ${found}`);
    if (typeof found === "string") continue;
    if (found.first === "metadata") to.invalid(at, "may not lead into the metadata");
    if (!["string", "boolean", "integer"].includes(found.schema?.type ?? ""))
      to.invalid(at, "must lead to a field of the type string, boolean or integer");
    if (seen.has(found.text)) to.duplicate(at, jsonPath);
    seen.add(found.text);
  }
  if (seen.size > MOST) to.tooMany(path, seen.size, MOST);
}
