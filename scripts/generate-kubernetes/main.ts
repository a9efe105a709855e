import { join } from "node:path";
import { generate } from "./generate.ts";
import { ModuleMissing } from "./sources.ts";
import { renew, staleFiles } from "./stale.ts";

const USAGE = `Usage: npm run generate [-- [--defaults] [--verify]]

Writes src/kubernetes/data and src/kubernetes/types from files of Go modules (Go downloads them).
  --defaults  learn the defaults again too, from dry runs against a real control plane
  --verify    write nothing; list the files that would change, and exit with 1 if there are any
`;

const options = new Set(process.argv.slice(2));
const verify = options.delete("--verify");
const defaults = options.delete("--defaults");
if (options.size > 0) {
  process.stderr.write(USAGE);
  process.exit(2);
}

const root = join(import.meta.dirname, "../../src/kubernetes");
const files = await generate().catch((failure: unknown) => {
  if (!(failure instanceof ModuleMissing)) throw failure;
  process.stderr.write(`generate: ${failure.message}\n`);
  process.exit(2);
});
if (defaults) {
  const { learntDefaults } = await import("./defaults/learnt.ts");
  files.set("data/defaults.json", await learntDefaults());
}
const stale = await staleFiles(root, files);
if (!verify) await renew(root, stale, files);
const verb = verify ? "differs" : "wrote";
for (const file of stale) process.stdout.write(`${verb}: src/kubernetes/${file}\n`);
process.stdout.write(`${files.size} files, ${stale.length} ${verify ? "differ" : "changed"}\n`);
if (verify && stale.length > 0) process.exitCode = 1;
