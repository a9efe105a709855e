import {
  chmodSync,
  existsSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { SourceText } from "../check/living/fix/source-text.ts";
import { fail } from "../problem.ts";

const mark = "\ufeff";

/** Files that may be changed: a person's own YAML and JSON, and no templates. Each is read once. */
export class EditableFiles {
  private readonly known = new Map<string, SourceText | undefined>();

  /** The text of a file, without a byte order mark; none for one that may not be changed. */
  source(file: string): SourceText | undefined {
    if (!this.known.has(file)) {
      const text = editableText(file);
      this.known.set(file, text === undefined ? undefined : new SourceText(text));
    }
    return this.known.get(file);
  }
}

function editableText(file: string): string | undefined {
  if (/\.[cm]?[jt]s$/.test(file) || !statSync(file, { throwIfNoEntry: false })?.isFile())
    return undefined;
  if (isInChart(dirname(resolve(file)))) return undefined;
  const bytes = readFileSync(file);
  const text = bytes.toString("utf8");
  if (!Buffer.from(text).equals(bytes)) return undefined;
  return text.startsWith(mark) ? text.slice(1) : text;
}

/** Whether a folder is a chart's, or in one. */
function isInChart(folder: string): boolean {
  if (existsSync(join(folder, "Chart.yaml"))) return true;
  const parent = dirname(folder);
  return parent !== folder && isInChart(parent);
}

/**
 * Gives files other texts. Each is complete on the disk beside the old one before the first is replaced,
 * and keeps its mode; a link stays a link.
 *
 * @throws ProblemError where one cannot be written; then none is changed
 */
export function rewrite(texts: ReadonlyMap<string, string>): void {
  const staged: [from: string, to: string][] = [];
  try {
    for (const [file, text] of texts) {
      const target = realpathSync(file);
      const stage = join(dirname(target), `.${basename(target)}.slipway-new`);
      staged.push([stage, target]);
      const isMarked = readFileSync(target, "utf8").startsWith(mark);
      writeFileSync(stage, isMarked ? mark + text : text, { flag: "wx" });
      chmodSync(stage, statSync(target).mode & 0o7777);
    }
    for (const [stage, target] of staged) renameSync(stage, target);
  } catch (error) {
    for (const [stage] of staged) rmSync(stage, { force: true });
    const { code, syscall, path } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    fail({ message: `${path} cannot be written: ${code}`, why: "nothing was changed" });
  }
}

/** Writes a file, new or not, so that it is never there in part. */
export function writeText(file: string, text: string): void {
  try {
    if (existsSync(file)) rewrite(new Map([[file, text]]));
    else writeFileSync(file, text);
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    fail({ message: `${file} cannot be written: ${code}` });
  }
}
