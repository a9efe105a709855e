import type { Fields } from "../../kubernetes/fields.ts";
import { isNamespaced } from "../../kubernetes/kinds.ts";
import { splitApiVersion } from "../../kubernetes/versions.ts";
import { identityOf } from "../identity.ts";
import { judgements } from "../judgements.ts";
import { once, type Subject, type World } from "../world.ts";
import { isNameFilledIn } from "./filled-in.ts";
import { replacedWord } from "./guides.ts";
import { apiVersions, type BuiltIn } from "./kinds.ts";

/** An object of the world, as the server would store it: decoded, with its defaults. */
export interface Item<T = Readonly<Fields>> {
  readonly subject: Subject;
  readonly apiVersion: string;
  /** Empty for the core group. */
  readonly group: string;
  readonly kind: string;
  /**
   * Empty for what lives in no namespace; undefined where the object does not say: it lives where
   * it will be applied, which may be any.
   */
  readonly namespace: string | undefined;
  readonly name: string;
  readonly object: T;
}

/** What names an object of the world. */
export interface Target {
  readonly group: string;
  readonly kind: string;
  /** As in {@link Item}. */
  readonly namespace: string | undefined;
  readonly name: string;
}

/** The objects of a world, by what they are. Each is there once, whatever its version. */
export class Inventory {
  readonly items: readonly Item[];
  private readonly kinds = new Map<string, Map<string, OfKind>>();
  private readonly builtIn = new Map<keyof BuiltIn, readonly Item[]>();

  /** @param items of those that mean the same object the first counts */
  constructor(items: Iterable<Item>) {
    const all: Item[] = [];
    for (const item of items) if (this.kind(item).add(item)) all.push(item);
    this.items = all;
  }

  private kind({ group, kind }: Item): OfKind {
    const kinds = made(this.kinds, group, () => new Map<string, OfKind>());
    return made(kinds, kind, () => new OfKind());
  }

  /** The objects of a built-in kind, in the version that has the form of today. */
  all<K extends keyof BuiltIn>(kind: K): readonly Item<BuiltIn[K]>[] {
    const found = made(this.builtIn, kind, () => {
      const { group } = splitApiVersion(apiVersions[kind]);
      return this.of(group, kind).filter(({ apiVersion }) => apiVersion === apiVersions[kind]);
    });
    // The judge decoded them by the schema of that version.
    return found as readonly Item[] as readonly Item<BuiltIn[K]>[];
  }

  /** The objects of any kind, in any version. */
  of(group: string, kind: string): readonly Item[] {
    return this.kinds.get(group)?.get(kind)?.items ?? [];
  }

  /** The object that a name in some namespace means. */
  find(target: Target): Item | undefined {
    return this.meant(target)[0];
  }

  /** {@link find}, with the others that it may mean where a namespace is not said. */
  meant({ group, kind, namespace, name }: Target): readonly Item[] {
    return this.kinds.get(group)?.get(kind)?.meant(namespace, name) ?? [];
  }

  /** {@link find}, of a built-in kind in the version that has the form of today. */
  get<K extends keyof BuiltIn>(
    kind: K,
    namespace: string | undefined,
    name: string,
  ): Item<BuiltIn[K]> | undefined {
    const { group } = splitApiVersion(apiVersions[kind]);
    const found = this.find({ group, kind, namespace, name });
    if (found?.apiVersion !== apiVersions[kind]) return undefined;
    return found as Item as Item<BuiltIn[K]>;
  }
}

/** The objects of one kind. */
class OfKind {
  readonly items: Item[] = [];
  private readonly places = new Map<string | undefined, Map<string, Item[]>>();
  private names: ReadonlyMap<string, readonly Item[]> | undefined;

  /** @returns whether it was not there; those without a name become objects of their own */
  add(item: Item): boolean {
    const { namespace, name } = item;
    const place = made(this.places, namespace, () => new Map<string, Item[]>());
    const known = place.get(name);
    if (known && name !== "") return false;
    if (known) known.push(item);
    else place.set(name, [item]);
    this.items.push(item);
    return true;
  }

  meant(namespace: string | undefined, name: string): readonly Item[] {
    if (namespace === undefined) {
      this.names ??= Map.groupBy(this.items, (item) => item.name);
      return this.names.get(name) ?? [];
    }
    const there = this.places.get(namespace)?.get(name) ?? [];
    const anywhere = this.places.get(undefined)?.get(name);
    return anywhere ? [...there, ...anywhere] : there;
  }
}

/** What a map has under a key, made when it is first asked for. */
function made<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const value = make();
  map.set(key, value);
  return value;
}

/** Whether two objects may be in one namespace: one that says none may be in any. */
export function isSameNamespace(one: string | undefined, other: string | undefined): boolean {
  return one === other || one === undefined || other === undefined;
}

/**
 * Objects that the server would not even read are there as they were meant; where that is not known
 * they are left out.
 */
export const inventory = once((world: World): Inventory => new Inventory(itemsOf(world)));

/** Whether an object is written in the world that the server would not even read. */
export function isUnreadable(world: World, { group, kind, namespace, name }: Target): boolean {
  const there = unreadable(world).get(JSON.stringify([group, kind, name])) ?? [];
  return there.some((each) => isSameNamespace(each, namespace));
}

/** The namespaces of those objects, by group, kind and name. */
const unreadable = once((world): ReadonlyMap<string, readonly (string | undefined)[]> => {
  const found = new Map<string, (string | undefined)[]>();
  for (const [subject, judgement] of judgements(world)) {
    if (!("filled" in judgement) || (judgement.filled ?? judgement.meant) !== undefined) continue;
    const { apiVersion, kind, namespace, name } = identityOf(subject.object);
    const key = JSON.stringify([splitApiVersion(apiVersion).group, kind, name]);
    found.set(key, [...(found.get(key) ?? []), namespace || undefined]);
  }
  return found;
});

function* itemsOf(world: World): Generator<Item> {
  const said = judgements(world);
  for (const subject of world.objects) {
    const judgement = said.get(subject);
    const object =
      judgement && "filled" in judgement ? (judgement.filled ?? judgement.meant) : subject.object;
    if (object === undefined) continue;
    const { apiVersion, kind, namespace, name } = identityOf(subject.object);
    const { group } = splitApiVersion(apiVersion);
    const isCluster = isNamespaced(apiVersion, kind) === false;
    const isSaid =
      namespace !== undefined &&
      namespace !== "" &&
      !isNameFilledIn(namespace) &&
      replacedWord(subject, namespace) === undefined;
    const within = isCluster ? "" : isSaid ? namespace : undefined;
    yield { subject, apiVersion, group, kind, namespace: within, name, object };
  }
}
