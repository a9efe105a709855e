import type { ProblemKind } from "../../manifests/read/index.ts";
import type { Found } from "../rule.ts";
import type { World } from "../world.ts";

/** What reading found of some kinds. */
export function readingFound(...kinds: readonly ProblemKind[]): (world: World) => readonly Found[] {
  return ({ problems }) =>
    problems
      .filter(({ about }) => kinds.includes(about))
      .map(({ message, where, why, instead, isSecret }) => ({
        where,
        message: why === undefined ? message : `${message}: ${why}`,
        fix: instead,
        isSecret,
      }));
}
