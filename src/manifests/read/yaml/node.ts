/** One node of a document, with where it stands in the document's text. */
export type Node = ScalarNode | ListNode | MapNode | AliasNode;

interface Placed {
  /** Its first character; -1 for a value that is left out. */
  readonly start: number;
  /** Its tag in full (`tag:yaml.org,2002:str`); `!` alone is a text of any form; none where it is not given. */
  readonly tag?: string;
}

export interface ScalarNode extends Placed {
  readonly type: "scalar";
  /** As it is meant: unquoted, unfolded. */
  readonly text: string;
  /** Without quotes and not a block: what it means depends on what it looks like. */
  readonly plain: boolean;
  /** Behind its last character. */
  readonly end: number;
}

export interface ListNode extends Placed {
  readonly type: "list";
  readonly items: Node[];
}

export interface MapNode extends Placed {
  readonly type: "map";
  /** Keys and values in turn. */
  readonly pairs: Node[];
}

export interface AliasNode extends Placed {
  readonly type: "alias";
  readonly name: string;
  readonly target: Node;
}

/** What stops the reading of a document. */
export class Stop extends Error {
  /** In the document's text. */
  readonly offset: number;
  readonly about:
    | "syntax"
    | "tab"
    | "template"
    | "alias"
    | "too-deep"
    | "too-large"
    | "unsupported";
  readonly why: string | undefined;
  readonly instead: string | undefined;

  constructor(
    offset: number,
    about: Stop["about"],
    message: string,
    { why, instead }: { why?: string | undefined; instead?: string | undefined } = {},
  ) {
    super(message);
    this.offset = offset;
    this.about = about;
    this.why = why;
    this.instead = instead;
  }
}

/** The deepest nesting that is read; Kubernetes' own objects stay below a hundred. */
export const DEEPEST = 300;

/** A key of JSON, set as any other even where it is `__proto__`. */
export function setKey(map: Record<string, unknown>, key: string, value: unknown): void {
  if (key === "__proto__")
    Object.defineProperty(map, key, {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    });
  else map[key] = value;
}

/** Where the line begins that a place is in. */
export function lineStart(text: string, at: number): number {
  return at === 0 ? 0 : text.lastIndexOf("\n", at - 1) + 1;
}
