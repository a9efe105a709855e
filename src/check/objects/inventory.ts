import type { Fields } from "../../kubernetes/fields.ts";
import { isNamespaced } from "../../kubernetes/kinds.ts";
import { splitApiVersion } from "../../kubernetes/versions.ts";
import { identityOf } from "../identity.ts";
import { judgements } from "../judgements.ts";
import { once, type Subject, type World } from "../world.ts";
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
  private readonly kinds: ReadonlyMap<string, readonly Item[]>;
  private readonly names: ReadonlyMap<string, readonly Item[]>;
  private readonly places: ReadonlyMap<string, readonly Item[]>;

  constructor(items: readonly Item[]) {
    this.items = items;
    this.kinds = Map.groupBy(items, ({ group, kind }) => `${group}/${kind}`);
    this.names = Map.groupBy(items, nameOf);
    this.places = Map.groupBy(items, placeOf);
  }

  /** The objects of a built-in kind, in the version that has the form of today. */
  all<K extends keyof BuiltIn>(kind: K): readonly Item<BuiltIn[K]>[] {
    const { group } = splitApiVersion(apiVersions[kind]);
    const found = this.of(group, kind).filter(({ apiVersion }) => apiVersion === apiVersions[kind]);
    // The judge decoded them by the schema of that version.
    return found as readonly Item[] as readonly Item<BuiltIn[K]>[];
  }

  /** The objects of any kind, in any version. */
  of(group: string, kind: string): readonly Item[] {
    return this.kinds.get(`${group}/${kind}`) ?? [];
  }

  /** The object that a name in some namespace means. */
  find(target: Target): Item | undefined {
    return this.meant(target)[0];
  }

  /** {@link find}, with the others that it may mean where a namespace is not said. */
  meant(target: Target): readonly Item[] {
    if (target.namespace === undefined) return this.names.get(nameOf(target)) ?? [];
    return [target, { ...target, namespace: undefined }].flatMap(
      (each) => this.places.get(placeOf(each)) ?? [],
    );
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

function nameOf({ group, kind, name }: Target): string {
  return `${group}/${kind}/${name}`;
}

function placeOf(target: Target): string {
  return `${target.namespace ?? "*"}/${nameOf(target)}`;
}

/** Whether two objects may be in one namespace: one that says none may be in any. */
export function isSameNamespace(one: string | undefined, other: string | undefined): boolean {
  return one === other || one === undefined || other === undefined;
}

/**
 * Objects that the server would not even read are there as they were meant; where that is not known
 * they are left out.
 */
export const inventory = once((world: World): Inventory => {
  const said = judgements(world);
  const seen = new Set<string>();
  return new Inventory(
    world.objects.flatMap((subject) => {
      const judgement = said.get(subject);
      const stored =
        judgement && "filled" in judgement ? (judgement.filled ?? judgement.meant) : subject.object;
      if (stored === undefined) return [];
      const { apiVersion, kind, namespace, name } = identityOf(subject.object);
      const { group } = splitApiVersion(apiVersion);
      const isCluster = isNamespaced(apiVersion, kind) === false;
      const within = isCluster ? "" : namespace || undefined;
      const key = JSON.stringify([group, kind, within, name]);
      if (seen.has(key) && name !== "") return [];
      seen.add(key);
      return [{ subject, apiVersion, group, kind, namespace: within, name, object: stored }];
    }),
  );
});
