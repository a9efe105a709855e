import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Problem, Where } from "../problem.ts";
import { importsOf } from "./imports.ts";

/** What is wrong with the text of a file, TypeScript that cannot be stripped included. */
export function syntaxProblem(error: Error, file: string): Problem | undefined {
  if (!(error instanceof SyntaxError)) return undefined;
  const { message, stack } = error;
  const json = /^(.*\.json): (.*?)(?: in JSON at position \d+)?(?: \(line (\d+) column (\d+)\))?$/s;
  const [, data, what, line = 1, column = 1] = json.exec(message) ?? [];
  if (data !== undefined)
    return {
      message: `this is not JSON: ${what}`,
      where: { file: data, line: Number(line), column: Number(column) },
    };
  if ((error as { code?: string }).code !== "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX") {
    const where = placeInFront(String(stack)) ?? checkedPlace(resolve(file), new Set());
    return { message: `syntax error: ${message}`, where };
  }
  return {
    message,
    where: placeInFront(String(stack)),
    why: "a platform file runs without a build step: its types are only left out",
    instead: insteadOf(message),
  };
}

function insteadOf(message: string): string {
  if (message.includes("enum")) return 'const Level = { low: "low" } as const, or a union of texts';
  if (message.includes("parameter property"))
    return "a field, and an assignment in the constructor";
  if (message.includes("namespace")) return "a module of its own, or an object";
  return "plain JavaScript with types";
}

/** Node writes the place of a syntax error before the stack: `file:line`, source lines, a line of carets. */
function placeInFront(stack: string): Where | undefined {
  const lines = stack.split("\n");
  const [, file, line] = /^(.*):(\d+)$/.exec(lines[0] ?? "") ?? [];
  if (file === undefined) return undefined;
  const carets = lines.find((text) => /^[ \t]*\^+[ \t]*$/.test(text)) ?? "^";
  const path = file.startsWith("file://") ? fileURLToPath(file) : file;
  return { file: path, line: Number(line), column: carets.indexOf("^") + 1 };
}

/** Some errors come without their place. `node --check` tells it, one file after the other. */
function checkedPlace(file: string, seen: Set<string>): Where | undefined {
  if (seen.has(file) || !existsSync(file)) return undefined;
  seen.add(file);
  const { status, stderr } = spawnSync(process.execPath, ["--check", file], { encoding: "utf8" });
  if (status !== 0) return placeInFront(stderr);
  for (const { url } of importsOf(file)) {
    const place = url?.startsWith("file:") && checkedPlace(fileURLToPath(url), seen);
    if (place) return place;
  }
  return undefined;
}
