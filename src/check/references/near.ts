import { type Item, inventory, isSameNamespace } from "../objects/inventory.ts";
import { once, type World } from "../world.ts";
import type { Reference } from "./reference.ts";
import { references } from "./references.ts";

/** An object that may be meant by a name that nothing has. */
export interface Near {
  readonly item: Item;
  /**
   * `misspelt`: there is no doubt; `alike`: but for a letter; `elsewhere`: in another namespace;
   * `longer`: with words before or behind.
   */
  readonly how: "misspelt" | "alike" | "elsewhere" | "longer";
}

/** What is there in place of what is not. */
export function nearTo(
  world: World,
  { target, from }: Pick<Reference, "target" | "from">,
): Near | undefined {
  const { group, kind, name, namespace } = target;
  const names = namesOf(world, `${group}/${kind}`);
  const isBeside = (item: Item) => item !== from && isSameNamespace(item.namespace, namespace);
  const alike = names.alike(name).filter(isBeside);
  const meant = alike.find(
    (item) => isMisspelt(name, item.name) && !named(world).has(`${group}/${kind}/${item.name}`),
  );
  if (meant) return { item: meant, how: "misspelt" };
  const [elsewhere] = names.called(name);
  if (elsewhere) return { item: elsewhere, how: "elsewhere" };
  const letter = alike.find((item) => Math.abs(item.name.length - name.length) < 2);
  if (letter) return { item: letter, how: "alike" };
  // Classes of a cluster are named after one another, and each is meant.
  const [first] = namespace === "" ? [] : alike;
  return first && { item: first, how: "longer" };
}

/** What something asks for by its right name. */
const named = once(
  (world): ReadonlySet<string> =>
    new Set(
      references(world).map(({ target: { group, kind, name } }) => `${group}/${kind}/${name}`),
    ),
);

const indexes = once((_: World) => new Map<string, Names>());

function namesOf(world: World, key: string): Names {
  const known = indexes(world).get(key);
  if (known) return known;
  const slash = key.indexOf("/");
  const names = new Names(inventory(world).of(key.slice(0, slash), key.slice(slash + 1)));
  indexes(world).set(key, names);
  return names;
}

/**
 * Finds names that differ in one letter, or in what stands before or behind: by what is left of
 * them when a letter or some words are taken away, so that many are found as fast as few.
 */
class Names {
  private readonly byName: Map<string, Item[]>;
  private readonly byRest = new Map<string, Item[]>();

  constructor(items: readonly Item[]) {
    this.byName = Map.groupBy(items, ({ name }) => name);
    for (const [name, [item]] of this.byName)
      for (const rest of [...lessALetter(name), ...parts(name)]) {
        const all = this.byRest.get(rest);
        if (all === undefined) this.byRest.set(rest, [item as Item]);
        else all.push(item as Item);
      }
  }

  called(name: string): readonly Item[] {
    return this.byName.get(name) ?? [];
  }

  /** The nearest first. */
  alike(name: string): Item[] {
    const rests = [name, ...lessALetter(name)];
    const found = rests.flatMap((rest) => [...this.called(rest), ...(this.byRest.get(rest) ?? [])]);
    return [...new Set(found)].filter((item) => item.name !== name);
  }
}

function lessALetter(name: string): string[] {
  return Array.from(name, (_, at) => name.slice(0, at) + name.slice(at + 1));
}

const SHORTEST_PART = 4;

/** What is left without the first words, or the last ones. */
function parts(name: string): string[] {
  const found: string[] = [];
  for (let at = name.indexOf("-"); at !== -1; at = name.indexOf("-", at + 1))
    found.push(name.slice(0, at), name.slice(at + 1));
  return found.filter((part) => part.length >= SHORTEST_PART || HASH.test(name.slice(part.length)));
}

/** What kustomize puts behind the names of what it generates, in the letters that it uses. */
const HASH = /^-[2456789bcdfghkmt]{10}$/;
const SHORTEST_WORD = 5;
const DIGIT = /\d/;

/** Whether a name cannot but be meant for another: one letter of a long word is wrong. */
function isMisspelt(name: string, other: string): boolean {
  if (other.startsWith(name) && HASH.test(other.slice(name.length))) return true;
  if (name.replaceAll("-", "") === other.replaceAll("-", "")) return name.length > SHORTEST_WORD;
  const words = name.split(/[-.]/);
  const others = other.split(/[-.]/);
  if (words.length !== others.length) return false;
  const wrong = words.flatMap((word, at) =>
    word === others[at] ? [] : [[word, others[at] as string] as const],
  );
  const [pair] = wrong;
  if (!pair || wrong.length > 1 || pair.some((word) => word.length < SHORTEST_WORD)) return false;
  return isOneEdit(...pair) && !DIGIT.test(difference(...pair));
}

/** A letter that is missing, too many, or changed with its neighbour; another letter in a longer word. */
function isOneEdit(one: string, other: string): boolean {
  if (one.length !== other.length)
    return lessALetter(one).includes(other) || lessALetter(other).includes(one);
  const at = [...one].findIndex((letter, index) => letter !== other[index]);
  const isSame = (from: number) => one.slice(from) === other.slice(from);
  if (isSame(at + 1)) return one.length > SHORTEST_WORD;
  return one[at] === other[at + 1] && one[at + 1] === other[at] && isSame(at + 2);
}

/** The letters in which two words differ, about. */
function difference(one: string, other: string): string {
  const at = [...one].findIndex((letter, index) => letter !== other[index]);
  return at === -1 ? other.slice(one.length) : `${one[at]}${other[at] ?? ""}`;
}
