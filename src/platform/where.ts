import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Where } from "../problem.ts";
import { findInCall } from "./source.ts";

/** A place in the user's file, worked out only when a message needs it. */
export interface CallSite {
  readonly where: () => Where | undefined;
  /** The place of a nested option, such as `["resources", "cpu"]`; the call's own place where it cannot be followed. */
  readonly at: (path: readonly (string | number)[]) => Where | undefined;
}

/**
 * Remembers who called `callee`. V8 keeps the frames and formats them on first use,
 * so a definition that is never wrong costs next to nothing.
 */
export function callSite(callee: (...args: never[]) => unknown): CallSite {
  const holder: { stack?: string } = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = frames;
  Error.captureStackTrace(holder, callee);
  Error.stackTraceLimit = limit;
  const where = () => parseFrame(holder.stack ?? "");
  return { where, at: (path) => locate(where(), path) };
}

/** Enough to look past `JSON.stringify`, `map` and the language's own calls. */
const frames = 4;
const language = fileURLToPath(new URL(".", import.meta.url));

/** The first place of a stack trace outside the language itself. */
function parseFrame(stack: string): Where | undefined {
  return framesOf(stack).find(({ file }) => !file.startsWith(language));
}

/** The places that a stack trace names, the innermost first; lines without a file are left out. */
export function framesOf(stack: string): Where[] {
  const frame = /^ *at (?:.* \(|async )?((?:file:\/\/|\/|[A-Za-z]:[\\/]).*?):(\d+):(\d+)\)?$/gm;
  return [...stack.matchAll(frame)].map(([, file = "", line, column]) => ({
    file: file.startsWith("file://") ? fileURLToPath(file.replace(/[?#].*$/, "")) : file,
    line: Number(line),
    column: Number(column),
  }));
}

function locate(call: Where | undefined, path: readonly (string | number)[]): Where | undefined {
  if (!call || path.length === 0) return call;
  let source: string;
  try {
    source = readFileSync(call.file, "utf8");
  } catch {
    return call;
  }
  return findInCall(source, call, path);
}
