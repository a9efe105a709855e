import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Step } from "../../../kubernetes/validation/field-path.ts";
import type { Where } from "../../../problem.ts";
import type { Origins } from "../document.ts";
import type { Document, Part, SourceObject } from "../source.ts";

/** Finds the template, and often the line in it, that a rendered field comes from. */
export class ChartOrigins implements Origins {
  private readonly folder: string;
  private readonly rendered: readonly string[];
  private readonly templates = new Map<string, readonly string[]>();

  constructor(folder: string, rendered: string) {
    this.folder = folder;
    this.rendered = rendered.split("\n");
  }

  adopt(value: SourceObject["value"]): SourceObject["value"] {
    return value;
  }

  locate({ document, steps: before, value }: SourceObject, steps: readonly Step[], part: Part) {
    const file = this.templateOf(document);
    if (file === undefined) return undefined;
    const path = [...before, ...steps];
    // The field itself, else its nearest parent that the template writes out.
    for (let length = path.length; length >= 0; length--) {
      const inner = path.slice(0, length);
      const { line } = document.locateHere(inner, length === 0 ? "value" : "key");
      const found = this.lineIn(file, line, document, value.kind);
      if (found === undefined) continue;
      const { line: at, column } = document.locateHere(inner, part);
      const isSame = length === path.length && at === line && found.isWhole;
      return { file, line: found.line, column: isSame ? column : found.column };
    }
    return { file, line: 1, column: 1 } satisfies Where;
  }

  /** The comment that helm writes before what a template renders to. */
  private templateOf({ line, text }: Document): string | undefined {
    const [, own] = /^\s*# Source: (\S+)/.exec(text) ?? [];
    if (own !== undefined) return templateFile(this.folder, own);
    for (let above = line - 2; above >= 0; above--) {
      const [, path] = /^# Source: (\S+)/.exec(this.rendered[above] ?? "") ?? [];
      if (path !== undefined) return templateFile(this.folder, path);
    }
    return undefined;
  }

  /**
   * The line of a template that a rendered line comes from: one with the same text, else one with the
   * same key. Where several are alike, the one that is as far into the same ones.
   */
  private lineIn(file: string, rendered: number, { line: first }: Document, kind: string) {
    const lines = this.linesOf(file);
    const [from, to] = partOf(lines, kind);
    const text = (this.rendered[rendered - 1] ?? "").trim();
    const key = /^(?:- )*(?:"[^"]+"|[^\s:#"'{]+):/.exec(text)?.[0];
    const forms: ((line: string) => boolean)[] = [(line) => line.trim() === text];
    if (key !== undefined) forms.push((line) => line.trim().startsWith(key));
    for (const [at, isAlike] of forms.entries()) {
      const alike = lines.flatMap((line, index) =>
        index >= from && index < to && isAlike(line) ? [index] : [],
      );
      const before = this.rendered.slice(first - 1, rendered - 1).filter((line) => isAlike(line));
      const index = alike.length === 1 ? alike[0] : alike[before.length];
      if (index === undefined) continue;
      const column = lines[index]!.search(/\S/) + 1;
      return { line: index + 1, column, isWhole: at === 0 };
    }
    return undefined;
  }

  private linesOf(file: string): readonly string[] {
    const known = this.templates.get(file);
    if (known !== undefined) return known;
    const lines = readFileSync(file, "utf8").split("\n");
    this.templates.set(file, lines);
    return lines;
  }
}

/** The lines of a template between the separators around the only object of this kind. */
function partOf(lines: readonly string[], kind: string): [from: number, to: number] {
  const marks = lines.flatMap((line, index) => (line.startsWith("---") ? [index] : []));
  const parts = [0, ...marks].map((from, at): [number, number] => [
    from,
    marks[at] ?? lines.length,
  ]);
  const fitting = parts.filter(([from, to]) =>
    lines.slice(from, to).some((line) => line.trim() === `kind: ${kind}`),
  );
  return fitting.length === 1 ? fitting[0]! : [0, lines.length];
}

/** A template as helm names it, `chart/templates/a.yaml`, whose first part is the chart's name. */
export function templateFile(folder: string, path: string): string | undefined {
  const file = join(folder, path.slice(path.indexOf("/") + 1));
  return existsSync(file) ? file : undefined;
}
