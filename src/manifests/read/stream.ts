import { isBlank, type Origins, readDocument } from "./document.ts";
import type { Document, ReadProblem, Source } from "./source.ts";
import { split } from "./split.ts";
import { decodeText } from "./text.ts";

/** A stream of documents: a file, or stdin. */
export class Stream implements Source {
  readonly path: string;
  readonly kind: "file" | "stdin";
  readonly problems: readonly ReadProblem[];
  private readonly text: string | undefined;

  constructor(path: string, kind: Stream["kind"], bytes: Buffer) {
    const { text, problem } = decodeText(bytes);
    this.path = path;
    this.kind = kind;
    this.text = text;
    if (problem === undefined) this.problems = [];
    else {
      const { offset, ...rest } = problem;
      const before = text?.slice(0, offset).split("\n") ?? [""];
      const where = { file: path, line: before.length, column: before.at(-1)!.length + 1 };
      this.problems = [{ ...rest, where }];
    }
  }

  *documents(): Generator<Document> {
    if (this.text === undefined) return;
    yield* documentsOf(this.path, this.text);
  }
}

/** The documents of a text. One that holds nothing at all is one empty document. */
export function* documentsOf(file: string, text: string, origins?: Origins): Generator<Document> {
  let isFirst = true;
  for (const piece of split(text)) {
    const isLast = piece.end >= text.length;
    const isBare = piece.syntax === "yaml" && !piece.stop && isBlank(text, piece.start, piece.end);
    const isWhole = isFirst && isLast;
    // Comments before the first separator, or behind the last one.
    const isUsual = isBare && !isWhole && (isFirst || isLast);
    isFirst = false;
    if (!isUsual) yield readDocument(file, text, piece, origins);
  }
  if (isFirst) yield readDocument(file, text, { start: 0, end: 0, line: 1, syntax: "yaml" });
}
