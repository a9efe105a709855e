/** `npm run rules`: writes docs/rules/ and the list of names from the rules themselves, and docs/classes.md from what they are for. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { allRules } from "../src/check/all-rules.ts";
import { rulePages } from "../src/report/check/explain.ts";
import { classesPage } from "../test/check/classes/page.ts";
import { classes } from "../test/check/classes.ts";
import { namesModule } from "../test/check/names-module.ts";

const folder = join(import.meta.dirname, "..", "docs", "rules");
rmSync(folder, { recursive: true, force: true });
for (const [file, text] of rulePages(allRules)) {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
writeFileSync(join(folder, "../../src/check/rule-names.ts"), namesModule(allRules));
writeFileSync(join(folder, "..", "classes.md"), classesPage());
console.log(`docs/rules: ${allRules.length} rules; docs/classes.md: ${classes.length} classes`);
