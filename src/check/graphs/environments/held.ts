import type { FieldPath } from "../../../kubernetes/validation/field-path.ts";
import type { Item } from "../../objects/inventory.ts";
import { once, type World } from "../../world.ts";
import { heldAddresses } from "./held-addresses.ts";
import { heldHosts } from "./held-hosts.ts";
import { heldSettings } from "./held-settings.ts";
import { settings } from "./settings.ts";

/** What must not be the same in two environments. */
export type Topic = "hosts" | "data" | "secrets" | "backups" | "names";

/** A value that is to be of its environment alone. */
export interface Held {
  readonly topic: Topic;
  /** Equal where two environments have the same; it may hold a secret, and is never shown. */
  readonly key: string;
  readonly item: Item;
  readonly path: FieldPath;
  /** What a message calls it; no value of a variable or of a Secret. */
  readonly shown: string;
}

/** What an environment holds. */
export interface Holding {
  readonly all: readonly Held[];
  /** Settings that keep apart what goes to one place: the name of a database, a prefix. */
  readonly separating: ReadonlyMap<string, string>;
}

const NOTHING: Holding = { all: [], separating: new Map() };

/** What must differ, by what it is applied with; that of a platform stands under undefined. */
const holdings = once((world): ReadonlyMap<string | undefined, Holding> => {
  const all = [...heldHosts(world), ...heldAddresses(world), ...heldSettings(world)];
  const bySource = Map.groupBy(all, ({ item }) => item.subject.from);
  const set = Map.groupBy(settings(world), ({ item }) => item.subject.from);
  return new Map(
    [...bySource].map(([from, own]) => {
      const separating = new Map<string, string>();
      for (const { name, text, separates } of set.get(from) ?? [])
        if (separates) separating.set(name, text);
      return [from, { all: own, separating }];
    }),
  );
});

/** What one environment holds: a kustomization's, or the platform's. */
export function holdingOf(world: World, from: string | undefined): Holding {
  return holdings(world).get(from) ?? NOTHING;
}
