import type { Step } from "../../kubernetes/validation/field-path.ts";
import type { Where } from "../../problem.ts";
import { composeJson, isUnusual } from "./json.ts";
import { offsetOf, stepsTo, surprisesIn } from "./locate.ts";
import { objectsIn } from "./objects.ts";
import type { Document, Part, ReadProblem, SourceObject, Surprise, Value } from "./source.ts";
import type { Piece } from "./split.ts";
import { type Composed, composeYaml } from "./yaml/compose.ts";
import { type Duplicate, decode } from "./yaml/decode.ts";
import { explained, isTemplate } from "./yaml/explained.ts";
import { lineStart, type Node, Stop } from "./yaml/node.ts";
import { readUsual } from "./yaml/usual.ts";
import { placeInUsual } from "./yaml/usual-places.ts";

/** What knows where the objects of built output were written. */
export interface Origins {
  /** Told of an object once, before anybody else sees it. Gives its value. */
  adopt(value: SourceObject["value"]): SourceObject["value"];
  /** Nothing where the output itself is all that is known. */
  locate(object: SourceObject, steps: readonly Step[], part: Part): Where | undefined;
}

/** Reads one document. */
export function readDocument(
  file: string,
  stream: string,
  piece: Piece,
  origins?: Origins,
): Document {
  return new Read(file, stream, piece, origins);
}

class Read implements Document {
  readonly file: string;
  readonly stream: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly value: Value | undefined;
  readonly problems: readonly ReadProblem[];
  readonly objects: readonly SourceObject[];
  hasSurprises = false;
  private isUsual = false;
  private readonly origins: Origins | undefined;
  private readonly isJson: boolean;

  constructor(file: string, stream: string, piece: Piece, origins: Origins | undefined) {
    this.file = file;
    this.origins = origins;
    this.stream = stream;
    this.start = piece.start;
    this.end = piece.end;
    this.line = piece.line;
    this.isJson = piece.syntax === "json";
    const problems: ReadProblem[] = [];
    this.problems = problems;
    this.value = piece.stop ? this.stopped(piece.stop, problems) : this.read(problems);
    this.objects = this.value === undefined ? [] : objectsIn(this, this.value, problems, origins);
  }

  get text(): string {
    return this.stream.slice(this.start, this.end);
  }

  private read(problems: ReadProblem[]): Value | undefined {
    try {
      if (this.end - this.start > LARGEST) throw tooLarge(LARGEST);
      return this.isJson ? this.readJson(problems) : this.readYaml(problems);
    } catch (error) {
      if (error instanceof Stop) return this.stopped(error, problems);
      throw error;
    }
  }

