import type { FieldPath } from "../field-path.ts";
import { type Props, partsOf } from "./props.ts";

/**
 * The first word that the server does not support in a schema, anywhere in it.
 *
 * @see k8s.io/apiextensions-apiserver/pkg/apiserver/schema/convert.go validateUnsupportedFields
 */
export function refusedWord(props: Props, path: FieldPath): string | undefined {
  const words = ["id", "$schema", "$ref"] as const;
  const said = words.find((word) => (props[word] ?? "") !== "");
  if (said) return said;
  for (const word of ["patternProperties", "dependencies", "definitions"] as const)
    if (Object.keys(props[word] ?? {}).length > 0) return word;
  if (props.additionalItems !== undefined) return "additionalItems";
  if (props.itemsInOrder && props.itemsInOrder.length > 0) return "items";
  if (props["x-kubernetes-preserve-unknown-fields"] === false)
    return "x-kubernetes-preserve-unknown-fields";
  for (const [part, at] of partsOf(props, path)) {
    const word = refusedWord(part, at);
    if (word !== undefined) return word;
  }
  return undefined;
}
