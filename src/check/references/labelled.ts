import { isFields } from "../../kubernetes/fields.ts";
import type { Labels } from "../../kubernetes/labels.ts";
import {
  type LabelSelector,
  labelSelectorProblem,
  selectorOf,
  selects,
} from "../../kubernetes/selectors.ts";
import { type Item, isSameNamespace } from "../objects/inventory.ts";
import type { Place } from "./place.ts";

/** Things with labels in namespaces, found by selectors without looking at each. */
export class Labelled<T> {
  private readonly all: readonly Entry<T>[];
  private readonly byPair: ReadonlyMap<string, Alike<T>>;

  constructor(things: readonly T[], of: (thing: T) => Omit<Entry<T>, "thing">) {
    this.all = things.map((thing) => ({ thing, ...of(thing) }));
    const pairs = this.all.flatMap((entry) =>
      Object.entries(entry.labels).map(([key, value]) => ({ pair: `${key}=${value}`, entry })),
    );
    const grouped = Map.groupBy(pairs, ({ pair }) => pair);
    this.byPair = new Map(
      [...grouped].map(([pair, all]) => {
        const everywhere = all.map(({ entry }) => entry);
        return [
          pair,
          { everywhere, byNamespace: Map.groupBy(everywhere, ({ namespace }) => namespace) },
        ];
      }),
    );
  }

  /** @param within the namespaces to look into; what may live in any is found too */
  select(selector: LabelSelector, within: Within): readonly Entry<T>[] {
    const parsed = selectorOf(selector);
    return this.candidates(selector, within).filter(({ labels }) => selects(parsed, labels));
  }

  private candidates({ matchLabels = {} }: LabelSelector, within: Within): readonly Entry<T>[] {
    const [first] = Object.entries(matchLabels);
    const alike = first && this.byPair.get(first.join("="));
    const all = first ? (alike?.everywhere ?? []) : this.all;
    if (within === "any") return all;
    const [only] = within;
    // Nearly all look into one namespace, and there are many with the same labels.
    if (alike && within.length === 1 && only !== undefined)
      return [only, undefined].flatMap((each) => alike.byNamespace.get(each) ?? []);
    return all.filter(({ namespace }) => within.some((each) => isSameNamespace(each, namespace)));
  }
}

/** What has one label with one value. */
interface Alike<T> {
  readonly everywhere: readonly Entry<T>[];
  readonly byNamespace: ReadonlyMap<string | undefined, readonly Entry<T>[]>;
}

export type Within = "any" | readonly (string | undefined)[];

export interface Entry<T> {
  readonly thing: T;
  readonly namespace: string | undefined;
  readonly labels: Labels;
}

/** The labels of an object, without what are none. */
export function labelsOf({ object }: Item): Labels {
  const { labels } = isFields(object.metadata) ? object.metadata : {};
  return isFields(labels) ? textsIn(labels) : {};
}

function textsIn(fields: Readonly<Record<string, unknown>>): Labels {
  const texts = Object.entries(fields).filter(([, value]) => typeof value === "string");
  return Object.fromEntries(texts) as Labels;
}

/** A selector, where it is one. */
export function selectorAt(place: Place): LabelSelector | undefined {
  if (!place.isThere) return undefined;
  const selector: LabelSelector = {
    matchLabels: textsIn(place.at("matchLabels").fields),
    matchExpressions: place.list("matchExpressions").map((each) => ({
      key: each.at("key").text ?? "",
      operator: each.at("operator").text ?? "",
      values: each.list("values").flatMap(({ text }) => text ?? []),
    })),
  };
  return labelSelectorProblem(selector) === undefined ? selector : undefined;
}
