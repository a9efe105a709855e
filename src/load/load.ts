import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { isPlatform, type Platform } from "../platform/platform.ts";
import { fail, type Where } from "../problem.ts";
import { runModule } from "./run-module.ts";

/**
 * Runs a platform file and returns the platform that it exports as its default.
 *
 * @param entry URL of the module that `import … from "slipway"` stands for in it.
 * @param onFile Told of every file of the user's that it consists of.
 * @throws ProblemError that says why there is no platform.
 */
export async function loadPlatform(
  file: string,
  entry: string,
  onFile?: (file: string) => void,
): Promise<Platform> {
  checkFile(file);
  const module = await runModule(file, entry, onFile);
  const platform = module.default;
  if (isPlatform(platform)) return platform;
  return fail({
    message: `${file} ${exportedInstead(module)}`,
    where: placeOfDefault(resolve(file)),
    instead: 'export default platform("shop", { components, environments })',
  });
}

function checkFile(file: string): void {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) {
    fail({ message: `there is no file ${file}`, instead: "-f path/to/platform.ts" });
  }
  if (stats.isDirectory()) {
    fail({ message: `${file} is a folder`, instead: `-f ${file.replace(/\/*$/, "/platform.ts")}` });
  }
}

function exportedInstead(module: Record<string, unknown>): string {
  const value = module.default;
  if (isPromise(value)) return "exports a promise as its default: write await before it";
  if ("default" in module) return `exports ${kindOf(value)} as its default, not a platform`;
  const names = Object.keys(module);
  const named = names.find((name) => isPlatform(module[name]));
  if (named !== undefined) return `exports its platform as "${named}", not as its default`;
  if (names.length === 0) return "exports nothing";
  return `has no default export, only ${names.join(", ")}`;
}

/** Where a file says what it exports as its default; its first line where it does not. */
export function placeOfDefault(file: string): Where {
  const before = /^(.*?)^[ \t]*export default\b/ms.exec(readFileSync(file, "utf8"))?.[1] ?? "";
  return { file, line: before.split("\n").length, column: 1 };
}

export function isPromise(value: unknown): boolean {
  return typeof value === "object" && value !== null && "then" in value;
}

export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
