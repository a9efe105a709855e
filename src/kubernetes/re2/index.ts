import { Automaton } from "./automaton.ts";
import { readPattern } from "./pattern.ts";

/** Whether a text matches somewhere. */
export type Matcher = (text: string) => boolean;

type Library = typeof import("re2js").RE2JS;

let library: Library | undefined;

/** Of each pattern, what it was compiled to; undefined for one that is wrong. */
const known = new Map<string, Matcher | undefined>();
const automata = new Map<string, Automaton | undefined>();
const MOST_ANSWERS = 500;

/** The word of a schema that has a pattern, and what expressions call with one. */
const PATTERNS = /\b(?:pattern|matches|find|findAll)\b/;

/** Loads the library for patterns that need it: to be awaited before they are given to {@link re2}. */
export async function loadRe2(): Promise<void> {
  library ??= (await import("re2js")).RE2JS;
}

/** {@link loadRe2}, where an object that holds schemas or expressions may have a pattern. */
export async function loadRe2For(objects: Iterable<unknown>): Promise<void> {
  for (const object of objects)
    if (library === undefined && PATTERNS.test(JSON.stringify(object))) await loadRe2();
}

/** Whether a pattern needs {@link loadRe2}: where it is wrong, or made of more than the usual. */
export function needsRe2(pattern: string): boolean {
  return library === undefined && automatonOf(pattern) === undefined;
}

/**
 * A pattern as Go's regexp package reads it, which is RE2: no look-around, no back-references, no
 * text for which it takes long.
 *
 * @returns undefined for a pattern that is wrong
 * @throws when the pattern needs {@link loadRe2} and that was not awaited
 */
export function re2(pattern: string): Matcher | undefined {
  if (known.has(pattern)) return known.get(pattern);
  const matcher = compile(pattern);
  known.set(pattern, matcher);
  return matcher;
}

/**
 * What is wrong with a pattern, in the words of RE2.
 *
 * @throws as {@link re2} does
 */
export function re2Problem(pattern: string): string | undefined {
  if (automatonOf(pattern)) return undefined;
  try {
    loaded().compile(pattern);
    return undefined;
  } catch (error) {
    if (!library) throw error;
    return (error as Error).message.replace(/^error parsing regexp: /, "");
  }
}

function automatonOf(pattern: string): Automaton | undefined {
  if (!automata.has(pattern)) {
    const read = readPattern(pattern);
    automata.set(pattern, read && Automaton.of(read));
  }
  return automata.get(pattern);
}

function loaded(): Library {
  if (!library) throw new Error("loadRe2 was not awaited");
  return library;
}

function compile(pattern: string): Matcher | undefined {
  const automaton = automatonOf(pattern);
  if (automaton) return remembering((text) => automaton.matches(text));
  if (re2Problem(pattern) !== undefined) return undefined;
  const compiled = loaded().compile(pattern);
  return remembering((text) => compiled.matcher(text).find());
}

/** Manifests say the same again and again. */
function remembering(decide: Matcher): Matcher {
  const answers = new Map<string, boolean>();
  return (text) => {
    let answer = answers.get(text);
    if (answer !== undefined) return answer;
    answer = decide(text);
    if (text.length < 300 && answers.size < MOST_ANSWERS) answers.set(text, answer);
    return answer;
  };
}

/**
 * The texts that a pattern finds, one after the other. Needs {@link loadRe2}.
 *
 * @returns undefined for a pattern that is wrong
 * @see regexp FindAllString: an empty match right behind another match does not count
 */
export function re2FindAll(pattern: string, text: string, most: number): string[] | undefined {
  if (re2Problem(pattern) !== undefined) return undefined;
  const matcher = loaded().compile(pattern).matcher(text);
  const found: string[] = [];
  let end = -1;
  while (found.length < most && matcher.find()) {
    if (matcher.end() === matcher.start() && matcher.start() === end) continue;
    end = matcher.end();
    found.push(matcher.group() ?? "");
  }
  return found;
}
