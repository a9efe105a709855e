import { documentsOf } from "../../../src/manifests/read/stream.ts";
import { decodeText } from "../../../src/manifests/read/text.ts";
import type { Answer } from "./upstream/program.ts";

/** What our reader makes of a stream, in the words of kubectl's. */
export function readAsKubectl(stream: Buffer): Answer {
  const { text, problem } = decodeText(stream);
  if (text === undefined) return { documents: [], error: problem!.message };
  const documents: unknown[] = [];
  for (const { value, problems } of documentsOf("x", text)) {
    if (value === undefined) return { documents, error: problems.at(-1)!.message };
    if (value !== null) documents.push(value);
  }
  return { documents };
}

/** The order of keys and the sign of zero are nobody's business. */
export function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== "object" || value === null) return value === 0 ? 0 : value;
  const keys = Object.keys(value).sort();
  return keys.map((key) => [key, comparable((value as Record<string, unknown>)[key])]);
}
