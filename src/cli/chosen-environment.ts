import type { Platform } from "../platform/platform.ts";
import { fail } from "../problem.ts";

/**
 * The environment that a command is about: the one that is named, or the only one.
 *
 * @throws ProblemError that lists them where there are several.
 */
export function chosenEnvironment({ environments }: Platform, named: string | undefined): string {
  if (named !== undefined) return named;
  const [only, ...more] = environments;
  if (only !== undefined && more.length === 0) return only;
  if (only === undefined) return "";
  return fail({
    message: `which environment? there are ${environments.join(", ")}`,
    instead: `-e ${environments.at(-1)}`,
  });
}
