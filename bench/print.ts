import { cpus, loadavg, totalmem, type } from "node:os";
import type { Limit, Section } from "./bench.ts";
import { type Figures, median, ratio, readsMemory } from "./measure.ts";

/** What a reader has to know of the machine. */
export function machine(versions: readonly string[]): string {
  const cores = cpus();
  const memory = `${(totalmem() / 2 ** 30).toFixed(0)} GiB`;
  const load = loadavg()[0]!;
  const lines = [
    `machine  ${cores.length} cores (${cores[0]?.model.trim()}), ${memory}, ${type()}`,
    `node     ${process.version}`,
    `rivals   ${versions.join(", ")}`,
    `load     ${load.toFixed(2)} at the start`,
  ];
  if (load > cores.length / 4) lines.push("         the machine is busy: expect wide ranges");
  if (!readsMemory) lines.push("         no peak memory: apt-get install time");
  return lines.join("\n");
}

/** A section as a table: the median of the runs, the shortest and the longest, and what was promised. */
export function table(section: Section, isJudged: boolean): string {
  const rows = section.figures.map((each, at) => [
    each.command.name,
    milliseconds(median(each.times)),
    `${Math.min(...each.times).toFixed(0)}–${Math.max(...each.times).toFixed(0)}`,
    each.memory === undefined ? "" : `${(each.memory / 2 ** 20).toFixed(0)} MiB`,
    section.facts?.[at] ?? against(section.figures[0]!, each),
  ]);
  const runs = section.figures[0]!.times.length;
  const head = [
    runs === 1 ? "whole process, once" : `whole process, ${runs} runs`,
    "median",
    "range",
    "peak memory",
    "",
  ];
  if (section.facts === undefined) head[4] = "Slipway takes";
  const verdicts = isJudged ? section.limits.map(verdict) : [];
  const notes = (section.notes ?? []).map((note) => `  ${note}`);
  return [section.title, ...aligned([head, ...rows]), ...verdicts, ...notes].join("\n");
}

export function kept({ ratio, limit }: Limit): boolean {
  return ratio <= limit;
}

function against(ours: Figures, theirs: Figures): string {
  return ours === theirs ? "" : `${ratio(ours, theirs).toFixed(2)} of it`;
}

function verdict(limit: Limit): string {
  const { says, ratio, limit: most } = limit;
  const word = kept(limit) ? "pass" : "FAIL";
  return `  ${word}  ${ratio.toFixed(2)} ${says} (at most ${most.toFixed(2)})`;
}

function milliseconds(value: number): string {
  return `${value.toFixed(0)} ms`;
}

/** The first column to the left, the others to the right. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, at) => Math.max(...rows.map((row) => row[at]!.length)));
  return rows.map((row) => {
    const cells = row.map((cell, at) =>
      at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!),
    );
    return `  ${cells.join("  ")}`.trimEnd();
  });
}
