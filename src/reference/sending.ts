import type { Rendered } from "../render/index.ts";
import type { Environment } from "./environment.ts";

/** Whether an object is a Secret that sops encrypted: the API server does not take it as it is. */
export function isEncrypted({ object }: Pick<Rendered, "object">): boolean {
  return object.kind === "Secret" && "sops" in object;
}

/** The files that kubectl can send as they are; nothing where that is the whole folder. */
export function sentFiles({ rendered, fileOf }: Environment): readonly string[] | undefined {
  const files = [...new Set(rendered.map(fileOf))];
  const left = new Set(rendered.filter(isEncrypted).map(fileOf));
  return left.size === 0 ? undefined : files.filter((file) => !left.has(file));
}
