import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What a server made of a rule of a definition, on an object of it. */
export interface ServerAnswer {
  readonly rule: string;
  readonly answer: "refused" | "holds" | "broken" | "error";
  readonly why?: string | undefined;
}

export const RECORDING = join(import.meta.dirname, "../../recordings/cel-server.json");

export function serverAnswers(): ServerAnswer[] {
  return JSON.parse(readFileSync(RECORDING, "utf8"));
}
