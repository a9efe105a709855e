import { fileURLToPath } from "node:url";
import { framesOf } from "../platform/where.ts";
import { type Problem, ProblemError } from "../problem.ts";
import { importProblem, missingExport } from "./import-problem.ts";
import { syntaxProblem } from "./syntax-problem.ts";

/**
 * What to throw when a platform file could not be run: a ProblemError with the user's own line, or the
 * error itself where nothing in it is the user's doing.
 *
 * @param entry URL of the program's own main module; everything in its folder is not the user's.
 */
export async function loadingFailure(
  error: unknown,
  file: string,
  entry: string,
): Promise<unknown> {
  if (error instanceof ProblemError) return error;
  if (!(error instanceof Error)) {
    const message = `${file} throws ${printed(error)}`;
    return new ProblemError([
      { message, instead: 'throw new Error("…"), which remembers the line' },
    ]);
  }
  const problem =
    importProblem(error, file) ??
    (await missingExport(error, entry)) ??
    thrown(error, entry) ??
    syntaxProblem(error, file);
  return problem === undefined ? error : new ProblemError([problem]);
}

/**
 * An error that the user's code threw, at its innermost line that is the user's. Of errors from inside
 * this program only a TypeError counts, as what wrong arguments come to; undefined for all others.
 */
export function thrown(error: Error, entry: string): Problem | undefined {
  const own = fileURLToPath(new URL(".", entry));
  const frames = framesOf(String(error.stack));
  const where = frames.find(({ file }) => !file.startsWith(own));
  if (where === undefined) return undefined;
  const why = error.cause instanceof Error ? `caused by: ${error.cause.message}` : undefined;
  if (frames[0] === where) {
    const kind = error.name === "Error" ? "" : `${error.name}: `;
    return { message: kind + (error.message || "an error without a message"), where, why };
  }
  if (!(error instanceof TypeError)) return undefined;
  return {
    message: `this call cannot work with what it is given: ${error.message}`,
    where,
    why,
    instead: "compare with the example in its documentation; if it is right, please report this",
  };
}

function printed(value: unknown): string {
  try {
    return typeof value === "string" ? JSON.stringify(value) : String(value);
  } catch {
    return "a value that cannot be printed";
  }
}
