import type { Item, Target } from "../objects/inventory.ts";
import { madeByCertManager } from "./made/certificates.ts";
import { madeByCloudNativePg } from "./made/databases.ts";
import { madeByDelivery } from "./made/delivery.ts";
import { madeByPrometheusOperator } from "./made/monitoring.ts";
import { madeOfSecrets } from "./made/secrets.ts";
import { madeByWorkloads } from "./made/workloads.ts";
import { Place } from "./place.ts";

/** An object that a controller makes because another one asks for it. */
export interface Made {
  readonly by: Item;
  /** A name may end in `-*`, which stands for a number. */
  readonly target: Target;
  /** Of a ConfigMap or Secret; undefined where they cannot be known. */
  readonly keys: readonly string[] | undefined;
}

/** What a controller makes of an object of a kind, by `group/Kind`. */
export type Makers = Readonly<Record<string, (object: Place, by: Item) => readonly Made[]>>;

const makers: Makers = {
  ...madeByWorkloads,
  ...madeByCertManager,
  ...madeOfSecrets,
  ...madeByCloudNativePg,
  ...madeByPrometheusOperator,
  ...madeByDelivery,
};

/** What a controller makes of an object, where it is known. */
export function makersOf(item: Item): readonly Made[] {
  return makers[`${item.group}/${item.kind}`]?.(Place.of(item), item) ?? [];
}

/** Whether everything is known that controllers make of the kind. */
export function isKnownMaker({ group, kind }: Item): boolean {
  return Object.hasOwn(makers, `${group}/${kind}`);
}
