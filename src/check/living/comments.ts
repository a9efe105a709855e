import type { Where } from "../../problem.ts";
import { code, coverage, type Lines, yaml } from "./coverage.ts";

/** A comment that suppresses something. */
export interface Comment {
  readonly where: Where;
  /** What stands behind its mark. */
  readonly text: string;
  readonly covers: Lines;
}

/** Whether a place in a text, in characters, is inside of a value. */
export type IsValue = (offset: number) => boolean;

/** What every such comment begins with. */
export const mark = "slipway-ignore";
const inYaml = /(^|\s)(#\s*)slipway-ignore(?![\w-])[ \t]*(.*)$/;
const inCode = /(^|\s)(\/\/\s*)slipway-ignore(?![\w-])[ \t]*(.*)$/;
const moduleName = /\.[cm]?[jt]s$/;

/**
 * The comments of a file that suppress something. Costs nothing where there are none.
 *
 * @param valuesOf tells values of the text, such as a file in a ConfigMap: what stands there is no comment
 */
export function commentsIn(
  file: string,
  text: string,
  valuesOf: (text: string) => IsValue = () => () => false,
): Comment[] {
  if (!text.includes(mark)) return [];
  const isCode = moduleName.test(file);
  const form = isCode ? inCode : inYaml;
  const lines = text.split("\n").map((line) => line.replace(/\r$/, ""));
  const isValue = valuesOf(text);
  let offset = 0;
  return lines.flatMap((line, index) => {
    const start = offset;
    offset = text.indexOf("\n", start) + 1;
    const found = line.includes(mark) ? form.exec(line) : null;
    if (!found) return [];
    const [, before = "", , said = ""] = found;
    const column = found.index + before.length;
    if (isValue(start + column)) return [];
    const isAlone = line.slice(0, column).trim() === "";
    const covers = coverage(lines, index, isAlone, isCode ? code : yaml);
    return [{ where: { file, line: index + 1, column: column + 1 }, text: said.trim(), covers }];
  });
}
