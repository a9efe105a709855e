import { quote } from "../../text.ts";
import type {
  CustomResourceColumnDefinition,
  CustomResourceSubresources,
} from "../../types/apiextensions.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";

const TYPES = ["boolean", "date", "integer", "number", "string"];
const FORMATS = "byte date date-time double float int32 int64 password".split(" ");

/** @see …/apiextensions/validation/validation.go ValidateCustomResourceColumnDefinition */
export function validateColumn(
  column: Decoded<CustomResourceColumnDefinition>,
  path: FieldPath,
  to: Complaints,
): void {
  const { name = "", type = "", format = "", jsonPath = "" } = column;
  if (name === "") to.required(path.field("name"));
  if (type === "") to.required(path.field("type"), `must be one of ${TYPES.join(", ")}`);
  else if (!TYPES.includes(type))
    to.invalid(path.field("type"), `${quote(type)} is none of ${TYPES.join(", ")}`);
  if (format !== "" && !FORMATS.includes(format))
    to.invalid(path.field("format"), `${quote(format)} is none of ${FORMATS.join(", ")}`);
  if (jsonPath === "") to.required(path.field("jsonPath"));
  else validatePath(jsonPath, [""], path.field("jsonPath"), to);
}

/** @see …/apiextensions/validation/validation.go ValidateCustomResourceDefinitionSubresources */
export function validateSubresources(
  { scale }: Decoded<CustomResourceSubresources>,
  path: FieldPath,
  to: Complaints,
): void {
  if (!scale) return;
  const { specReplicasPath = "", statusReplicasPath = "", labelSelectorPath = "" } = scale;
  const at = path.field("scale");
  if (specReplicasPath === "") to.required(at.field("specReplicasPath"));
  else validatePath(specReplicasPath, [".spec."], at.field("specReplicasPath"), to);
  if (statusReplicasPath === "") to.required(at.field("statusReplicasPath"));
  else validatePath(statusReplicasPath, [".status."], at.field("statusReplicasPath"), to);
  if (labelSelectorPath !== "")
    validatePath(labelSelectorPath, [".spec.", ".status."], at.field("labelSelectorPath"), to);
}

function validatePath(
  text: string,
  starts: readonly string[],
  path: FieldPath,
  to: Complaints,
): void {
  if (!text.startsWith(".")) to.invalid(path, `${quote(text)} must begin with a dot`);
  else if (!starts.some((start) => text.startsWith(start)))
    to.invalid(path, `${quote(text)} must be a path below ${starts.join(" or ")}`);
}
