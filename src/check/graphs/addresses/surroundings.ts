import { isFields } from "../../../kubernetes/fields.ts";
import { type Item, inventory } from "../../objects/inventory.ts";
import { once, type World } from "../../world.ts";
import { wordsOf } from "./words.ts";

/** What a word says of the environment that it belongs to. */
export type Surroundings = "production" | "staging" | "development";

const WORDS: Readonly<Record<string, Surroundings>> = {
  prod: "production",
  production: "production",
  prd: "production",
  staging: "staging",
  stage: "staging",
  stg: "staging",
  dev: "development",
  develop: "development",
  development: "development",
};

/** The one environment that words name; undefined where they name none, or several. */
export function surroundingsOf(words: Iterable<string>): Surroundings | undefined {
  const found = new Set<Surroundings>();
  for (const word of words) if (Object.hasOwn(WORDS, word)) found.add(WORDS[word] as Surroundings);
  return found.size === 1 ? [...found][0] : undefined;
}

/** A name without the words that tell environments apart. */
export function stemOf(name: string): string {
  return wordsOf(name)
    .filter((word) => !Object.hasOwn(WORDS, word))
    .join("-");
}

const LABELS = ["environment", "env", "stage", "app.kubernetes.io/environment"];

/** The environment to which an object belongs: its namespace says it, or a label, or all the others. */
export function surroundingsOfItem(world: World, item: Item): Surroundings | undefined {
  return ownSurroundings(item) ?? surroundingsOfWorld(world);
}

function ownSurroundings({ namespace, object }: Item): Surroundings | undefined {
  const byNamespace = namespace && surroundingsOf(wordsOf(namespace));
  if (byNamespace) return byNamespace;
  const { labels } = isFields(object.metadata) ? object.metadata : {};
  if (!isFields(labels)) return undefined;
  return surroundingsOf(LABELS.map((label) => String(labels[label] ?? "").toLowerCase()));
}

const OVERLAY = /(?:^|\/)(?:overlays?|environments?|envs?|stages?|clusters?)\/([^/]+)\//g;

/** The environment whose folder of a tree a file lies in: `overlays/staging/settings.yaml`. */
export function surroundingsOfFile(file: string): Surroundings | undefined {
  return surroundingsOf([...file.matchAll(OVERLAY)].flatMap(([, folder = ""]) => wordsOf(folder)));
}

/** Undefined where the objects of a world say nothing, or belong to several. */
const surroundingsOfWorld = once((world): Surroundings | undefined => {
  const found = new Set(
    inventory(world).items.flatMap((item) => {
      const { kind, name } = item;
      const named = kind === "Namespace" ? surroundingsOf(wordsOf(name)) : undefined;
      return named ?? ownSurroundings(item) ?? [];
    }),
  );
  return found.size === 1 ? [...found][0] : undefined;
});
