import { readFileSync } from "node:fs";
import type { IsValue } from "../check/living/comments.ts";
import type { Document } from "../manifests/read/index.ts";
import type { Where } from "../problem.ts";

/** Is told of a file that was read, and how to tell what of it are values. */
export type OnText = (file: string, text: string, valuesOf?: (text: string) => IsValue) => void;

/** The lines of what was read, to be shown: of files read again when asked, of stdin remembered. */
export class SourceLines {
  private readonly onText: OnText | undefined;
  private readonly remembered: Document[] = [];
  private split: { readonly document: Document; readonly lines: readonly string[] } | undefined;
  private file = "";
  private lines: readonly string[] = [];
  private noted = "";

  /** @param onText is told of every file that is read as a whole, and of stdin */
  constructor(onText?: OnText) {
    this.onText = onText;
  }

  /** Takes note of a file that a document is in; told of one document after the other. */
  note({ file, stream }: Document, valuesOf: (text: string) => IsValue): void {
    if (file === this.noted) return;
    this.noted = file;
    this.onText?.(file, stream, valuesOf);
  }

  /** Takes note of a file of a platform. */
  noteFile(file: string): void {
    this.onText?.(file, textOf(file) ?? "");
  }

  /** Keeps a document that cannot be read again. */
  remember(document: Document): void {
    this.remembered.push(document);
  }

  /** One line, where it can be had. */
  of({ file, line }: Where): string | undefined {
    if (file === "-") return this.ofStdin(line);
    if (file !== this.file) {
      this.file = file;
      this.lines = linesOf(file);
    }
    return this.lines[line - 1];
  }

  private ofStdin(line: number): string | undefined {
    const document = this.remembered.findLast((each) => each.line <= line);
    if (document && document !== this.split?.document)
      this.split = { document, lines: document.text.split(/\r?\n/) };
    return document && this.split?.lines[line - document.line];
  }
}

function linesOf(file: string): readonly string[] {
  return textOf(file)?.split(/\r?\n/) ?? [];
}

/** The text of a file that can be read. */
export function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
