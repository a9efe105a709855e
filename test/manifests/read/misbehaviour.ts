import type { Document } from "../../../src/manifests/read/index.ts";
import { Stream } from "../../../src/manifests/read/stream.ts";
import { decodeText } from "../../../src/manifests/read/text.ts";
import type { Where } from "../../../src/problem.ts";

/** No input of a few thousand characters takes longer, in milliseconds of the processor's time. */
const patience = 2000;

/** What the reader does with an input that it must never do; nothing where all is well. */
export function misbehaviour(input: Buffer): string | undefined {
  const before = process.cpuUsage().user;
  try {
    const stream = new Stream("x", "file", input);
    const lines = lineCount(input);
    for (const { where } of stream.problems) checkPlace(where, lines);
    for (const document of stream.documents()) checkDocument(document, lines);
  } catch (error) {
    return `it throws ${(error as Error).stack}`;
  }
  const spent = (process.cpuUsage().user - before) / 1000;
  return spent > patience ? `it takes ${spent} ms` : undefined;
}

function checkDocument(document: Document, lines: number): void {
  if (document.value === undefined && document.problems.length === 0)
    throw new Error("a document has neither a value nor a problem");
  for (const { where, related } of document.problems) {
    checkPlace(where, lines);
    if (related !== undefined) checkPlace(related, lines);
  }
  for (const { where } of document.surprises()) checkPlace(where, lines);
  for (const object of document.objects) {
    checkPlace(object.locate([]), lines);
    checkPlace(object.locate(["metadata", "name", 0, "nowhere"], "key"), lines);
    checkPlace(object.locate(["items", 1]), lines);
  }
  checkPlace(document.locate(["a", 0, "__proto__"]), lines);
  if (({} as { polluted?: unknown }).polluted !== undefined) throw new Error("a prototype changed");
  JSON.stringify(document.value);
}

function checkPlace({ line, column }: Where, lines: number): void {
  if (line < 1 || column < 1 || line > lines) throw new Error(`there is no ${line}:${column}`);
}

function lineCount(input: Buffer): number {
  return (decodeText(input).text ?? "").split("\n").length;
}
