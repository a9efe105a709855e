import type { ProblemKind, ReadProblem } from "../../manifests/read/index.ts";
import type { Found, FoundInFile } from "../rule.ts";
import type { World } from "../world.ts";

/** What reading found of some kinds. */
export function readingFound(...kinds: readonly ProblemKind[]): (world: World) => readonly Found[] {
  return ({ problems }) => problems.filter(({ about }) => kinds.includes(about)).map(foundOf);
}

/** {@link readingFound} of builds: one entry may be the end of many, and is told once. */
export function foundOncePerEntry(
  { problems }: World,
  ...kinds: readonly ProblemKind[]
): FoundInFile[] {
  const own = problems.filter(({ about }) => kinds.includes(about));
  const byEntry = Map.groupBy(own, ({ where: { file, line, column }, message }) =>
    [file, line, column, message].join(":"),
  );
  return [...byEntry.values()].map((all) => {
    const found = foundOf(all[0] as ReadProblem);
    return all.length === 1
      ? found
      : { ...found, message: `${found.message}; ${all.length} builds fail for it` };
  });
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
