import type { ProblemKind, ReadProblem } from "../../manifests/read/index.ts";
import type { Found, FoundInFile } from "../rule.ts";
import type { World } from "../world.ts";

/** What reading found of some kinds. */
export function readingFound(...kinds: readonly ProblemKind[]): (world: World) => readonly Found[] {
  return ({ problems }) => problems.filter(({ about }) => kinds.includes(about)).map(foundOf);
}

/** What reading found, as it is told. */
export function foundOf({ message, where, why, instead, isSecret }: ReadProblem): FoundInFile {
  return {
    where,
    message: why === undefined ? message : `${message}: ${why}`,
    fix: instead,
    isSecret,
  };
}
