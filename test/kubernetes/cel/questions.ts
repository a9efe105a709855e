import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import type { JsonSchema } from "../../../src/kubernetes/json-schema.ts";
import type { Question } from "./own-answers.ts";

interface World {
  readonly schema: JsonSchema;
  readonly self: unknown;
  readonly oldSelf: unknown;
}

const read = (file: string) => load(readFileSync(join(import.meta.dirname, file), "utf8"));

/** What the expressions are about. */
export const world = read("schema.yaml") as World;

/** The expressions that answers are recorded of. */
export function expressions(): string[] {
  const byTopic = read("cases.yaml") as Readonly<Record<string, readonly string[]>>;
  return [...new Set(Object.values(byTopic).flat().map(String))];
}

export function questionOf(text: string, minor = 36): Question {
  return { text, ...world, minor };
}
