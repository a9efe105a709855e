import type { Kept } from "../../check/promises.ts";
import { filled } from "../layout.ts";
import type { ProblemsLook } from "../problems.ts";
import { findingJson } from "./json.ts";
import { visible } from "./visible.ts";

/** Promises as named tests, each with what breaks it, closed by their numbers. */
export function promisesText(results: readonly Kept[], look: ProblemsLook): string {
  const failed = results.filter(({ broken }) => broken.length > 0).length;
  const closing = closingLine(results.length - failed, failed);
  return `${[...promiseLines(results, look), "", closing].join("\n")}\n`;
}

/** The same as JSON. */
export function promisesJson(results: readonly Kept[], path: (file: string) => string): string {
  const tests = promiseTests(results, path);
  const failed = tests.filter(({ passed }) => !passed).length;
  return `${JSON.stringify({ tests, passed: tests.length - failed, failed }, null, 1)}\n`;
}

export function promiseLines(results: readonly Kept[], look: ProblemsLook): string[] {
  return results.flatMap(({ about, title, broken }) => {
    const isKept = broken.length === 0;
    const mark = isKept ? "ok  " : look.paint("error", "FAIL");
    return [
      `${mark} ${look.bold(about)}: ${title}`,
      ...broken.flatMap(({ file, line, column, object, path, message, fix }) => [
        ...filled(
          visible(
            `${look.path(file)}:${line}:${column} ${object ? `${object.kind} ${object.name} ` : ""}${path === "" ? "" : `${path}: `}${message}`,
          ),
          look.width,
          "       ",
        ),
        ...filled(`fix: ${fix}`, look.width, "       "),
      ]),
    ];
  });
}

export function promiseTests(results: readonly Kept[], path: (file: string) => string) {
  return results.map(({ about, title, broken }) => ({
    name: `${about}: ${title}`,
    passed: broken.length === 0,
    findings: broken.map((finding) => findingJson(finding, path)),
  }));
}

export function closingLine(passed: number, failed: number): string {
  return `${passed} passed, ${failed} failed`;
}
