import { readFileSync } from "node:fs";
import { fail } from "../problem.ts";
import { callSite } from "./where.ts";

/**
 * The text of a file beside `platform.ts`.
 *
 * @example
 * const motd = config("motd", { "motd.txt": file(import.meta, "./motd.txt") });
 */
export function file(meta: { readonly url: string }, path: string): string {
  try {
    return readFileSync(new URL(path, meta.url), "utf8");
  } catch (error) {
    fail({
      message: `file(${JSON.stringify(path)}) cannot be read: ${(error as NodeJS.ErrnoException).code ?? error}`,
      where: callSite(file).where(),
      instead: "a path relative to the file that this call stands in",
    });
  }
}
