import { titleOf } from "../../client/object.ts";
import type { EventLine, Failure, LogExcerpt } from "../../deploy/failure.ts";
import { excerpt } from "../excerpt.ts";
import { filled } from "../layout.ts";
import type { ProblemsLook } from "../problems.ts";
import { agoText } from "./time.ts";

/** One page of what went wrong with an object: the reason first, then the evidence, then what to do. */
export function failureText(failure: Failure, look: ProblemsLook, now: number): string {
  const { ref, reason, message, where, probe, pod, container, events, logs } = failure;
  const title = `${titleOf(ref)} failed: ${reason}`;
  const showing = [pod && `pod ${pod}`, container && `container ${container}`].filter(Boolean);
  const lines = [
    ...filled(title, look.width, "").map((line) => look.paint("error", look.bold(line))),
    ...filled(message, look.width, "  "),
    ...(showing.length > 0 ? filled(`seen at ${showing.join(", ")}`, look.width, "  ") : []),
    ...(probe === undefined ? [] : filled(`probe: ${probe}`, look.width, "  ")),
    ...(where ? placeLines(where, look) : []),
    ...(failure.instead === undefined ? [] : filled(`fix: ${failure.instead}`, look.width, "  ")),
    ...(events.length > 0 ? ["  events:"] : []),
    ...warningsFirst(events).flatMap((event) => eventLines(event, look, now)),
    ...logs.flatMap(logLines),
    ...(failure.next.length > 0 ? ["  next:"] : []),
    ...failure.next.flatMap((command) => commandLines(command, look.width, "    ")),
  ];
  return `\n${lines.join("\n")}\n`;
}

function warningsFirst(events: readonly EventLine[]): EventLine[] {
  return events.toSorted((a, b) => Number(a.type === "Normal") - Number(b.type === "Normal"));
}

function placeLines(where: NonNullable<Failure["where"]>, look: ProblemsLook): string[] {
  const place = `  ${look.path(where.file)}:${where.line}:${where.column}:`;
  const source = look.lineOf(where);
  return [place, ...(source ? excerpt(source, where, look.width, "  ") : [])];
}

function eventLines(
  { type, reason, message, count, time }: EventLine,
  look: ProblemsLook,
  now: number,
) {
  const times = count > 1 ? `${count} times` : undefined;
  const told = [agoText(time, now), times].filter((each) => each !== undefined).join(", ");
  const text = `${reason}${told === "" ? "" : ` (${told})`}: ${message}`;
  const lines = filled(text, look.width, "    ");
  return lines.map((line) => look.paint(type === "Warning" ? "warning" : "dim", line));
}

function logLines({ pod, container, isPrevious, lines }: LogExcerpt): string[] {
  const run = isPrevious ? ", the run before" : "";
  const heading = `  logs of ${pod}, container ${container}${run}:`;
  const shown = lines.map((line) => `    | ${line}`.trimEnd());
  return [heading, ...(shown.length > 0 ? shown : ["    (it wrote nothing)"])];
}

/** A command that can be pasted, also where it takes more than one line. */
function commandLines(command: string, width: number, indent: string): string[] {
  const words = command.match(/(?:\\.|'[^']*'|[^\s'\\])+/g) ?? [];
  const lines: string[] = [];
  let line = indent;
  for (const word of words) {
    // Two columns for the sign that it goes on.
    if (line.trim() !== "" && line.length + word.length + 2 > width) {
      lines.push(`${line}\\`);
      line = `${indent}  `;
    }
    line += `${word} `;
  }
  return [...lines, line.trimEnd()];
}
