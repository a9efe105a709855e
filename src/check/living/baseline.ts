import { isFields } from "../../kubernetes/fields.ts";
import { splitApiVersion } from "../../kubernetes/versions.ts";
import type { Finding, ObjectIdentity } from "../finding.ts";
import { identityOf } from "../identity.ts";
import type { Subject } from "../world.ts";
import { outdatedBaseline } from "./rules.ts";
import type { Remark } from "./told.ts";

/** One finding, known by what stays the same when files are edited: no line. */
export interface KnownFinding {
  readonly rule: string;
  /** `GROUP/KIND/NAMESPACE/NAME`, without the namespace where the object names none; a file's path where it is about no object. */
  readonly at: string;
  readonly path: string;
  /** A digest of the message, without the numbers of lines in it. */
  readonly message: string;
  /** How often; for what a file has several times. */
  readonly times: number;
}

/** What a baseline's file holds. */
export interface BaselineContent {
  /** The paths that were checked, from the file's folder. */
  readonly checked: readonly string[];
  readonly findings: readonly KnownFinding[];
}

/** What a baseline needs to know of the run. */
export interface BaselineContext {
  /** Short, and another for another text. */
  readonly digest: (text: string) => string;
  /** A file's path as the baseline's file writes it. */
  readonly path: (file: string) => string;
}

const keyOf = ({ rule, at, path, message }: Omit<KnownFinding, "times">) =>
  JSON.stringify([rule, at, path, message]);

/** Takes notice of what is found, world by world, for writing a baseline. */
export class BaselineWriter {
  private readonly context: BaselineContext;
  private readonly known = new Map<string, KnownFinding>();

  constructor(context: BaselineContext) {
    this.context = context;
  }

  /** The findings of one world. What several worlds have is known once. */
  add(findings: readonly Finding[]): void {
    const told = findings.filter(({ suppressed }) => !suppressed);
    for (const [key, all] of byKey(told, this.context)) {
      const times = Math.max(all.length, this.known.get(key)?.times ?? 0);
      const [first] = all as [Finding];
      this.known.set(key, { ...knownOf(first, this.context), times });
    }
  }

  /** The content of the file; the same for the same findings. */
  text(checked: readonly string[]): string {
    const findings = [...this.known].sort(([a], [b]) => (a < b ? -1 : 1));
    const lines = findings.map(([, { times, ...each }]) =>
      JSON.stringify(times === 1 ? each : { ...each, times }),
    );
    const head = `{"slipway baseline":1,"checked":${JSON.stringify(checked.toSorted())}`;
    return `${head},"findings":[\n${lines.join(",\n")}${lines.length > 0 ? "\n" : ""}]}\n`;
  }

  get size(): number {
    return this.known.size;
  }
}

/** A baseline, and what of it was found again. */
export class Baseline {
  private readonly context: BaselineContext;
  private readonly known: ReadonlyMap<string, KnownFinding>;
  private readonly checked: readonly string[];
  private readonly met = new Set<string>();
  private readonly objects = new Set<string>();

  constructor({ checked, findings }: BaselineContent, context: BaselineContext) {
    this.context = context;
    this.checked = checked;
    this.known = new Map(findings.map((each) => [keyOf(each), each]));
  }

  /** The findings of one world, those marked that are known. */
  applied(findings: readonly Finding[], objects: readonly Subject[]): readonly Finding[] {
    for (const { object } of objects) this.objects.add(placeText(identityOf(object)));
    const told = findings.filter(({ suppressed }) => !suppressed);
    const silent = new Set<Finding>();
    for (const [key, all] of byKey(told, this.context)) {
      const known = this.known.get(key);
      if (!known) continue;
      this.met.add(key);
      for (const finding of all.slice(0, known.times)) silent.add(finding);
    }
    if (silent.size === 0) return findings;
    const suppressed = { kind: "external", isKnown: true, reason: "in the baseline" } as const;
    return findings.map((each) => (silent.has(each) ? { ...each, suppressed } : each));
  }

  /**
   * What is gone. Where less was looked at than for the baseline, only of objects that were.
   *
   * @param checked the paths that were checked now, undefined where that was a part of them
   * @param rules the ids of the rules that ran
   */
  remarks(
    file: string,
    checked: readonly string[] | undefined,
    rules: ReadonlySet<string>,
  ): Remark[] {
    const isAll = checked?.toSorted().join("\n") === this.checked.toSorted().join("\n");
    const gone = [...this.known].flatMap(([key, each]) =>
      !this.met.has(key) && rules.has(each.rule) && (isAll || this.objects.has(each.at))
        ? [each]
        : [],
    );
    if (gone.length === 0) return [];
    const shown = [...new Set(gone.map(({ rule, at }) => `${rule} of ${at}`))];
    const more = shown.length > MOST ? ` and ${shown.length - MOST} more` : "";
    const many = gone.length === 1 ? "one finding" : `${gone.length} findings`;
    return [
      {
        rule: outdatedBaseline,
        where: { file, line: 1, column: 1 },
        message: `${many} of the baseline ${gone.length === 1 ? "is" : "are"} gone: ${shown.slice(0, MOST).join(", ")}${more}`,
      },
    ];
  }
}

const MOST = 4;

function byKey(findings: readonly Finding[], context: BaselineContext) {
  return Map.groupBy(findings, (finding) => keyOf(knownOf(finding, context)));
}

function knownOf(finding: Finding, { digest, path }: BaselineContext): Omit<KnownFinding, "times"> {
  const { rule, object, file, message } = finding;
  return {
    rule,
    at: object ? placeText(object) : path(file),
    path: finding.path,
    message: digest(message.replace(/\bline \d+/g, "line")),
  };
}

function placeText({ apiVersion, kind, namespace, name }: ObjectIdentity): string {
  const { group } = splitApiVersion(apiVersion);
  return [group, kind, namespace, name]
    .filter((part) => part !== undefined && part !== "")
    .join("/");
}

/** Reads a baseline's file; undefined for what is none. */
export function parseBaseline(text: string): BaselineContent | undefined {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isFields(content) || content["slipway baseline"] !== 1) return undefined;
  const { checked, findings } = content;
  if (!isTexts(checked) || !Array.isArray(findings)) return undefined;
  const known = findings.map(parseKnown);
  return known.every((each) => each !== undefined) ? { checked, findings: known } : undefined;
}

function parseKnown(value: unknown): KnownFinding | undefined {
  if (!isFields(value)) return undefined;
  const { rule, at, path, message, times = 1 } = value;
  const texts = [rule, at, path, message];
  if (!isTexts(texts) || !Number.isInteger(times)) return undefined;
  return { rule, at, path, message, times } as KnownFinding;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}
