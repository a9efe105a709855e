import { ApiError, ConnectionError } from "../client/errors.ts";
import { thrown } from "../load/failure.ts";
import { ProblemError } from "../problem.ts";
import { problemsText } from "../report/problems.ts";
import { problemsLookOf } from "./output.ts";
import { version } from "./program.ts";

const wrongInput = 2;
/** EX_SOFTWARE of sysexits.h. */
const ownBug = 70;

/**
 * What to say about an error, and the exit code. What a person can change is short; anything else is a
 * bug, told in full.
 */
export function failureText(error: unknown, entry: string): { text: string; code: number } {
  const look = problemsLookOf("stderr");
  if (error instanceof ProblemError)
    return { text: problemsText(error.problems, look), code: wrongInput };
  if (error instanceof ConnectionError || error instanceof ApiError)
    return { text: problemsText([{ message: error.message }], look), code: wrongInput };
  const problem = error instanceof Error ? thrown(error, entry) : undefined;
  if (problem) return { text: problemsText([problem], look), code: wrongInput };
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (syscall !== undefined) {
    const message = `the output cannot be written: ${code}`;
    return { text: problemsText([{ message }], look), code: wrongInput };
  }
  const stack = error instanceof Error ? error.stack : String(error);
  const text = `slipway ${version()} on Node ${process.version} has a bug; please report it with this text:\n\n${stack}\n`;
  return { text, code: ownBug };
}
