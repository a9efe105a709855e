import { Buffer } from "node:buffer";
import type { KubeObject } from "../client/object.ts";
import { isFields } from "../kubernetes/fields.ts";

/** What stands where a secret was. */
export const MASK = "***";

/** Shorter values are no secrets: they would be found, and masked, everywhere. */
const SHORTEST = 4;
/** Shorter ones are found as whole words only: `true` and `root` are parts of many. */
const LONG = 8;

/** A state of the automaton: what has been read is the beginning of these values, and of no longer ones. */
interface State {
  readonly next: Map<number, State>;
  /** The state for the longest end of what was read that is another beginning. */
  shorter: State | undefined;
  /** The length of the longest long value that ends here; 0 for none. */
  ends: number;
  /** The lengths of the short values that end here, the longest first. */
  words: readonly number[];
}

function newState(): State {
  return { next: new Map(), shorter: undefined, ends: 0, words: [] };
}

/**
 * Takes secrets out of texts: each value as it is, in base64, as JSON and URLs escape it, and line by
 * line (logs are told so). What has less than 8 characters is found as a whole word only; what has less
 * than 4 is let through.
 *
 * Linear in the text however many values there are.
 *
 * @see Aho, Corasick: Efficient string matching (1975)
 */
export class Masker {
  private readonly root = newState();

  constructor(values: Iterable<string | Uint8Array>) {
    for (const value of values) for (const form of formsOf(value)) this.add(form);
    this.link();
  }

  /** A masker for the contents of the Secrets among objects. */
  static of(objects: Iterable<KubeObject>): Masker {
    return new Masker(valuesOfSecrets(objects));
  }

  /** The text with `***` for every value; values that overlap or touch become one. */
  mask(text: string): string {
    if (this.root.next.size === 0) return text;
    const secret = this.find(text);
    if (secret.length === 0) return text;
    let masked = "";
    let from = 0;
    for (const [start, end] of secret) {
      masked += text.slice(from, start) + MASK;
      from = end;
    }
    return masked + text.slice(from);
  }

  /** Where values stand, in order, those that overlap or touch as one. */
  private find(text: string): [number, number][] {
    const found: [number, number][] = [];
    let state = this.root;
    for (let index = 0; index < text.length; index++) {
      state = step(state, text.charCodeAt(index));
      const end = index + 1;
      const length = state.ends || wordLength(state, text, end);
      if (length === 0) continue;
      let start = end - length;
      while (found.length > 0 && found.at(-1)![1] >= start)
        start = Math.min(start, found.pop()![0]);
      found.push([start, end]);
    }
    return found;
  }

  private add(value: string): void {
    let state = this.root;
    for (let index = 0; index < value.length; index++) {
      const code = value.charCodeAt(index);
      let after = state.next.get(code);
      if (!after) {
        after = newState();
        state.next.set(code, after);
      }
      state = after;
    }
    if (value.length < LONG) state.words = [value.length];
    else state.ends = value.length;
  }

  private link(): void {
    const queue = [this.root];
    for (const state of queue) {
      for (const [code, after] of state.next) {
        after.shorter = state === this.root ? this.root : step(state.shorter!, code);
        after.ends ||= after.shorter.ends;
        after.words = [...after.words, ...after.shorter.words];
        queue.push(after);
      }
    }
  }
}

function step(from: State, code: number): State {
  let state: State | undefined = from;
  for (; state; state = state.shorter) {
    const after = state.next.get(code);
    if (after) return after;
    if (!state.shorter) return state;
  }
  return from;
}

/** The length of the longest short value that ends here and is a word by itself; 0 for none. */
function wordLength({ words }: State, text: string, end: number): number {
  return words.find((length) => isWord(text, end - length, end)) ?? 0;
}

/** Whether no word goes on beyond the ends of what stands there. */
function isWord(text: string, start: number, end: number): boolean {
  return !isWithin(text, start) && !isWithin(text, end);
}

/** Whether a place in a text is between two characters of one word. */
function isWithin(text: string, place: number): boolean {
  return isOfWord(text[place - 1]) && isOfWord(text[place]);
}

function isOfWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_]/u.test(character);
}

/** How a value may turn up in a text. */
function formsOf(value: string | Uint8Array): Set<string> {
  const bytes = Buffer.from(value as Uint8Array);
  const text = bytes.toString("utf8");
  const forms = [text, text.trim(), bytes.toString("base64url")];
  // Without its padding it is found with and without.
  forms.push(bytes.toString("base64").replace(/=+$/, ""));
  if (text.includes("\n")) forms.push(...text.split("\n").map((line) => line.trim()));
  const escaped = forms
    .slice(0, 2)
    .flatMap((form) => [JSON.stringify(form).slice(1, -1), inUrl(form)]);
  const secret = [...forms, ...escaped].filter(
    (form) => form.length >= SHORTEST && form.trim() !== "",
  );
  return new Set(secret);
}

function inUrl(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

/** What the Secrets among objects hold. */
export function* valuesOfSecrets(objects: Iterable<KubeObject>): Generator<string | Uint8Array> {
  for (const { kind, apiVersion, data, stringData } of objects) {
    if (kind !== "Secret" || apiVersion !== "v1") continue;
    for (const value of isFields(stringData) ? Object.values(stringData) : []) {
      if (typeof value === "string") yield value;
    }
    for (const value of isFields(data) ? Object.values(data) : []) {
      if (typeof value === "string") yield Buffer.from(value, "base64");
    }
  }
}
