import { isBlank, isBlankOrEnd, isBreak } from "./cursor.ts";
import { lineStart, Stop } from "./node.ts";
import { scanBlock, scanPlain, scanQuoted, tab } from "./scan-text.ts";
import { noKey, TokenQueue, type TokenType } from "./token-queue.ts";

/**
 * Divides one document into tokens, as the scanner of Go's library (and libyaml, which it is a copy of)
 * does: whether something is a key shows only when its colon is found.
 *
 * @see go.yaml.in/yaml/v2 scannerc.go
 */
export class Scanner extends TokenQueue {
  protected fetch(): void {
    const { cursor } = this;
    this.passToToken();
    this.unroll(cursor.column);
    if (cursor.isAtEnd()) this.finish();
    else if (!this.fetchIndicator()) this.fetchPlain();
  }

  /** What begins with a sign of its own; whether something did. */
  private fetchIndicator(): boolean {
    const { cursor } = this;
    const { at } = cursor;
    const code = cursor.code();
    const isBeforeBlank = isBlankOrEnd(cursor.code(1));
    const isFlow = this.flow > 0;
    switch (code) {
      case 37: // %
        if (cursor.column === 0)
          throw new Stop(at, "syntax", 'a directive stands before a document\'s "---"', {
            why: "kubectl divides a file at each --- before it reads the parts",
            instead: "no line that begins with %",
          });
        break;
      case 91: // [
      case 123: // {
        this.openFlow(code === 91 ? "[" : "{");
        return true;
      case 93: // ]
      case 125: // }
        this.closeFlow(code === 93 ? "]" : "}");
        return true;
      case 44: // ,
        this.dropKey();
        this.mayBeKey = true;
        this.mark(",");
        return true;
      case 45: // -
        if (!isBeforeBlank) return false;
        this.dash();
        return true;
      case 63: // ?
        if (!isFlow && !isBeforeBlank) return false;
        this.explicitKey();
        return true;
      case 58: // :
        if (!isFlow && !isBeforeBlank) return false;
        this.colon();
        return true;
      case 42: // *
      case 38: // &
        this.name(code === 42 ? "alias" : "anchor");
        return true;
      case 33: // !
        this.tag();
        return true;
      case 124: // |
      case 62: // >
        if (isFlow) return false;
        this.dropKey();
        this.mayBeKey = true;
        this.scalar(scanBlock(cursor, this.indent), false);
        return true;
      case 39: // '
      case 34: // "
        this.saveKey();
        this.mayBeKey = false;
        this.scalar(scanQuoted(cursor), false);
        return true;
    }
    return false;
  }

  private fetchPlain(): void {
    const { cursor } = this;
    const code = cursor.code();
    if (!this.beginsPlain(code)) throw this.unexpected(code);
    this.saveKey();
    this.mayBeKey = false;
    const found = scanPlain(cursor, this.indent + 1, this.flow > 0);
    if (found.isBroken) this.mayBeKey = true;
    this.scalar(found, true);
  }

  private scalar(
    { text, start, end }: { text: string; start: number; end: number },
    plain: boolean,
  ) {
    this.add("scalar", start, end, text, plain);
  }

  private beginsPlain(code: number): boolean {
    if (!"-?:,[]{}#&*!|>'\"%@`\t".includes(String.fromCharCode(code))) return true;
    if (code === 45) return !isBlank(this.cursor.code(1));
    return (code === 63 || code === 58) && this.flow === 0;
  }

  private unexpected(code: number): Stop {
    const { at } = this.cursor;
    if (code === 9) return tab(at);
    const mark = String.fromCharCode(code);
    return new Stop(at, "syntax", `a text cannot begin with "${mark}"`, {
      instead: "quotes around it",
    });
  }

  private passToToken(): void {
    const { cursor } = this;
    for (;;) {
      const mayTab = this.flow > 0 || !this.mayBeKey;
      while (cursor.code() === 32 || (mayTab && cursor.code() === 9)) cursor.at++;
      if (cursor.code() === 35) cursor.passComment();
      if (!isBreak(cursor.code())) return;
      cursor.passBreak();
      if (this.flow === 0) this.mayBeKey = true;
    }
  }

  private finish(): void {
    this.unroll(-1);
    this.dropKey();
    this.mayBeKey = false;
    this.isDone = true;
    this.add("end", this.cursor.at, this.cursor.at);
  }

