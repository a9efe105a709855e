import type { Platform } from "../platform/platform.ts";
import type { ImageChoice } from "../platform/resolve/index.ts";
import { unusedImages } from "../platform/resolve/scope.ts";
import { type Problem, ProblemError } from "../problem.ts";
import { type RenderedEnvironment, renderEnvironment } from "./environment.ts";

/**
 * Renders every environment of a platform.
 *
 * @param file The platform's file, as it was loaded.
 * @throws ProblemError with everything that is wrong in any of them, each problem once.
 */
export async function renderEnvironments(
  platform: Platform,
  file: string,
  choice: ImageChoice,
): Promise<RenderedEnvironment[]> {
  const renderings: RenderedEnvironment[] = [];
  const problems = new Map<string, Problem>();
  const note = (problem: Problem) => problems.set(JSON.stringify(problem), problem);
  // One that a platform without environments does not have tells what is missing.
  const [first = "", ...others] = platform.environments;
  for (const environment of [first, ...others]) {
    try {
      const forAll: ImageChoice = { ...choice, isForAll: true };
      renderings.push(await renderEnvironment(platform, file, environment, forAll));
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      for (const problem of error.problems) note(problem);
    }
  }
  const used = new Map(renderings.flatMap(({ resolved }) => Object.entries(resolved.images)));
  if (problems.size === 0) for (const problem of unusedImages(choice, used)) note(problem);
  if (problems.size > 0) throw new ProblemError([...problems.values()]);
  return renderings;
}
