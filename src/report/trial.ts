import type { Kept } from "../check/promises.ts";
import type { Result } from "../deploy/trial/result.ts";
import { closingLine, promiseLines, promiseTests } from "./check/promises.ts";
import { visible } from "./check/visible.ts";
import { filled } from "./layout.ts";
import type { ProblemsLook } from "./problems.ts";

/** Promises, then what was seen of them in a cluster, as named tests, closed by the numbers of both. */
export function trialText(
  kept: readonly Kept[],
  results: readonly Result[],
  look: ProblemsLook,
): string {
  const lines = [...promiseLines(kept, look), ...results.flatMap((each) => linesOf(each, look))];
  return `${[...lines, "", closing(kept, results)].join("\n")}\n`;
}

/** The same as JSON. */
export function trialJson(
  kept: readonly Kept[],
  results: readonly Result[],
  path: (file: string) => string,
): string {
  const ran = results.filter(({ outcome }) => outcome !== "not run");
  const live = ran.map((result) => ({
    name: nameOf(result),
    passed: result.outcome === "passed",
    seen: result.why,
    ...(result.where && { ...result.where, file: path(result.where.file) }),
  }));
  const tests = [...promiseTests(kept, path), ...live];
  const failed = tests.filter(({ passed }) => !passed).length;
  const notRun = results
    .filter(({ outcome }) => outcome === "not run")
    .map((result) => ({ name: nameOf(result), why: result.why }));
  const numbers = { passed: tests.length - failed, failed };
  return `${JSON.stringify({ tests, notRun, ...numbers }, null, 1)}\n`;
}

const MARKS = { passed: "ok  ", failed: "FAIL", "not run": "skip" } as const;

function linesOf({ about, title, outcome, why, where }: Result, look: ProblemsLook): string[] {
  const mark = outcome === "failed" ? look.paint("error", MARKS.failed) : MARKS[outcome];
  const isPlaced = outcome === "failed" && where !== undefined;
  const place = isPlaced ? `${look.path(where.file)}:${where.line}:${where.column} ` : "";
  const [first = "", ...more] = why;
  const texts = outcome === "passed" ? [] : [place + first, ...more];
  return [
    `${mark} ${look.bold(about)}: ${title}`,
    ...texts.flatMap((text) => filled(visible(text), look.width, "       ")),
  ];
}

function closing(kept: readonly Kept[], results: readonly Result[]): string {
  const of = (outcome: Result["outcome"]) =>
    results.filter((result) => result.outcome === outcome).length;
  const broken = kept.filter((each) => each.broken.length > 0).length;
  const line = closingLine(kept.length - broken + of("passed"), broken + of("failed"));
  return of("not run") === 0 ? line : `${line}, ${of("not run")} not run`;
}

function nameOf({ about, title }: Result): string {
  return `${about}: ${title}`;
}
