import type { Finding, Summary } from "./finding.ts";
import { identityOf } from "./identity.ts";
import type { Found, Rule } from "./rule.ts";
import { environmentValues, isConfidential } from "./secrecy.ts";
import type { World } from "./world.ts";

/** Runs rules over a world; findings come in the order of files and lines. */
export function run(rules: readonly Rule[], world: World): Finding[] {
  const findings = rules.flatMap((rule) =>
    [...rule.find(world)].map((found) => findingOf(rule, found)),
  );
  return findings.sort(inOrder);
}

function findingOf(rule: Rule, found: Found): Finding {
  const { id, why } = rule;
  const { message, fix = rule.fix } = found;
  const severity = ("severity" in found && found.severity) || rule.severity;
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
