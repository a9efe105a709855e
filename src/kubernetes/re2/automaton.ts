import type { Pattern, Range } from "./pattern.ts";

/** Larger ones are left to the library. */
const MOST_STEPS = 4000;
const MOST_STATES = 1000;

/** What there is to do at one place of a pattern. */
type Step =
  | { readonly is: "char"; readonly ranges: readonly Range[] }
  | { readonly is: "split"; to: readonly number[] }
  | { readonly is: "begin" | "end" | "found" };

/** The places where the match may be, after some characters. */
interface State {
  readonly places: readonly number[];
  /** Whether it is found, whatever follows. */
  readonly found: boolean;
  /** Whether it is found if the text ends here. */
  readonly foundAtEnd: boolean;
  /** By ASCII character, once it was needed. */
  readonly next: (State | undefined)[];
}

/**
 * Decides whether a pattern matches somewhere in a text, in time linear in the text: the places of
 * the pattern are followed all at once, and what follows from them is remembered.
 */
export class Automaton {
  private readonly steps: Step[] = [];
  private readonly states = new Map<string, State>();
  private readonly start: State;
  private readonly isAnchored: boolean;

  private constructor(pattern: Pattern) {
    this.emit(pattern);
    this.steps.push({ is: "found" });
    this.isAnchored = !this.closure([0], false, false).places.some((place) => this.canGoOn(place));
    this.start = this.closure([0], true, false);
  }

  /** @returns undefined for a pattern that is too large */
  static of(pattern: Pattern): Automaton | undefined {
    try {
      return new Automaton(pattern);
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  }

  matches(text: string): boolean {
    let state = this.start;
    for (let index = 0; index < text.length; index++) {
      if (state.found) return true;
      if (state.places.length === 0 && this.isAnchored) return false;
      let code = text.charCodeAt(index);
      if ((code & 0xfc00) === 0xd800) {
        code = text.codePointAt(index) as number;
        if (code > 0xffff) index++;
      }
      state = state.next[code] ?? this.after(state, code);
    }
    return state.found || state.foundAtEnd;
  }

  private after(state: State, code: number): State {
    const places = state.places.filter((place) => this.accepts(place, code)).map((p) => p + 1);
    // A match may begin anywhere.
    if (!this.isAnchored) places.push(0);
    const next = this.closure(places, false, true);
    if (code < 128) state.next[code] = next;
    return next;
  }

  private accepts(place: number, code: number): boolean {
    const step = this.steps[place] as Step;
    return step.is === "char" && step.ranges.some(([first, last]) => code >= first && code <= last);
  }

  private canGoOn(place: number): boolean {
    const { is } = this.steps[place] as Step;
    return is === "char" || is === "found" || is === "end";
  }

  /** Every place that can be reached without a character. */
  private closure(from: readonly number[], atBegin: boolean, remember: boolean): State {
    const seen = new Set<number>();
    const visit = (place: number, pass: (step: Step) => boolean, reached: Set<number>) => {
      const open = [place];
      while (open.length > 0) {
        const at = open.pop() as number;
        if (reached.has(at)) continue;
        reached.add(at);
        const step = this.steps[at] as Step;
        if (step.is === "split") open.push(...step.to);
        else if (pass(step)) open.push(at + 1);
      }
    };
    for (const place of from) visit(place, ({ is }) => atBegin && is === "begin", seen);
    const places = [...seen].filter((at) => this.canGoOn(at)).sort((a, b) => a - b);
    const key = places.join();
    const known = remember ? this.states.get(key) : undefined;
    if (known) return known;
    const ended = new Set<number>();
    const passEnd = ({ is }: Step) => is === "end" || (atBegin && is === "begin");
    for (const place of places) visit(place, passEnd, ended);
    const isFound = (at: number) => this.steps[at]?.is === "found";
    const found = places.some(isFound);
    const state: State = { places, found, foundAtEnd: [...ended].some(isFound), next: [] };
    if (!remember) return state;
    if (this.states.size > MOST_STATES) this.forget();
    this.states.set(key, state);
    return state;
  }

  private forget(): void {
    for (const state of this.states.values()) state.next.length = 0;
    this.start.next.length = 0;
    this.states.clear();
  }

  private emit(pattern: Pattern): void {
    if (this.steps.length > MOST_STEPS) throw new RangeError("too large");
    if (pattern.is === "sequence") for (const part of pattern.parts) this.emit(part);
    else if (pattern.is === "choice") this.emitChoice(pattern.parts);
    else if (pattern.is === "repeat") this.emitRepeat(pattern);
    else this.steps.push(pattern as Step);
  }

  private emitChoice(parts: readonly Pattern[]): void {
    const begins: number[] = [];
    const ends: { is: "split"; to: readonly number[] }[] = [];
    const split = this.split();
    for (const part of parts) {
      begins.push(this.steps.length);
      this.emit(part);
      ends.push(this.split());
    }
    split.to = begins;
    for (const end of ends) end.to = [this.steps.length];
  }

  private emitRepeat({ part, least, most }: Pattern & { is: "repeat" }): void {
    for (let count = 0; count < least; count++) this.emit(part);
    if (most === Number.POSITIVE_INFINITY) {
      const at = this.steps.length;
      const split = this.split();
      this.emit(part);
      this.split().to = [at];
      split.to = [at + 1, this.steps.length];
      return;
    }
    const splits: { is: "split"; to: readonly number[] }[] = [];
    for (let count = least; count < most; count++) {
      const split = this.split();
      split.to = [this.steps.length];
      splits.push(split);
      this.emit(part);
    }
    for (const split of splits) split.to = [...split.to, this.steps.length];
  }

  private split(): { is: "split"; to: readonly number[] } {
    const split = { is: "split" as const, to: [] as readonly number[] };
    this.steps.push(split);
    return split;
  }
}
