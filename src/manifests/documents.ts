import type { AnyObject, KubernetesObject } from "../kubernetes/types/index.ts";
import { toYaml } from "../yaml.ts";

/** The forms that objects are written in; each is the extension of its files. */
export type Format = "yaml" | "json";

/** Objects as one text: YAML documents, or a JSON `v1 List`. Both can be handed to `kubectl apply -f -`. */
export function toText(objects: readonly (KubernetesObject | AnyObject)[], format: Format): string {
  if (format === "yaml") return objects.map((object) => toYaml(object)).join("---\n");
  const list = { apiVersion: "v1", kind: "List", items: objects };
  return `${JSON.stringify(list, null, 2)}\n`;
}
