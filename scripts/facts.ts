/** `npm run facts`: writes docs/facts.md from test/facts/facts.yaml. */
import { writeFileSync } from "node:fs";
import { readFacts } from "../test/facts/read.ts";
import { factsPage } from "../test/facts/table.ts";

writeFileSync(new URL("../docs/facts.md", import.meta.url), factsPage(readFacts()));
