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
  private readonly byPair: ReadonlyMap<string, readonly Entry<T>[]>;
  /** Of a pair of a label and its value, when it is first asked for in a namespace. */
  private readonly byNamespace = new Map<
    string,
    ReadonlyMap<string | undefined, readonly Entry<T>[]>
  >();

  constructor(things: readonly T[], of: (thing: T) => Omit<Entry<T>, "thing">) {
    this.all = things.map((thing) => ({ thing, ...of(thing) }));
    const byPair = new Map<string, Entry<T>[]>();
    for (const entry of this.all)
      for (const [key, value] of Object.entries(entry.labels)) {
        const pair = `${key}=${value}`;
        const known = byPair.get(pair);
        if (known) known.push(entry);
        else byPair.set(pair, [entry]);
      }
    this.byPair = byPair;
  }

  /** @param within the namespaces to look into; what may live in any is found too */
  select(selector: LabelSelector, within: Within): readonly Entry<T>[] {
    const parsed = selectorOf(selector);
    return this.candidates(selector, within).filter(({ labels }) => selects(parsed, labels));
  }

  private candidates({ matchLabels = {} }: LabelSelector, within: Within): readonly Entry<T>[] {
    const [first] = Object.entries(matchLabels);
    const pair = first?.join("=");
    const all = pair === undefined ? this.all : (this.byPair.get(pair) ?? []);
    if (within === "any") return all;
    const [only] = within;
    // Nearly all look into one namespace, and there are many with the same labels.
    if (pair !== undefined && within.length === 1 && only !== undefined) {
      const places = this.byNamespace.get(pair) ?? Map.groupBy(all, (each) => each.namespace);
      this.byNamespace.set(pair, places);
      return [only, undefined].flatMap((each) => places.get(each) ?? []);
    }
    return all.filter(({ namespace }) => within.some((each) => isSameNamespace(each, namespace)));
  }
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
