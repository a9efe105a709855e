import { wordsOf } from "../addresses/words.ts";

/** What an environment is for. Those of one stage may share what others must not. */
export type Stage = "production" | "staging" | "development";

const STAGES: ReadonlyMap<string, Stage> = new Map(
  (
    [
      ["production", "prod production prd live"],
      ["staging", "staging stage stg uat preprod preproduction acceptance acc"],
      [
        "development",
        "dev develop development local test tests testing qa preview ci sandbox e2e nonprod",
      ],
    ] as const
  ).flatMap(([stage, words]) => words.split(" ").map((word) => [word, stage] as const)),
);

/** The stage that a name tells, such as `overlays/production` or `shop-dev`; undefined: none, or several. */
export function stageOf(name: string): Stage | undefined {
  const words = wordsOf(name.replace(/\b(pre|non)[-_](?=prod)/gi, "$1"));
  const found = new Set(words.flatMap((word) => STAGES.get(word) ?? []));
  return found.size === 1 ? [...found][0] : undefined;
}

/** A name without the words that tell environments apart. */
export function unstaged(name: string): string {
  return wordsOf(name)
    .filter((word) => !STAGES.has(word))
    .join("-");
}
