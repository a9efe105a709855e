import { readFileSync } from "node:fs";
import { relative } from "node:path";
import type { WriteStream } from "node:tty";
import { styleText } from "node:util";
import type { Where } from "../problem.ts";
import type { Look, ProblemsLook } from "../report/problems.ts";

type Output = NodeJS.WriteStream & { fd: 1 | 2 };

/** Writes all of a text. A reader who has gone, as `head` does, ends the program quietly. */
export function write(stream: Output, text: string): Promise<void> {
  return new Promise((done, failed) => {
    stream.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit(0);
      failed(error);
    });
    stream.write(text, (error) => {
      if (!error) done();
    });
  });
}

/** How text may look on a stream: its width and whether it takes colour (`NO_COLOR` is honoured). */
export function lookOf(stream: Output): Look {
  const terminal = stream as Partial<WriteStream>;
  return {
    width: Math.min(terminal.isTTY ? (terminal.columns ?? 80) : 80, 120),
    bold: (text) => (terminal.isTTY ? styleText("bold", text, { stream }) : text),
  };
}

export function problemsLookOf(stream: Output): ProblemsLook {
  return { ...lookOf(stream), path, lineOf };
}

function path(file: string): string {
  const fromHere = relative(process.cwd(), file);
  return fromHere.length < file.length ? fromHere : file;
}

function lineOf({ file, line }: Where): string | undefined {
  try {
    return readFileSync(file, "utf8").split(/\r?\n/)[line - 1];
  } catch {
    return undefined;
  }
}
