import { quote } from "../../kubernetes/text.ts";
import type { Where } from "../../problem.ts";
import type { Finding } from "../finding.ts";
import { identityOf } from "../identity.ts";
import type { RuleName } from "../rule.ts";
import type { Subject } from "../world.ts";
import { annotationLines, ignoreAnnotation } from "./annotations.ts";
import { type Central, type CentralSuppression, centralSuppression } from "./central.ts";
import { commentsIn, type IsValue } from "./comments.ts";
import type { Lines } from "./coverage.ts";
import { LineIndex } from "./line-index.ts";
import { expiredSuppression, invalidSuppression, unusedSuppression } from "./rules.ts";
import { otherName } from "./severities.ts";
import { type Fault, parseSuppression, type Suppression } from "./suppression.ts";
import type { Remark } from "./told.ts";

/** What suppressions need to know of the run. */
export interface SuppressionContext {
  /** Every rule that there is. */
  readonly known: readonly RuleName[];
  /** Today, as `2027-01-31`. */
  readonly today: string;
  readonly central: readonly CentralSuppression[];
  /** Makes a file's path one from the root of the file system. */
  readonly resolve: (file: string) => string;
  /** A file's text, where it can be had. */
  readonly read: (file: string) => string | undefined;
}

/** What was looked at, for telling what of it was in vain. */
export interface Looked {
  /** The ids of the rules that ran. */
  readonly rules: ReadonlySet<string>;
  /** Whether everything was looked at that a file's suppressions may be for; by its whole path. */
  readonly isWhole: (file: string) => boolean;
  /** Whether everything was looked at that there is. */
  readonly isAll: boolean;
}

/** What became of a suppression. */
interface Use {
  isUsed: boolean;
}

type InSource = Omit<Suppression, "covers"> & Use;
type InComment = InSource & { readonly lines: Lines };
type InConfig = Central & Use & { isMet: boolean };

/** All suppressions of a run, and which of them were of use. */
export class Suppressions {
  private readonly context: SuppressionContext;
  /** By the files' whole paths. */
  private readonly comments = new Map<string, LineIndex<InComment>>();
  private hasComments = false;
  private readonly whole = new Set<string>();
  private readonly annotations = new Map<string, InSource>();
  private readonly central: readonly InConfig[];
  private readonly faults = new Map<string, Remark>();

  constructor(context: SuppressionContext) {
    this.context = context;
    this.central = context.central.map((each) => ({
      ...centralSuppression(each, context.resolve),
      isUsed: false,
      isMet: false,
    }));
  }

  /** Takes note of a file that is looked at as a whole. */
  note(file: string, text: string, valuesOf?: (text: string) => IsValue): void {
    const path = this.context.resolve(file);
    if (this.whole.has(path)) return;
    this.whole.add(path);
    this.keep(path, this.commentsOf(file, text, valuesOf));
  }

  private keep(path: string, comments: readonly InComment[]): void {
    this.comments.set(path, new LineIndex(comments));
    this.hasComments ||= comments.length > 0;
  }

  private commentsOf(
    file: string,
    text: string,
    valuesOf?: (text: string) => IsValue,
  ): readonly InComment[] {
    return commentsIn(file, text, valuesOf).flatMap(({ where, text, covers: lines }) =>
      this.parsed(text, () => where).map((said): InComment => ({ ...said, lines })),
    );
  }

  /** The findings of one world, those marked that somebody gave a reason for. */
  applied(findings: readonly Finding[], objects: readonly Subject[]): readonly Finding[] {
    const annotated = this.annotated(objects);
    for (const each of this.central) each.isMet ||= this.isMet(each, objects);
    return findings.map((finding) => {
      const covering = [
        ...this.commentsOn(finding),
        ...annotationsOn(finding, annotated),
        ...this.central.filter((each) => each.rule === finding.rule && each.covers(finding)),
      ];
      const holding = covering.filter((each) => each.rule === finding.rule && !this.isOver(each));
      for (const each of holding) each.isUsed = true;
      const [first] = holding;
      if (!first) return finding;
      const { kind, reason } = first;
      return { ...finding, suppressed: { kind, reason, isKnown: false } };
    });
  }

