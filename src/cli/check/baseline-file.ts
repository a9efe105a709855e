import { existsSync, readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import {
  Baseline,
  type BaselineContent,
  BaselineWriter,
  parseBaseline,
} from "../../check/living/baseline.ts";
import { fail } from "../../problem.ts";
import { shortDigest } from "../../render/digest.ts";

/** @throws ProblemError for a file that is not there, or no baseline */
export function readBaseline(file: string): Baseline {
  if (!existsSync(file))
    fail({
      message: `there is no baseline ${file}`,
      instead: `slipway check --write-baseline ${file}`,
    });
  return new Baseline(contentOf(file), contextOf(file));
}

/**
 * For the file that a baseline will be written to.
 *
 * @throws ProblemError for a file that is there and holds something else
 */
export function baselineWriter(file: string): BaselineWriter {
  if (existsSync(file)) contentOf(file);
  return new BaselineWriter(contextOf(file));
}

/** Paths as a baseline's file writes them. */
export function checkedFrom(file: string, paths: readonly string[]): string[] {
  return paths.map((path) => (path === "-" ? path : contextOf(file).path(path)));
}

function contentOf(file: string): BaselineContent {
  const content = parseBaseline(textOf(file));
  const instead = "a file that slipway check --write-baseline FILE wrote";
  return content ?? fail({ message: `${file} is no baseline`, instead });
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    return fail({ message: `${file} cannot be read: ${(error as NodeJS.ErrnoException).code}` });
  }
}

function contextOf(file: string) {
  const folder = dirname(resolve(file));
  const path = (other: string) => relative(folder, resolve(other)).replaceAll("\\", "/") || ".";
  return { digest: shortDigest, path };
}
