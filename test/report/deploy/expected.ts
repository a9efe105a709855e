import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Compares a text with the one kept in `fixtures/`; `npm run record` keeps it anew. */
export function assertText(name: string, text: string): void {
  const file = join(import.meta.dirname, "fixtures", name);
  if (process.env.UPDATE_RECORDINGS) writeFileSync(file, text);
  assert.equal(text, readFileSync(file, "utf8"), name);
}
