import { keyOf } from "../../client/object.ts";
import type { Wanted } from "../wanted.ts";

/** What must be ready first, in the words of kpt and cli-utils. */
export const DEPENDS_ON = "config.kubernetes.io/depends-on";

/** What an annotation names, or why it names nothing. */
export type Named = { readonly key: string } | { readonly wrong: string };

/**
 * Reads the annotation: `GROUP/namespaces/NAMESPACE/KIND/NAME`, or `GROUP/KIND/NAME` for objects of the
 * whole cluster, several between commas. The core group is empty: `/namespaces/shop/Service/web`.
 *
 * @see sigs.k8s.io/cli-utils/pkg/object/dependson/strings.go
 */
export function dependsOn({ object }: Wanted): readonly Named[] {
  const text = object.metadata.annotations?.[DEPENDS_ON];
  if (typeof text !== "string") return [];
  return text.split(",").map((each): Named => {
    const parts = each.trim().split("/");
    const [group, word, namespace, kind, name] = parts;
    if (parts.length === 5 && word === "namespaces" && namespace && kind && name)
      return { key: keyOf({ apiVersion: `${group}/v1`, kind, namespace, name }) };
    if (parts.length === 3 && word && namespace)
      return { key: keyOf({ apiVersion: `${group}/v1`, kind: word, name: namespace }) };
    return { wrong: each.trim() };
  });
}
