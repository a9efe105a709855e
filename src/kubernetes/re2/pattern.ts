/** Code points from the first to the last, both included. */
export type Range = readonly [first: number, last: number];

/** A regular expression, taken apart. */
export type Pattern =
  | { readonly is: "char"; readonly ranges: readonly Range[] }
  | { readonly is: "begin" | "end" }
  | { readonly is: "sequence" | "choice"; readonly parts: readonly Pattern[] }
  | {
      readonly is: "repeat";
      readonly part: Pattern;
      readonly least: number;
      readonly most: number;
    };

const LAST = 0x10ffff;
const DEEPEST = 100;
const MOST_TIMES = 1000;
const SIGNS = "!\"#%&',/:;<=>@_`~- ";
const ESCAPED = new Set("!\"#%&',/:;<=>@`~- .+*?()|[]{}^$\\");
const CONTROLS: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, v: 11, a: 7 };
const SHORTHANDS: Readonly<Record<string, readonly Range[]>> = {
  d: [[48, 57]],
  w: [
    [48, 57],
    [65, 90],
    [95, 95],
    [97, 122],
  ],
  s: [
    [9, 10],
    [12, 13],
    [32, 32],
  ],
};

/**
 * Reads what nearly all patterns are made of: literals, classes, groups, repeats, anchors.
 *
 * @returns undefined for anything else, right or wrong: the library reads that
 */
export function readPattern(text: string): Pattern | undefined {
  if (text.length > 4000) return undefined;
  const reader = new Reader([...text]);
  const pattern = reader.choice(0);
  return reader.isDone ? pattern : undefined;
}

class Reader {
  private readonly text: readonly string[];
  private at = 0;
  /** Upper and lower case are the same, from `(?i)` to the end of its group. */
  private folds = false;

  constructor(text: readonly string[]) {
    this.text = text;
  }

  get isDone(): boolean {
    return this.at === this.text.length;
  }

  choice(depth: number): Pattern | undefined {
    if (depth > DEEPEST) return undefined;
    const parts: Pattern[] = [];
    do {
      const part = this.sequence(depth);
      if (!part) return undefined;
      parts.push(part);
    } while (this.take("|"));
    return parts.length === 1 ? parts[0] : { is: "choice", parts };
  }

  private sequence(depth: number): Pattern | undefined {
    const parts: Pattern[] = [];
    while (!this.isDone && this.next !== "|" && this.next !== ")") {
      if (this.takeFlag()) continue;
      const term = this.term(depth);
      const part = term && this.repeat(term);
      if (!part) return undefined;
      parts.push(part);
    }
    return { is: "sequence", parts };
  }

  private term(depth: number): Pattern | undefined {
    if (this.take("^")) return { is: "begin" };
    if (this.take("$")) return { is: "end" };
    if (this.take("(")) return this.group(depth);
    if (this.take("[")) return this.charClass();
    if (this.take(".")) return char(inverse([[10, 10]]));
    return this.char(this.single(), false);
  }

  private takeFlag(): boolean {
    if (this.text.slice(this.at, this.at + 4).join("") !== "(?i)") return false;
    this.at += 4;
    this.folds = true;
    return true;
  }

  private char(ranges: readonly Range[] | undefined, isInverse: boolean): Pattern | undefined {
    const all = ranges && this.folds ? foldedOf(ranges) : ranges;
    return all && char(isInverse ? inverse(all) : all);
  }

  private group(depth: number): Pattern | undefined {
    if (this.take("?") && !this.take(":")) return undefined;
    const outside = this.folds;
    const part = this.choice(depth + 1);
    this.folds = outside;
    return this.take(")") ? part : undefined;
  }

  /** One character, or what a shorthand stands for. */
  private single(): readonly Range[] | undefined {
    const sign = this.next;
    if (sign === undefined) return undefined;
    this.at++;
    if (sign !== "\\") return isPlain(sign) ? one(sign) : undefined;
    const escaped = this.next ?? "";
    this.at++;
    if (SHORTHANDS[escaped]) return SHORTHANDS[escaped];
    const control = CONTROLS[escaped];
    if (control !== undefined) return [[control, control]];
    if (ESCAPED.has(escaped)) return one(escaped);
    const digits = this.text.slice(this.at, this.at + 2).join("");
    if (escaped !== "x" || !/^[0-9A-Fa-f]{2}$/.test(digits)) return undefined;
    this.at += 2;
    const code = Number.parseInt(digits, 16);
    return [[code, code]];
  }

  private charClass(): Pattern | undefined {
    const isInverse = this.take("^");
    const ranges: Range[] = [];
    do {
      const found = this.member();
      if (!found) return undefined;
      ranges.push(...found);
    } while (!this.take("]"));
    return this.char(ranges, isInverse);
  }

