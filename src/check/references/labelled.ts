import { isFields } from "../../kubernetes/fields.ts";
import type { Labels } from "../../kubernetes/labels.ts";
import {
  type LabelSelector,
  labelSelectorProblem,
  selectorOf,
  selects,
} from "../../kubernetes/selectors.ts";
import type { Item } from "../objects/inventory.ts";
import type { Place } from "./place.ts";

/** Things with labels in namespaces, found by selectors without looking at each. */
export class Labelled<T> {
  private readonly all: readonly Entry<T>[];
  private readonly byPair: ReadonlyMap<string, readonly Entry<T>[]>;

  constructor(things: readonly T[], of: (thing: T) => Omit<Entry<T>, "thing">) {
    this.all = things.map((thing) => ({ thing, ...of(thing) }));
    const pairs = this.all.flatMap((entry) =>
      Object.entries(entry.labels).map(([key, value]) => ({ pair: `${key}=${value}`, entry })),
    );
    const grouped = Map.groupBy(pairs, ({ pair }) => pair);
    this.byPair = new Map([...grouped].map(([pair, all]) => [pair, all.map(({ entry }) => entry)]));
  }

  /** Of any namespace. */
  select(selector: LabelSelector): readonly Entry<T>[] {
    const [first] = Object.entries(selector.matchLabels ?? {});
    const narrowed = first ? (this.byPair.get(first.join("=")) ?? []) : this.all;
    const parsed = selectorOf(selector);
    return narrowed.filter(({ labels }) => selects(parsed, labels));
  }
}

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