  private mark(type: TokenType): void {
    const { at } = this.cursor;
    this.cursor.at++;
    this.add(type, at, at + 1);
  }

  private openFlow(type: "[" | "{"): void {
    this.saveKey();
    this.keys.push({ ...noKey(), token: this.taken + this.tokens.length - this.head });
    this.flow++;
    this.mayBeKey = true;
    this.mark(type);
  }

  private closeFlow(type: "]" | "}"): void {
    this.dropKey();
    if (this.flow > 0) {
      this.flow--;
      // For an empty collection this is its own token, as in Go's library: no colon makes a key of it.
      this.keyOfToken.delete(this.keys.pop()!.token);
    }
    this.mayBeKey = false;
    this.mark(type);
  }

  private dash(): void {
    const { cursor } = this;
    if (this.flow === 0) {
      if (!this.mayBeKey)
        throw new Stop(cursor.at, "syntax", "a list cannot begin here, behind something else", {
          instead: 'a new line before "- "',
        });
      this.roll(cursor.column, undefined, "list", cursor.at);
    }
    this.dropKey();
    this.mayBeKey = true;
    this.mark("-");
  }

  private explicitKey(): void {
    const { cursor } = this;
    if (this.flow === 0) {
      if (!this.mayBeKey) throw new Stop(cursor.at, "syntax", 'a key with "?" cannot begin here');
      this.roll(cursor.column, undefined, "map", cursor.at);
    }
    this.dropKey();
    this.mayBeKey = this.flow === 0;
    this.mark("key");
  }

  private colon(): void {
    const { cursor } = this;
    const key = this.keys.at(-1)!;
    if (this.isValid(key)) {
      this.insert(key.token, "key", key.at);
      this.roll(key.column, key.token, "map", key.at);
      this.forget(key);
      this.mayBeKey = false;
    } else {
      if (this.flow === 0) {
        if (!this.mayBeKey) throw this.misplacedColon();
        this.roll(cursor.column, undefined, "map", cursor.at);
      }
      this.mayBeKey = this.flow === 0;
    }
    this.mark(":");
  }

  private misplacedColon(): Stop {
    const { text, at } = this.cursor;
    const line = text.slice(lineStart(text, at), at);
    if (/^[\s-]*[^\s#][^#]*?:\s/.test(line))
      return new Stop(at, "syntax", 'there is a second ": " in this line', {
        why: "a text with a colon and a blank in it needs quotes",
        instead: "quotes around the whole value",
      });
    return new Stop(at, "syntax", "a key cannot stand here", {
      why: "its line is indented as if it went on with the value above it",
      instead: "the indentation of the keys beside it",
    });
  }

  private name(type: "alias" | "anchor"): void {
    const { cursor } = this;
    this.saveKey();
    this.mayBeKey = false;
    const { at: start } = cursor;
    cursor.at++;
    while (/[\w-]/.test(cursor.text[cursor.at] ?? "")) cursor.at++;
    const text = cursor.text.slice(start + 1, cursor.at);
    const code = cursor.code();
    const isEnded = isBlankOrEnd(code) || "?:,]}%@`".includes(String.fromCharCode(code));
    if (text === "" || !isEnded) {
      const mark = type === "alias" ? "*" : "&";
      const what = type === "alias" ? "an alias" : "an anchor";
      throw new Stop(start, "syntax", `"${mark}" begins the name of ${what}, and this is none`, {
        instead: "quotes around it if it is a text",
      });
    }
    this.add(type, start, cursor.at, text);
  }

  private tag(): void {
    const { cursor } = this;
    this.saveKey();
    this.mayBeKey = false;
    const { at: start } = cursor;
    tagForm.lastIndex = start;
    const found = tagForm.exec(cursor.text)?.[0];
    cursor.at += found?.length ?? 0;
    if (found === undefined || !isBlankOrEnd(cursor.code()))
      throw new Stop(start, "syntax", '"!" begins a tag, and this is none', {
        instead: "quotes around it if it is a text",
      });
    this.add("tag", start, cursor.at, found);
  }
}

const tagForm = /!(?:<[\w;/?:@&=+$,.!~*'()[\]%-]+>|[\w-]*!?[\w;/?:@&=+$,.!~*'()[\]%-]*)/y;
