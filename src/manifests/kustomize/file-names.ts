import type { Manifest } from "./fields.ts";

/** The name of a file about one object, without its ending: its kind and name. */
export function fileNameOf({ kind, metadata }: Manifest): string {
  return `${kind.toLowerCase()}-${metadata.name.replace(/[^A-Za-z0-9_.-]/g, "-")}`;
}
