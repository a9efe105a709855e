import type { Step } from "../../../kubernetes/validation/field-path.ts";
import type { Part } from "../source.ts";
import { UsualReader } from "./usual.ts";
import { unusual } from "./usual-texts.ts";

/**
 * Where a path leads in a document that `readUsual` reads, without making nodes of all of it: what
 * the path goes past is told by its indentation. A path that is not there leads to its nearest parent.
 *
 * @param text With a line break at its end.
 * @returns undefined for what only nodes tell: what stands in brackets, or is left out of a list
 */
export function placeInUsual(text: string, steps: readonly Step[], part: Part): number | undefined {
  try {
    return new Finder(text).find(steps, part);
  } catch (error) {
    if (error === unusual) return undefined;
    throw error;
  }
}

class Finder extends UsualReader {
  /** Whether a map or a list in a block begins here; else a text, or nothing. */
  private isBlock = true;
  /** The key that leads here, or the dash in the same line. */
  private lead: number | undefined;

  find(steps: readonly Step[], part: Part): number {
    this.nextLine(0);
    if (this.indent === -1) throw unusual;
    let isKey = false;
    for (const step of steps) {
      if (!this.isBlock && "[{".includes(this.text[this.at] as string)) throw unusual;
      const { at } = this;
      const isList = this.isBlock && this.isDash();
      const isThere = isList ? this.toItem(step) : this.isBlock && this.toEntry(String(step));
      if (!isThere) return part === "key" || isKey ? (this.lead ?? at) : at;
      isKey = !isList;
    }
    return part === "key" ? (this.lead ?? this.at) : this.at;
  }

  private toEntry(name: string): boolean {
    const { indent } = this;
    do {
      const start = this.at;
      if (this.key() === name) {
        this.lead = start;
        this.toValue(indent, start);
        return true;
      }
      this.pass(indent);
      // The items of a list may stand as far left as its key.
      while (this.indent === indent && this.isDash()) this.pass(indent);
    } while (this.indent === indent);
    return false;
  }

  private toValue(indent: number, key: number): void {
    this.isBlock = this.isLineDone();
    if (!this.isBlock) return;
    this.nextLine(this.at);
    this.isBlock = this.indent > indent || (this.indent === indent && this.isDash());
    // What is left out is where its key is.
    if (!this.isBlock) this.at = key;
  }

  private toItem(step: Step): boolean {
    const { indent } = this;
    for (let index = 0; this.indent === indent && this.isDash(); index++) {
      if (index === step) {
        this.lead = this.at++;
        this.toContent(indent);
        return true;
      }
      this.pass(indent);
    }
    return false;
  }

  private toContent(indent: number): void {
    if (this.isLineDone()) {
      this.nextLine(this.at);
      if (this.indent <= indent) throw unusual;
      this.lead = this.at;
      return;
    }
    this.isBlock = this.isDash() || this.isKey();
    if (this.isBlock) this.indent = this.at - this.lineStart;
  }

  /** Goes past the rest of this line, and past all that belongs to it. */
  private pass(indent: number): void {
    do this.nextLine(this.text.indexOf("\n", this.at) + 1);
    while (this.indent > indent);
  }
}
