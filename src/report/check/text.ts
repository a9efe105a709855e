import type { Finding, ObjectIdentity, Summary } from "../../check/finding.ts";
import { excerpt } from "../excerpt.ts";
import { filled } from "../layout.ts";
import type { Look, ProblemsLook } from "../problems.ts";
import type { Report } from "./report.ts";
import { shownLines } from "./shown-line.ts";
import { visible } from "./visible.ts";

type LineOf = (finding: Finding) => string | undefined;

/** For a person: files, objects, and under each what is wrong, with the line and what to write. */
export function textReport(look: ProblemsLook): Report {
  let file: string | undefined;
  let object = "";
  const told = new Set<string>();
  const lineOf = shownLines(look.lineOf);
  const headings = (finding: Finding): string[] => {
    const lines: string[] = [];
    if (finding.file !== file) {
      lines.push(`${file === undefined ? "" : "\n"}${look.bold(visible(look.path(finding.file)))}`);
      object = "";
    }
    const about = finding.object ? nameOf(finding.object) : "";
    if (about !== object && about !== "")
      lines.push(...filled(about, look.width, "  ").map((line) => `  ${look.bold(line.trim())}`));
    file = finding.file;
    object = about;
    return lines;
  };
  return {
    add: (findings) =>
      findings
        .filter(({ suppressed }) => !suppressed)
        .flatMap((finding) => [...headings(finding), ...entry(finding, look, lineOf, told)])
        .map((line) => `${line}\n`)
        .join(""),
    end: (summary) => `${file === undefined ? "" : "\n"}${summaryLine(summary, look)}\n`,
  };
}

/**
 * Why a rule matters, and what to do in general, is said with its first finding only; of what is the
 * same in several environments the line is shown once. What is only good to know takes less room.
 */
function entry(finding: Finding, look: Look, lineOf: LineOf, told: Set<string>): string[] {
  const { rule, fix, why, object } = finding;
  const indent = object ? "    " : "  ";
  const inner = `${indent}  `;
  const lines = heading(finding, look, indent);
  const isNew = first(told, `${finding.file}:${finding.line} ${finding.path} ${finding.message}`);
  const source = isNew && finding.severity !== "info" ? lineOf(finding) : undefined;
  if (source !== undefined) lines.push(...excerpt(visible(source), finding, look.width, inner));
  const tell = (text: string) => lines.push(...filled(visible(text), look.width, inner));
  if (first(told, rule)) tell(`why: ${why}`);
  if (first(told, `${rule} ${fix}`)) tell(`fix: ${fix}`);
  return lines;
}

/** Whether something is told for the first time. */
function first(told: Set<string>, what: string): boolean {
  return told.size !== told.add(what).size;
}

/** Place, severity, what is wrong, and the rule's name. */
function heading(finding: Finding, look: Look, indent: string): string[] {
  const { severity, message, line, column, path, rule } = finding;
  const place = `${line}:${column}`;
  const what = path === "" ? message : `${path}: ${message}`;
  // The lead is one word as long as itself, so that it is painted after the text is broken.
  const lead = `${place} ${severity}`;
  const text = `${"\ue000".repeat(lead.length)} ${visible(what)} (${rule})`;
  const [head = "", ...more] = filled(text, look.width - 2, indent);
  const lines = [head, ...more.map((each) => `  ${each}`)];
  return lines.map((each) =>
    each
      .replace(/\ue000+/, `${place} ${look.paint(severity, severity)}`)
      .replace(/\([a-z-]+\)$/, (id) => (id === `(${rule})` ? look.paint("dim", id) : id)),
  );
}

function nameOf({ kind, namespace, name }: ObjectIdentity): string {
  return visible(`${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`).replaceAll(
    "\n",
    " ",
  );
}

function summaryLine(summary: Summary, look: Look): string {
  const { objects, errors, warnings, infos, suppressed, known } = summary;
  // A number and its word stay together, and are painted after the line is broken.
  const count = (many: number, word: string) => `${many}${JOINED}${word}${many === 1 ? "" : "s"}`;
  const told = { error: count(errors, "error"), warning: count(warnings, "warning") };
  const found = [
    errors > 0 && told.error,
    warnings > 0 && told.warning,
    infos > 0 && count(infos, "note"),
  ].filter(Boolean);
  const silent = [
    suppressed > 0 && `${suppressed} suppressed`,
    known > 0 && `${known} in the baseline`,
  ].filter(Boolean);
  const what = found.length === 0 ? "nothing found" : found.join(", ");
  const more = silent.length === 0 ? "" : `; ${silent.join(", ")}`;
  const line = filled(`${what} in ${count(objects, "object")}${more}`, look.width, "").join("\n");
  return line
    .replace(told.error, (text) => look.paint("error", text))
    .replace(told.warning, (text) => look.paint("warning", text))
    .replace(count(infos, "note"), (text) => look.paint("info", text))
    .replaceAll(JOINED, " ");
}

/** Stands for a space at which no line is broken. */
const JOINED = "\ue001";
