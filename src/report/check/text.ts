import type { Finding, ObjectIdentity, Summary } from "../../check/finding.ts";
import type { Where } from "../../problem.ts";
import { excerpt } from "../excerpt.ts";
import { filled } from "../layout.ts";
import type { Look } from "../problems.ts";
import type { Report } from "./report.ts";

export interface TextLook extends Look {
  readonly path: (file: string) => string;
  /** One line of a file, where it can be read. */
  readonly lineOf: (where: Where) => string | undefined;
}

/** For a person: files, objects, and under each what is wrong, with the line and what to write. */
export function textReport(look: TextLook): Report {
  let file: string | undefined;
  let object = "";
  const told = new Set<string>();
  const headings = (finding: Finding): string[] => {
    const lines: string[] = [];
    if (finding.file !== file) {
      lines.push(`${file === undefined ? "" : "\n"}${look.bold(look.path(finding.file))}`);
      object = "";
    }
    const about = finding.object ? nameOf(finding.object) : "";
    if (about !== object && about !== "") lines.push(`  ${look.bold(about)}`);
    file = finding.file;
    object = about;
    return lines;
  };
  return {
    add: (findings) =>
      findings
        .flatMap((finding) => [...headings(finding), ...entry(finding, look, told)])
        .map((line) => `${line}\n`)
        .join(""),
    end: (summary) => `${file === undefined ? "" : "\n"}${summaryLine(summary, look)}\n`,
  };
}

/** Why a rule matters, and what to do in general, is said with its first finding only. */
function entry(finding: Finding, look: TextLook, told: Set<string>): string[] {
  const { severity, message, line, column, path, rule, fix, why } = finding;
  const place = `${line}:${column}`;
  const what = path === "" ? message : `${path}: ${message}`;
  const lead = `    ${place} ${severity} `;
  const [first = "", ...more] = filled(`${"·".repeat(lead.length - 4)}${what}`, look.width, "    ");
  const head = first.replace(/^ *·*/, `    ${place} ${look.paint(severity, severity)} `);
  const source = finding.isSecret ? undefined : look.lineOf(finding);
  const lines = [head, ...more.map((text) => `      ${text.trimStart()}`)];
  if (source !== undefined && source.trim() !== "")
    lines.push(...excerpt(source, finding, look.width, "      "));
  if (!told.has(rule)) lines.push(...filled(`why: ${why}`, look.width, "      "));
  if (!told.has(`${rule} ${fix}`)) lines.push(...filled(`fix: ${fix}`, look.width, "      "));
  lines.push(look.paint("dim", `      ${rule}`));
  told.add(rule).add(`${rule} ${fix}`);
  return lines;
}

function nameOf({ kind, namespace, name }: ObjectIdentity): string {
  return `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}

function summaryLine({ objects, errors, warnings, infos }: Summary, look: Look): string {
  const count = (many: number, word: string) => `${many} ${word}${many === 1 ? "" : "s"}`;
  const found = [
    errors > 0 && look.paint("error", count(errors, "error")),
    warnings > 0 && look.paint("warning", count(warnings, "warning")),
    infos > 0 && look.paint("info", count(infos, "note")),
  ].filter(Boolean);
  const what = found.length === 0 ? "nothing found" : found.join(", ");
  return `${what} in ${count(objects, "object")}`;
}
