import { readFileSync } from "node:fs";
import type { Document } from "../manifests/read/index.ts";
import type { Where } from "../problem.ts";

/** The lines of what was read, to be shown: of files read again when asked, of stdin remembered. */
export class SourceLines {
  private readonly remembered: Document[] = [];
  private split: { readonly document: Document; readonly lines: readonly string[] } | undefined;
  private file = "";
  private lines: readonly string[] = [];

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
  try {
    return readFileSync(file, "utf8").split(/\r?\n/);
  } catch {
    return [];
  }
}
