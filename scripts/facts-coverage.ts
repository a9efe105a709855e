/**
 * `node scripts/facts-coverage.ts DOCUMENT…`: the lines of the documents with a number or a name
 * that no row of `test/facts/facts.yaml` covers. A document's file begins with its number there.
 *
 * Exit codes: 0 every line is covered, 1 some are not, 2 a document that is not there or not known.
 */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { gapsOf } from "../test/facts/coverage.ts";
import { readFacts } from "../test/facts/read.ts";

const { documents, facts } = readFacts();
const files = process.argv.slice(2);
if (files.length === 0) stop("usage: node scripts/facts-coverage.ts DOCUMENT…");

let gaps = 0;
for (const file of files) {
  const document = Object.keys(documents).find((name) => basename(file).startsWith(name));
  if (!document) stop(`${file}: none of the documents ${Object.keys(documents).join(", ")}`);
  const rows = facts.filter((fact) => fact.document === document);
  const found = gapsOf(read(file), rows);
  for (const { line, text } of found) console.log(`${document}:${line}: ${text.trim()}`);
  gaps += found.length;
  console.error(`${document}: ${rows.length} rows, ${found.length} lines that none covers`);
}
process.exitCode = gaps === 0 ? 0 : 1;

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (problem) {
    return stop((problem as Error).message);
  }
}

function stop(message: string): never {
  console.error(message);
  process.exit(2);
}
