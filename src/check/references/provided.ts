import { isFields } from "../../kubernetes/fields.ts";
import { isNameFilledIn, mayBecome } from "../objects/filled-in.ts";
import {
  type Item,
  inventory,
  isSameNamespace,
  isUnreadable,
  type Target,
} from "../objects/inventory.ts";
import { once, type World } from "../world.ts";
import { isAlwaysThere } from "./always.ts";
import { type Made, makersOf } from "./made.ts";
import { perhaps } from "./perhaps.ts";
import { isUnclear } from "./whole.ts";

/** Whether what a reference names is there. */
export type Provided =
  /** It is: an object of the world, or one that something in the world makes. */
  | {
      readonly how: "object" | "made";
      readonly by: Item;
      /** Undefined where they cannot be known. */
      readonly keys: readonly string[] | undefined;
    }
  /** Every cluster has it. */
  | { readonly how: "always" }
  | { readonly how: "assumed"; readonly keys: readonly string[] | undefined }
  /** Something in the world names it that may make it, such as an object of an unknown kind. */
  | { readonly how: "perhaps"; readonly by: Item };

/** Finds what names mean. */
export class Providers {
  private readonly world: World;
  private readonly made: ReadonlyMap<string, readonly Made[]>;
  private readonly known = new Map<string, Provided | undefined>();
  private readonly madeOf: ReadonlyMap<string, readonly Made[]>;
  private readonly places = new Map<string, Places>();

  constructor(world: World) {
    this.world = world;
    const made = inventory(world).items.flatMap((item) => makersOf(item));
    this.made = Map.groupBy(made, ({ target }) => keyOf(target));
    this.madeOf = Map.groupBy(made, ({ target }) => kindOf(target));
  }

  /** Whether controllers make objects of a kind where one is asked for. */
  isMade(target: Target): boolean {
    const { made } = this.placesOf(target);
    return askedPlaces(target).some((place) => made.has(place));
  }

  /**
   * Whether the input has objects of a kind, or makes them, where one is asked for: others than the
   * one that asks.
   */
  hasKind(target: Target, asking?: Item): boolean {
    const { by } = this.placesOf(target);
    return askedPlaces(target).some((place) => {
      const one = by.get(place);
      return one !== undefined && one !== asking;
    });
  }

  /** Worked out for a kind when one of it is not there: most of them never are asked for. */
  private placesOf(target: Target): Places {
    const key = kindOf(target);
    const known = this.places.get(key) ?? this.readPlaces(target);
    this.places.set(key, known);
    return known;
  }

  private readPlaces(target: Target): Places {
    const by = new Map<string, Item | "many">();
    const put = (place: string, item: Item) => {
      const known = by.get(place);
      by.set(place, known === undefined || known === item ? item : "many");
    };
    const made = this.madeOf.get(kindOf(target)) ?? [];
    for (const item of inventory(this.world).of(target.group, target.kind))
      for (const place of placesIn(item)) put(place, item);
    for (const each of made) for (const place of placesIn(each.target)) put(place, each.by);
    return { by, made: new Set(made.flatMap((each) => placesIn(each.target))) };
  }

  /** @returns undefined where nothing provides it */
  find(target: Target): Provided | undefined {
    const key = `${keyOf(target)}/${target.namespace ?? ""}`;
    if (!this.known.has(key)) this.known.set(key, this.look(target));
    return this.known.get(key);
  }

  private look(target: Target): Provided | undefined {
    const objects = inventory(this.world).meant(target);
    const made = this.makerOf(target);
    const [object] = objects;
    if (object) return { how: "object", by: object, keys: this.keysOf(objects, made) };
    if (made) return { how: "made", by: made.by, keys: made.keys };
    if (isAlwaysThere(target)) return { how: "always" };
    const assumed = this.world.assumptions.find(target);
    if (assumed) return { how: "assumed", keys: assumed.keys };
    // What the server refuses is told of the object itself.
    if (isUnreadable(this.world, target)) return { how: "always" };
    const by = perhaps(this.world).find(target) ?? this.namedLater(target);
    return by && { how: "perhaps", by };
  }

  /** An object in whose name something is put in later, which may become the one that is asked for. */
  private namedLater(target: Target): Item | undefined {
    return unfinished(this.world)
      .get(kindOf(target))
      ?.find(
        (item) =>
          mayBecome(item.name, target.name) && isSameNamespace(item.namespace, target.namespace),
      );
  }

  /** Of all that a name may mean, and of what a controller writes into it. */
  private keysOf(objects: readonly Item[], made: Made | undefined): readonly string[] | undefined {
    if (objects.some((object) => isUnclear(this.world, object))) return undefined;
    const all = [...objects.map(keysIn), ...(made ? [made.keys] : [])];
    return all.includes(undefined) ? undefined : all.flatMap((keys) => keys ?? []);
  }

  private makerOf(target: Target): Made | undefined {
    const numbered = target.name.replace(NUMBER, "-*");
    const all = [target, { ...target, name: numbered }].flatMap(
      (each) => this.made.get(keyOf(each)) ?? [],
    );
    return all.find((each) => isSameNamespace(each.target.namespace, target.namespace));
  }
}

/** The objects in whose names something is put in later, by their kinds: most worlds have none. */
const unfinished = once(
  (world): ReadonlyMap<string, readonly Item[]> =>
    Map.groupBy(
      inventory(world).items.filter(({ name }) => isNameFilledIn(name)),
      kindOf,
    ),
);

const NUMBER = /-\d+$/;

function keyOf({ group, kind, name }: Target): string {
  return `${group}/${kind}/${name}`;
}

function kindOf({ group, kind }: Target): string {
  return `${group}/${kind}`;
}

/** Where objects of a kind are: in their namespaces, and anyhow. */
interface Places {
  /** Who has or makes some; "many" where they are several. */
  readonly by: ReadonlyMap<string, Item | "many">;
  /** Where controllers make some. */
  readonly made: ReadonlySet<string>;
}

function placesIn({ namespace = OPEN }: Target): string[] {
  return [namespace, ANY];
}

/** Where one may be that is asked for. */
function askedPlaces({ namespace }: Target): string[] {
  return namespace === undefined ? [ANY] : [namespace, OPEN];
}

const ANY = "?";
const OPEN = "*";

/** Annotations and labels by which other controllers put keys into an object. */
const FILLED =
  /^(cert-manager\.io\/(allow-direct-injection|inject)|config\.openshift\.io\/inject|service\.beta\.openshift\.io\/|secret-generator\.|replicator\.v1\.mittwald\.de\/replicate-from|reflector\.v1\.k8s\.emberstack\.com\/reflects|avp\.kubernetes\.io\/|vault\.|kubernetes\.io\/service-account\.name)/;

/** The keys of a ConfigMap or Secret; undefined where something else fills it. */
function keysIn({ kind, group, object }: Item): readonly string[] | undefined {
  if (group !== "" || (kind !== "ConfigMap" && kind !== "Secret")) return [];
  const { annotations, labels } = isFields(object.metadata) ? object.metadata : {};
  for (const marks of [annotations, labels])
    if (isFields(marks) && Object.keys(marks).some((name) => FILLED.test(name))) return undefined;
  const parts = ["data", "stringData", "binaryData"].map((field) => object[field]).filter(isFields);
  const keys = parts.flatMap((part) => Object.keys(part));
  // One without any is there to be filled, such as a token of a ServiceAccount.
  return keys.length === 0 ? undefined : keys;
}

export const providers = once((world) => new Providers(world));
