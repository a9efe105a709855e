import { dirname, resolve } from "node:path";
import { isFields } from "../kubernetes/fields.ts";
import type { Step } from "../kubernetes/validation/field-path.ts";
import type { Where } from "../problem.ts";

/** A text that an object holds, and where it begins. */
interface Held {
  readonly object: Readonly<Record<string, unknown>>;
  readonly steps: readonly Step[];
  readonly where: Where;
}

/** Gives the text of a file; undefined for what cannot be read. */
type Read = (file: string) => string | undefined;

/** What begins a text that stands line by line below it: a block of YAML. */
const BLOCK = /^\|[-+0-9]*\s*(?:#.*)?$/;
/** What does so in a platform, behind its key: a template, a file beside it. */
const TEMPLATE = /^(?:(?:"[^"]*"|'[^']*'|[\w$]+)\s*:\s*)?(?:[\w.]+\s*)?`/;
const FILE = /^(?:(?:"[^"]*"|'[^']*'|[\w$]+)\s*:\s*)?file\(\s*import\.meta\s*,\s*(["'])([^"']+)\1/;

/**
 * Where one line of a text stands: in the block, the template or the file that it is written in.
 * Undefined where the text does not stand there as it is, line by line: in quotes, folded, put together.
 */
export function lineOfText({ object, steps, where }: Held, line: number, read: Read) {
  const wanted = textAt(object, steps)
    ?.split("\n", line)
    .map((each) => each.trim());
  if (wanted?.length !== line) return undefined;
  for (const { file, before } of beginnings(where, read)) {
    const lines = read(file)
      ?.split(/\r?\n/)
      .slice(before, before + line);
    // A first line may stand behind what opens the text.
    const isThere = wanted.every((text, at) =>
      at === 0 && before === where.line - 1
        ? lines?.[at]?.endsWith(text)
        : lines?.[at]?.trim() === text,
    );
    const last = lines?.[line - 1];
    if (isThere && last !== undefined)
      return { file, line: before + line, column: last.length - last.trimStart().length + 1 };
  }
  return undefined;
}

/** The files in which a text may stand, each with the lines before it. */
function beginnings({ file, line, column }: Where, read: Read) {
  const opening =
    read(file)
      ?.split(/\r?\n/)
      [line - 1]?.slice(column - 1) ?? "";
  if (BLOCK.test(opening)) return [{ file, before: line }];
  // What is indented in a template may begin in the line below.
  if (TEMPLATE.test(opening))
    return [
      { file, before: line - 1 },
      { file, before: line },
    ];
  const path = FILE.exec(opening)?.[2];
  if (path !== undefined) return [{ file: resolve(dirname(file), path), before: 0 }];
  return line === 1 && column === 1 ? [{ file, before: 0 }] : [];
}

function textAt(object: Held["object"], steps: readonly Step[]): string | undefined {
  let value: unknown = object;
  for (const step of steps)
    value = Array.isArray(value) ? value[Number(step)] : isFields(value) ? value[step] : undefined;
  if (typeof value !== "string") return undefined;
  const isEncoded = object.kind === "Secret" && steps[0] === "data";
  return isEncoded ? Buffer.from(value, "base64").toString("utf8") : value;
}
