/** A place that moves through a text. */
export class Cursor {
  readonly text: string;
  at = 0;
  line = 0;
  private lineStart = 0;

  constructor(text: string) {
    this.text = text;
    // A byte order mark may stand before any document.
    if (text.startsWith("\ufeff")) this.at = this.lineStart = 1;
  }

  get column(): number {
    return this.at - this.lineStart;
  }

  /** The character here or some characters on; NaN behind the end. */
  code(ahead = 0): number {
    return this.text.charCodeAt(this.at + ahead);
  }

  isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** Passes a line break. What it stands for in a text: the two that YAML 1.1 keeps stay what they are. */
  passBreak(): string {
    const code = this.code();
    this.at += code === 13 && this.code(1) === 10 ? 2 : 1;
    this.line++;
    this.lineStart = this.at;
    return code === 0x2028 || code === 0x2029 ? String.fromCharCode(code) : "\n";
  }

  passBlanks(): void {
    while (isBlank(this.code())) this.at++;
  }

  passComment(): void {
    while (!isBreakOrEnd(this.code())) this.at++;
  }
}

export function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

/** Line breaks as YAML 1.1 has them. */
export function isBreak(code: number): boolean {
  return code === 10 || code === 13 || code === 0x85 || code === 0x2028 || code === 0x2029;
}

export function isBreakOrEnd(code: number): boolean {
  return isBreak(code) || Number.isNaN(code);
}

export function isBlankOrEnd(code: number): boolean {
  return code === 32 || code === 9 || isBreakOrEnd(code);
}
