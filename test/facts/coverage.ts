import type { Fact } from "./fact.ts";

/** A line that says something and that no row covers. */
export interface Gap {
  readonly line: number;
  readonly text: string;
}

/** The lines with a number or a name on them that none of the facts covers. */
export function gapsOf(text: string, facts: readonly Pick<Fact, "lines">[]): readonly Gap[] {
  const covered = (line: number) =>
    facts.some(({ lines }) => lines.some(([from, to]) => from <= line && line <= to));
  return telling(text).filter(({ line }) => !covered(line));
}

/**
 * The lines that a row has to cover. In prose: a number, or a name in back-ticks; numbers that only
 * count headings and items say nothing. In a block of code: every line that has a letter or digit,
 * except comments without a number.
 */
function telling(text: string): readonly Gap[] {
  let code = false;
  return text.split("\n").flatMap((written, index) => {
    const line = { line: index + 1, text: written.trimEnd() };
    if (/^\s*```/.test(written)) {
      code = !code;
      return [];
    }
    if (!code) return /\d|`[^`]+`/.test(uncounted(written)) ? [line] : [];
    const says = /^\s*#/.test(written) ? /\d/.test(written) : /[\p{L}\d]/u.test(written);
    return says ? [line] : [];
  });
}

/** A line without its own number in a list of items or headings. */
function uncounted(line: string): string {
  return line.replace(/^\s*(#+\s+)?\d+\.\s/, "");
}
