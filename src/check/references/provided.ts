import { isFields } from "../../kubernetes/fields.ts";
import { judgements } from "../judgements.ts";
import { type Item, inventory, isSameNamespace, type Target } from "../objects/inventory.ts";
import { workloads } from "../objects/workloads.ts";
import { once, type World } from "../world.ts";
import { type Made, makersOf } from "./made.ts";

/** Whether what a reference names is there. */
export type Provided =
  /** It is: an object of the world, or one that something in the world makes. */
  | {
      readonly how: "object" | "made";
      readonly by: Item;
      /** Undefined where they cannot be known. */
      readonly keys: readonly string[] | undefined;
    }
  | { readonly how: "assumed"; readonly keys: readonly string[] | undefined }
  /** Something in the world names it that may make it, such as an object of an unknown kind. */
  | { readonly how: "perhaps"; readonly by: Item };

/** Finds what names mean. */
export class Providers {
  private readonly world: World;
  private readonly made: ReadonlyMap<string, readonly Made[]>;
  private readonly known = new Map<string, Provided | undefined>();

  constructor(world: World) {
    this.world = world;
    const made = inventory(world).items.flatMap((item) => makersOf(item));
    this.made = Map.groupBy(made, ({ target }) => keyOf(target));
  }

  /** @returns undefined where nothing provides it */
  find(target: Target): Provided | undefined {
    const key = `${keyOf(target)}/${target.namespace ?? ""}`;
    if (!this.known.has(key)) this.known.set(key, this.look(target));
    return this.known.get(key);
  }

  private look(target: Target): Provided | undefined {
    const object = inventory(this.world).find(target);
    if (object) return { how: "object", by: object, keys: keysIn(object) };
    const made = (this.made.get(keyOf(target)) ?? []).find((each) =>
      isSameNamespace(each.target.namespace, target.namespace),
    );
    if (made) return { how: "made", by: made.by, keys: made.keys };
    const assumed = this.world.assumptions.find(target);
    if (assumed) return { how: "assumed", keys: assumed.keys };
    const by = mentions(this.world).get(target.name);
    return by && { how: "perhaps", by };
  }
}

function keyOf({ group, kind, name }: Target): string {
  return `${group}/${kind}/${name}`;
}

/**
 * By the words that they say: objects of a kind that nobody knows, and programs by what they are
 * started with. What one of them names it may make.
 */
const mentions = once((world): ReadonlyMap<string, Item> => {
  const words = new Map<string, Item>();
  const add = (item: Item, texts: readonly string[]) => {
    for (const word of texts.flatMap((text) => text.split(/[^a-z0-9.-]+/)))
      if (!words.has(word)) words.set(word, item);
  };
  const said = judgements(world);
  for (const item of inventory(world).items) {
    const judgement = said.get(item.subject);
    if (judgement && "why" in judgement) add(item, textsIn(item.object.spec));
  }
  for (const { item, containers } of workloads(world))
    for (const { container } of containers)
      add(item, [...(container.command ?? []), ...(container.args ?? [])]);
  return words;
});

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** The keys of a ConfigMap or Secret; undefined where something else fills it. */
function keysIn({ kind, group, object }: Item): readonly string[] | undefined {
  if (group !== "" || (kind !== "ConfigMap" && kind !== "Secret")) return [];
  const parts = ["data", "stringData", "binaryData"].map((field) => object[field]).filter(isFields);
  const keys = parts.flatMap((part) => Object.keys(part));
  // A Secret without any is one that a controller fills, such as a token of a ServiceAccount.
  return keys.length === 0 && kind === "Secret" ? undefined : keys;
}

export const providers = once((world) => new Providers(world));
