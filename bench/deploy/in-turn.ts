import type { Rounds } from "../measure.ts";

/**
 * Does something for each side, one after the other, round for round; each round begins with another
 * side, so that none always has the same neighbour.
 *
 * @returns for each side what its counted rounds gave, in their order
 */
export async function inTurn<S, T>(
  sides: readonly S[],
  { warmups, counted }: Pick<Rounds, "warmups" | "counted">,
  work: (side: S) => Promise<T>,
): Promise<T[][]> {
  const found = sides.map((): T[] => []);
  for (let round = 0; round < warmups + counted; round++) {
    for (const offset of sides.keys()) {
      const at = (round + offset) % sides.length;
      const one = await work(sides[at]!);
      if (round >= warmups) found[at]!.push(one);
    }
  }
  return found;
}
