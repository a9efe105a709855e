import { configKeyProblem } from "../../../names.ts";
import type { ConfigMap } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import { FieldPath } from "../../field-path.ts";
import { LARGEST, sizeOfBytes, sizeOfTexts, tooLarge } from "./size.ts";
import { validateKept } from "./unchanged.ts";

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateConfigMap */
export function validateConfigMap(
  { data = {}, binaryData = {} }: Decoded<ConfigMap>,
  to: Complaints,
): void {
  const path = FieldPath.root.field("data");
  for (const key of Object.keys(data)) {
    to.problem(path.key(key), configKeyProblem(key));
    if (Object.hasOwn(binaryData, key))
      to.invalid(path.key(key), "is a key of binaryData too", "keep one of the two");
  }
  let size = sizeOfTexts(Object.values(data).map((value = "") => value));
  for (const [key, value = ""] of Object.entries(binaryData)) {
    to.problem(FieldPath.root.field("binaryData").key(key), configKeyProblem(key));
    size += sizeOfBytes(value);
  }
  if (size > LARGEST) tooLarge(size, FieldPath.root, to);
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateConfigMapUpdate */
export function validateConfigMapUpdate(
  map: Decoded<ConfigMap>,
  old: Decoded<ConfigMap>,
  to: Complaints,
): void {
  validateKept(map, old, ["data", "binaryData"], to);
}