  private readJson(problems: ReadProblem[]): Value {
    const { text } = this;
    try {
      const value = JSON.parse(text);
      if (!isUnusual(text, value)) return value;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
    return this.readNodes(problems);
  }

  private readYaml(problems: ReadProblem[]): Value {
    const text = yamlText(this.text);
    const end = documentEnd(text);
    if (end !== undefined) this.noteIgnored(text, end, problems);
    if (end !== undefined && isBlank(text, 0, end))
      throw new Stop(end, "syntax", 'a document cannot begin with "..."', { instead: "---" });
    const usual = end === undefined ? readUsual(text) : undefined;
    if (usual === undefined) return this.readNodes(problems);
    this.isUsual = true;
    this.hasSurprises = usual.isSurprising;
    return usual.value;
  }

  private readNodes(problems: ReadProblem[]): Value {
    const { root, rest } = this.composed();
    if (root === undefined) return null;
    if (rest !== undefined) problems.push(this.ignored(rest));
    const { value, isSurprising, duplicates } = decode(root);
    this.hasSurprises = isSurprising && !this.isJson;
    for (const each of duplicates.slice(0, ENOUGH)) problems.push(this.duplicate(root, each));
    return value;
  }

  private compose(): Node | undefined {
    return this.composed().root;
  }

  /** The nodes of the document; remembered for a few that were asked last. */
  private composed(): Composed {
    const known = lately.get(this);
    if (known !== undefined) return known;
    if (this.end - this.start > LARGEST_LONG) throw tooLarge(LARGEST_LONG);
    const composed = this.isJson ? this.composeJson() : composeYaml(yamlText(this.text, "ended"));
    if (lately.size === REMEMBERED) lately.clear();
    lately.set(this, composed);
    return composed;
  }

  private composeJson(): Composed {
    const { root, end } = composeJson(this.text);
    if ("stop" in end) throw end.stop;
    return { root };
  }

  private stopped(stop: Stop, problems: ReadProblem[]): undefined {
    const { about, message, why, instead, offset } = explained(stop, this.text);
    const problem = { about, message, where: this.place(offset), why, instead };
    const isAside = about === "template" && isTemplate(this.text);
    problems.push(isAside ? { ...problem, isAside } : problem);
  }

  private duplicate(root: Node, { key, first, second }: Duplicate): ReadProblem {
    const related = this.place(first.start);
    // Nobody sees the lines of what is built.
    const before = this.origins === undefined ? `, first in line ${related.line}` : "";
    return {
      about: "duplicate-key",
      message: `"${key}" stands twice in the same map${before}`,
      where: this.place(second.start),
      related,
      steps: stepsTo(root, second) ?? [],
      why: "only the last one counts",
      instead: "one of the two",
    };
  }

  private ignored(rest: number): ReadProblem {
    return {
      about: "ignored-text",
      message: "this belongs to nothing above it, and is not read",
      where: this.place(rest),
      why: "kubectl stops reading the document here and leaves out the rest of it",
      instead: "the indentation of the lines above it",
    };
  }

  private noteIgnored(text: string, end: number, problems: ReadProblem[]): void {
    const rest = /^\.\.\.[^\n]*\n(?:\s*(?:#[^\n]*)?\n)*/.exec(text.slice(end));
    const behind = end + (rest?.[0].length ?? 0);
    if (behind >= text.length) return;
    problems.push({
      about: "ignored-text",
      message: 'nothing behind "..." is read',
      where: this.place(behind),
      why: '"..." ends a document, and kubectl reads one between two "---"',
      instead: "---",
    });
  }

  surprises(): readonly Surprise[] {
    if (!this.hasSurprises || this.end - this.start > LARGEST_LONG) return [];
    const root = this.compose();
    if (root === undefined) return [];
    return surprisesIn(root).map(({ offset, ...rest }) => ({ ...rest, where: this.place(offset) }));
  }

  locate(steps: readonly Step[], part: Part = "value"): Where {
    const [only, ...others] = this.objects ?? [];
    if (this.origins !== undefined && only?.steps.length === 0 && others.length === 0)
      return this.origins.locate(only, steps, part) ?? this.locateHere(steps, part);
    return this.locateHere(steps, part);
  }

  locateHere(steps: readonly Step[], part: Part): Where {
    const quick = this.isUsual ? placeInUsual(yamlText(this.text), steps, part) : undefined;
    if (quick !== undefined) return this.place(quick);
    const hasPlaces = this.value !== undefined && this.end - this.start <= LARGEST_LONG;
    const root = hasPlaces ? this.compose() : undefined;
    if (root === undefined) return this.place(this.firstCharacter());
    return this.place(offsetOf(this.text, root, steps, part));
  }

  private firstCharacter(): number {
    return /\S/.exec(this.text.slice(0, 65_536))?.index ?? 0;
  }

  /** A place in the document's text as one of the file. */
  private place(offset: number): Where {
    const { file, stream, start } = this;
    const at = Math.min(start + Math.max(offset, 0), this.end);
    const line = this.line + this.breaks(at);
    const column = at - lineStart(stream, at) + 1;
    return { file, line, column };
  }

  private breaks(end: number): number {
    const { stream, start } = this;
    let count = 0;
    for (
      let at = stream.indexOf("\n", start);
      at !== -1 && at < end;
      at = stream.indexOf("\n", at + 1)
    )
      count++;
    return count;
  }
}

/** The longest document, in characters, and the longest whose parts are given places. */
const LARGEST = 64 * 2 ** 20;
const LARGEST_LONG = 32 * 2 ** 20;

/** So many keys that stand twice are told of one document. */
const ENOUGH = 100;

function tooLarge(limit: number): Stop {
  return new Stop(0, "too-large", `this document is larger than ${limit / 2 ** 20} MiB`, {
    why: "the API server takes no object that is larger than 3 MiB",
    instead: '"---" between objects',
  });
}

/** Whether there is nothing but comments and blank lines. */
export function isBlank(text: string, start: number, end: number): boolean {
  return end - start < 65_536 && /^(?:[ \r]*(?:#[^\n]*)?(?:\n|$))*$/.test(text.slice(start, end));
}

/** A field of a built object may come from a base and several patches. */
const REMEMBERED = 8;
const lately = new Map<Read, Composed>();

/** Every line has its break, as kubectl's reader gives it. */
function yamlText(text: string, ended?: "ended"): string {
  const whole = text.endsWith("\n") ? text : `${text}\n`;
  const end = ended && documentEnd(whole);
  return end === undefined ? whole : whole.slice(0, end);
}

/** Where a line ends the document before its end. */
function documentEnd(text: string): number | undefined {
  if (!text.includes("...")) return undefined;
  return /^\.\.\.(?=\s)/m.exec(text)?.index;
}