  private member(): readonly Range[] | undefined {
    const sign = this.next;
    if (sign === undefined || sign === "]" || sign === "[") return undefined;
    const isSign = sign !== "\\" && !isPlain(sign);
    if (isSign) this.at++;
    const from = isSign ? one(sign) : this.single();
    if (!from || this.next !== "-") return from;
    const after = this.text[this.at + 1];
    if (after === "]") return from;
    // A hyphen that is no range is an error in places; a shorthand begins none.
    this.at++;
    const to = after === undefined || after === "[" ? undefined : this.endOfRange();
    const first = from[0]?.[0];
    const isOne = from.length === 1 && first === from[0]?.[1];
    if (to?.length !== 1 || !isOne || first === undefined) return undefined;
    const [last, end] = to[0] as Range;
    return last === end && last >= first ? [[first, last]] : undefined;
  }

  private endOfRange(): readonly Range[] | undefined {
    const sign = this.next as string;
    if (sign === "\\" || isPlain(sign)) return this.single();
    this.at++;
    return one(sign);
  }

  private repeat(part: Pattern): Pattern | undefined {
    const sign = this.next;
    if (sign === "{") return this.counted(part);
    if (sign !== "*" && sign !== "+" && sign !== "?") return part;
    this.at++;
    const most = sign === "?" ? 1 : Number.POSITIVE_INFINITY;
    return this.lone({ is: "repeat", part, least: sign === "+" ? 1 : 0, most });
  }

  private counted(part: Pattern): Pattern | undefined {
    const rest = this.text.slice(this.at, this.at + 12).join("");
    const [whole, low, comma, high] = /^\{(\d{1,4})(?:(,)(\d{0,4}))?\}/.exec(rest) ?? [];
    if (whole === undefined) return undefined;
    this.at += whole.length;
    const least = Number(low);
    const open = comma && high === "" ? Number.POSITIVE_INFINITY : Number(high);
    const most = comma === undefined ? least : open;
    if (
      least > MOST_TIMES ||
      (most > MOST_TIMES && most !== Number.POSITIVE_INFINITY) ||
      most < least
    )
      return undefined;
    const repeat: Pattern = { is: "repeat", part, least, most };
    return timesOf(repeat) > MOST_TIMES ? undefined : this.lone(repeat);
  }

  /** A repeat may prefer to be short, which makes no difference here; another may not follow. */
  private lone(repeat: Pattern): Pattern | undefined {
    this.take("?");
    return this.next !== undefined && "*+?{".includes(this.next) ? undefined : repeat;
  }

  private get next(): string | undefined {
    return this.text[this.at];
  }

  private take(sign: string): boolean {
    if (this.next !== sign) return false;
    this.at++;
    return true;
  }
}

/** How often counted repeats within each other repeat: Go wants that to be a thousand at most. */
function timesOf(pattern: Pattern): number {
  if (pattern.is === "sequence" || pattern.is === "choice")
    return pattern.parts.reduce((most, part) => Math.max(most, timesOf(part)), 1);
  if (pattern.is !== "repeat") return 1;
  const { least, most } = pattern;
  return timesOf(pattern.part) * Math.max(1, least, most === Number.POSITIVE_INFINITY ? 1 : most);
}

function isPlain(sign: string): boolean {
  return (
    /^[A-Za-z0-9]$/.test(sign) || SIGNS.includes(sign) || (sign.codePointAt(0) as number) > 127
  );
}

function one(sign: string): readonly Range[] {
  const code = sign.codePointAt(0) as number;
  return [[code, code]];
}

function char(ranges: readonly Range[]): Pattern {
  return { is: "char", ranges };
}

/**
 * With the same letters in the other case. Two letters outside ASCII are the same as one within: the
 * long s and the sign of the Kelvin.
 *
 * @returns undefined where there may be more of them
 */
function foldedOf(ranges: readonly Range[]): readonly Range[] | undefined {
  if (ranges.some(([, last]) => last > 127)) return undefined;
  const cut = (from: number, to: number) =>
    ranges.flatMap(([first, last]): Range[] =>
      first <= to && last >= from ? [[Math.max(first, from), Math.min(last, to)]] : [],
    );
  const upper = cut(65, 90);
  const lower = cut(97, 122);
  const other = [
    ...upper.map(([first, last]): Range => [first + 32, last + 32]),
    ...lower.map(([first, last]): Range => [first - 32, last - 32]),
  ];
  const has = (letter: number) => other.some(([first, last]) => first <= letter && letter <= last);
  const kelvin: Range[] = has(75) || has(107) ? [[0x212a, 0x212a]] : [];
  const longS: Range[] = has(83) || has(115) ? [[0x17f, 0x17f]] : [];
  return [...ranges, ...other, ...kelvin, ...longS];
}

function inverse(ranges: readonly Range[]): Range[] {
  const outside: Range[] = [];
  let from = 0;
  for (const [first, last] of ranges.toSorted(([a], [b]) => a - b)) {
    if (first > from) outside.push([from, first - 1]);
    from = Math.max(from, last + 1);
  }
  return from > LAST ? outside : [...outside, [from, LAST]];
}
