import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fail } from "../problem.ts";

/**
 * Writes encrypted files. Each is complete on the disk before it takes its place.
 *
 * @throws ProblemError for what cannot be written.
 */
export function writeAll(files: ReadonlyMap<string, string>): void {
  const staged = [...files.keys()].map((path) => [path, `${path}.slipway-new`] as const);
  try {
    for (const [path, stage] of staged) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(stage, files.get(path) as string, { flush: true });
    }
    for (const [path, stage] of staged) renameSync(stage, path);
  } catch (error) {
    for (const [, stage] of staged) rmSync(stage, { force: true });
    const { code, path } = error as NodeJS.ErrnoException;
    fail({ message: `${path} cannot be written: ${code}` });
  }
}
