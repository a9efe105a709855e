import type { Rendered } from "../render/index.ts";

/** Whether an object is a Secret that sops encrypted: the API server does not take it as it is. */
export function isEncrypted({ object }: Pick<Rendered, "object">): boolean {
  return object.kind === "Secret" && "sops" in object;
}
