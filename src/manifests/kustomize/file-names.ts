import type { Manifest } from "./fields.ts";

/** The name of a file about one object, without its ending: its kind and name, as far as one may be long. */
export function fileNameOf({ kind, metadata }: Manifest): string {
  const name = `${kind.toLowerCase()}-${metadata.name.replace(/[^A-Za-z0-9_.-]/g, "-")}`;
  return name.slice(0, 200);
}
