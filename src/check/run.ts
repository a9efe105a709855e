import { valueAt } from "../kubernetes/fields.ts";
import type { Finding, Summary } from "./finding.ts";
import { identityOf } from "./identity.ts";
import { filledIn } from "./objects/filled-in.ts";
import { replacedWord } from "./objects/guides.ts";
import type { Found, FoundInObject, Rule } from "./rule.ts";
import { environmentValues, isConfidential } from "./secrecy.ts";
import type { World } from "./world.ts";

/** Runs rules over a world; findings come in the order of files and lines. */
export function run(rules: readonly Rule[], world: World): Finding[] {
  const findings = rules.flatMap((rule) =>
    [...rule.find(world)].map((found) => findingOf(rule, found)),
  );
  return findings.sort(inOrder);
}

function findingOf(rule: Rule, given: Found): Finding {
  const { id, why } = rule;
  const found = "subject" in given ? { ...given, ...doubtOf(rule, given) } : given;
  const { message, fix = rule.fix, severity = rule.severity } = found;
  const base = { rule: id, severity, message, why, fix, found };
  if (!("subject" in found)) {
    const { where, isSecret = false } = found;
    return { ...base, ...where, object: null, path: "", isSecret, hidden: [], part: undefined };
  }
  const { subject, steps, path, part, line } = found;
  const object = identityOf(subject.object);
  const isSecret = found.isSecret ?? isConfidential(object.kind, path);
  const hidden = environmentValues(subject.object);
  const inText = line === undefined ? undefined : subject.locateLine?.(steps, line);
  const where = inText ?? subject.locate(steps, part);
  return { ...base, ...where, object, path, isSecret, hidden, part: subject.owner };
}

/** What is said of a name or a value holds only where nothing else is put in for a part of it. */
function doubtOf(rule: Rule, found: FoundInObject): Partial<FoundInObject> {
  const { layer, severity: usual } = rule;
  const { subject, steps, path, message, severity = usual } = found;
  // The server's verdict knows of it.
  if (severity === "info" || layer === "api") return {};
  const value = valueAt(subject.object, steps);
  const text = typeof value === "string" ? value : "";
  // Shells and programs have such marks of their own; in a long text the word may stand elsewhere.
  const mark = OWN_MARKS.test(path) ? undefined : (filledIn(text) ?? filledIn(message));
  if (mark !== undefined)
    return { severity: "info", message: `${message}, unless something is put in for ${mark}` };
  if (text.includes("\n") || replacedWord(subject, text) === undefined) return {};
  return { severity: "info", message: `${message}, unless a script puts something in for it` };
}

const OWN_MARKS =
  /(?:^|\.)(?:command|args|env|data|stringData|binaryData|annotations|script|rules|groups)(?=$|[.[])/;

/** By files and lines. */
export function inOrder(a: Finding, b: Finding): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}

/** Counts findings by their severity, and those that are not told. */
export function summaryOf(objects: number, findings: readonly Finding[]): Summary {
  const count = (wanted: Finding["severity"]) =>
    findings.filter(({ severity, suppressed }) => !suppressed && severity === wanted).length;
  const silent = (known: boolean) =>
    findings.filter(({ suppressed }) => suppressed?.isKnown === known).length;
  return {
    objects,
    errors: count("error"),
    warnings: count("warning"),
    infos: count("info"),
    suppressed: silent(false),
    known: silent(true),
  };
}
