import type { Environment } from "../environment.ts";

/** What a page of procedures is made of. Texts are Markdown within a line. */
export type Part =
  | { readonly text: string }
  | { readonly list: readonly string[] }
  /** Lines of a shell script. */
  | { readonly script: readonly string[] }
  | { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  /** Titles of other procedures. */
  | { readonly see: readonly string[] };

/** What a person does in one go. */
export interface Procedure {
  readonly title: string;
  readonly parts: readonly Part[];
}

export interface Chapter {
  readonly title: string;
  readonly procedures: readonly Procedure[];
}

/** A chapter of one environment; nothing in it where it has no use there. */
export type Writer = (environment: Environment) => Chapter;

/** A procedure, where there is something to do in it. */
export function procedure(title: string, ...parts: readonly (Part | undefined)[]): Procedure[] {
  const shown = parts.filter((part) => part !== undefined).filter(hasContent);
  return shown.length === 0 ? [] : [{ title, parts: shown }];
}

function hasContent(part: Part): boolean {
  if ("script" in part) return part.script.length > 0;
  if ("list" in part) return part.list.length > 0;
  if ("see" in part) return part.see.length > 0;
  return "text" in part || part.rows.length > 0;
}