  /** Comments at the finding's place, and at the object that it is about. */
  private commentsOn(finding: Finding): readonly InComment[] {
    const here = this.commentsAt(finding);
    if (!this.hasComments) return here;
    const place = placeOf(finding);
    return place === undefined ? here : [...here, ...this.commentsAt(place)];
  }

  private commentsAt({ file, line }: Where): readonly InComment[] {
    const path = this.context.resolve(file);
    // A file of which only parts are looked at, such as a chart's template.
    if (!this.comments.has(path))
      this.keep(path, this.commentsOf(file, this.context.read(file) ?? ""));
    return this.comments.get(path)?.around(line) ?? [];
  }

  /** Whether there is anything that a central suppression could be for. */
  private isMet({ isObject, isFile }: Central, objects: readonly Subject[]): boolean {
    return (
      this.whole.keys().some(isFile) &&
      (isObject(null) || objects.some(({ object }) => isObject(identityOf(object))))
    );
  }

  /** What is to be told of the suppressions themselves, when all worlds were looked at. */
  remarks({ rules, isWhole, isAll }: Looked): Remark[] {
    const remarks = [...this.faults.values()];
    const isSeenWhole = (file: string) => {
      const path = this.context.resolve(file);
      return this.whole.has(path) && isWhole(path);
    };
    const inSource = [
      ...this.comments.values().flatMap(({ all }) => all),
      ...this.annotations.values(),
    ];
    for (const each of [...inSource, ...this.central]) {
      const { rule, until = "" } = each;
      const isSeen = "isMet" in each ? isAll || each.isMet : isSeenWhole(each.where().file);
      if (this.isOver(each))
        remarks.push({
          rule: expiredSuppression,
          where: each.where(),
          message: `this suppression of ${quote(rule)} ended on ${until}`,
        });
      else if (isSeen && rules.has(rule) && !each.isUsed)
        remarks.push({
          rule: unusedSuppression,
          where: each.where(),
          message: `${quote(rule)} finds nothing here that this could suppress`,
        });
    }
    return remarks;
  }

  private isOver({ until }: Pick<Suppression, "until">): boolean {
    return until !== undefined && until < this.context.today;
  }

  private annotated(objects: readonly Subject[]): Annotated {
    const found = new Map<Subject, readonly InSource[]>();
    for (const subject of objects) {
      const lines = annotationLines(subject);
      if (lines.length === 0) continue;
      const { file, line, column } = subject.locate(
        ["metadata", "annotations", ignoreAnnotation],
        "value",
      );
      const where = { file, line, column };
      const said = lines.flatMap((text) => this.parsed(text, () => where));
      const each = said.map((one) => this.heldOnce(where, one));
      found.set(subject, each);
    }
    return found;
  }

  /** One annotation may be on the objects of several environments. */
  private heldOnce({ file, line, column }: Where, said: InSource): InSource {
    const key = `${file}:${line}:${column} ${said.rule}`;
    const held = this.annotations.get(key) ?? said;
    this.annotations.set(key, held);
    return held;
  }

  /** One for each rule; what is wrong is taken note of. */
  private parsed(text: string, where: () => Where): InSource[] {
    const said = parseSuppression(text);
    if ("message" in said) {
      this.fault(where(), said);
      return [];
    }
    const { rules, reason, until } = said;
    return rules.flatMap((rule) => {
      const fix = otherName(rule, this.context.known);
      if (fix === undefined)
        return [{ rule, reason, until, kind: "inSource" as const, where, isUsed: false }];
      this.fault(where(), { message: `there is no rule ${quote(rule)}`, fix });
      return [];
    });
  }

  private fault(where: Where, { message, fix }: Fault): void {
    const key = `${where.file}:${where.line}:${where.column} ${message}`;
    this.faults.set(key, { rule: invalidSuppression, where, message, fix });
  }
}

/** Where the object stands that a finding is about, wherever the finding stands. */
function placeOf({ found }: Finding): Where | undefined {
  if (!found || !("subject" in found)) return undefined;
  const { subject } = found;
  const known = places.get(subject) ?? subject.locate([], "value");
  places.set(subject, known);
  return known;
}

const places = new WeakMap<Subject, Where>();

type Annotated = ReadonlyMap<Subject, readonly InSource[]>;

function annotationsOn({ found }: Finding, annotated: Annotated): readonly InSource[] {
  return (found && "subject" in found && annotated.get(found.subject)) || [];
}
