/** `npm run rules`: writes docs/rules/ from the rules themselves. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { allRules } from "../src/check/all-rules.ts";
import { rulePages } from "../src/report/check/explain.ts";

const folder = join(import.meta.dirname, "..", "docs", "rules");
rmSync(folder, { recursive: true, force: true });
for (const [file, text] of rulePages(allRules)) {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
console.log(`docs/rules: ${allRules.length} rules`);
