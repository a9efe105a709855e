import { fstatSync, writeSync } from "node:fs";
import { relative } from "node:path";
import { styleText } from "node:util";
import { SourceLines } from "../inputs/source-lines.ts";
import type { Look, ProblemsLook } from "../report/problems.ts";

/** Where a command writes. Node's stream of it is only made where it is needed: that takes a while. */
export type Output = "stdout" | "stderr";

const descriptors = { stdout: 1, stderr: 2 } as const;

/** Writes all of a text. A reader who has gone, as `head` does, ends the program quietly. */
export async function write(output: Output, text: string): Promise<void> {
  let left: Uint8Array = Buffer.from(text);
  try {
    while (left.length > 0) left = left.subarray(writeSync(descriptors[output], left));
  } catch (error) {
    if (codeOf(error) !== "EAGAIN") throw unlessGone(error);
    await writeLater(output, left);
  }
}

/** For a pipe that takes no more for the moment. */
function writeLater(output: Output, bytes: Uint8Array): Promise<void> {
  return new Promise((done, failed) => {
    const stream = process[output];
    stream.once("error", (error) => failed(unlessGone(error)));
    stream.write(bytes, (error) => {
      if (!error) done();
    });
  });
}

function unlessGone(error: unknown): unknown {
  if (codeOf(error) === "EPIPE") process.exit();
  return error;
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

/** How text may look there: its width and whether it takes colour (`NO_COLOR` is honoured). */
export function lookOf(output: Output): Look {
  if (!isTerminal(output)) return { width: 80, bold: (text) => text, paint: (_, text) => text };
  const stream = process[output];
  return {
    width: Math.min(stream.columns || 80, 120),
    bold: (text) => styleText("bold", text, { stream }),
    paint: (severity, text) => styleText(colours[severity], text, { stream }),
  };
}

const colours = { error: "red", warning: "yellow", info: "cyan", dim: "dim" } as const;

function isTerminal(output: Output): boolean {
  try {
    return fstatSync(descriptors[output]).isCharacterDevice() && process[output].isTTY;
  } catch {
    return false;
  }
}

/** The size of a terminal, whenever it is asked; undefined where none is that can redraw what it shows. */
export function screenOf(
  output: Output,
): { readonly columns: () => number; readonly rows: () => number } | undefined {
  const { TERM, CI } = process.env;
  if (TERM === "dumb" || CI || !isTerminal(output)) return undefined;
  const stream = process[output];
  return { columns: () => stream.columns || 80, rows: () => stream.rows || 24 };
}

/** @param lines what was read, where more than files was */
export function problemsLookOf(output: Output, lines = new SourceLines()): ProblemsLook {
  return { ...lookOf(output), path, lineOf: (where) => lines.of(where) };
}

function path(file: string): string {
  const fromHere = relative(process.cwd(), file);
  return fromHere.length < file.length ? fromHere : file;
}
