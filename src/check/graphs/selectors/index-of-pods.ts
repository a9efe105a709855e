import { labelOf } from "../../../kubernetes/labels.ts";
import { type Requirement, type Selector, selects } from "../../../kubernetes/selectors.ts";
import type * as meta from "../../../kubernetes/types/meta.ts";
import type { Decoded } from "../../../kubernetes/validation/decoded.ts";
import type { Item } from "../../objects/inventory.ts";
import { togetherWith } from "../../objects/together.ts";
import { once } from "../../world.ts";
import { type Pods, podsOfWorld } from "./pods.ts";

/** What a selector finds. */
export interface Selection {
  readonly pods: readonly Pods[];
  /** It tells pods of one workload apart, by labels that controllers give: it takes some of each. */
  readonly isPartial: boolean;
}

/**
 * Labels that controllers give to the pods they make; a template does not have them.
 *
 * @see https://kubernetes.io/docs/reference/labels-annotations-taints/
 */
const GIVEN = [
  /^pod-template-(hash|generation)$/,
  /^controller-(revision-hash|uid)$/,
  /^job-name$/,
  /^batch\.kubernetes\.io\//,
  /^(statefulset|apps)\.kubernetes\.io\/(pod-name|pod-index)$/,
  /^topology\.kubernetes\.io\//,
  /^rollouts-pod-template-hash$/,
];
const POD_NAME = "statefulset.kubernetes.io/pod-name";

/** Whether controllers give a label to pods, whatever their template says. */
export function isGiven(key: string): boolean {
  let given = givenKeys.get(key);
  if (given === undefined) {
    given = GIVEN.some((pattern) => pattern.test(key));
    givenKeys.set(key, given);
  }
  return given;
}

const givenKeys = new Map<string, boolean>();

type Lists = Map<string, Pods[]>;

/** The pods of one namespace, by their labels. */
class Scope {
  readonly all: Pods[] = [];
  private readonly byLabel: Lists = new Map();
  /** Those of which some have other labels for a time. */
  readonly varying: Pods[] = [];
  /** One of the pods for each value of a label. */
  readonly keys = new Map<string, Pods[]>();

  add(pods: Pods): void {
    this.all.push(pods);
    if (pods.passing?.length) this.varying.push(pods);
    for (const [key, value] of Object.entries(pods.labels)) {
      const label = `${key}=${value}`;
      if (!this.byLabel.has(label)) push(this.keys, key, pods);
      push(this.byLabel, label, pods);
    }
  }

  with(key: string, values: readonly string[]): readonly Pods[] {
    const [first = "", ...more] = values;
    const list = this.byLabel.get(`${key}=${first}`) ?? [];
    return more.length === 0 ? list : [...list, ...more.flatMap((each) => this.with(key, [each]))];
  }

  /** The shortest list in which everything is that a selector can match. */
  candidates(selector: Selector): readonly Pods[] {
    let best: readonly Pods[] = this.all;
    for (const { key, operator, values } of selector) {
      if (operator !== "In") continue;
      const found = this.with(key, values);
      if (found.length < best.length) best = found;
    }
    return best;
  }
}

function push(lists: Lists, key: string, pods: Pods): void {
  const list = lists.get(key);
  if (list) list.push(pods);
  else lists.set(key, [pods]);
}

function keyOf({ key, operator, values }: Requirement): string {
  return `${key} ${operator} ${values.join(" ")}`;
}

/** Whether some of the pods have the labels for a time. */
function mayPass(selector: Selector, { labels, passing = [] }: Pods): boolean {
  return passing.some((each) => selects(selector, { ...labels, ...each }));
}

/** Who selects which pods, without looking at each. */
export class IndexOfPods {
  private readonly scopes = new Map<string | undefined, Scope>();
  private readonly everywhere = new Scope();
  private readonly known = new Map<string, Selection>();

  constructor(all: readonly Pods[]) {
    for (const pods of all) {
      const { namespace } = pods.item;
      const scope = this.scopes.get(namespace) ?? new Scope();
      this.scopes.set(namespace, scope);
      scope.add(pods);
      this.everywhere.add(pods);
    }
  }

  /**
   * The pods that may be in a namespace, with those of which the namespace is not known.
   *
   * @param namespace undefined: it may be any
   */
  private scopesOf(namespace: string | undefined): readonly Scope[] {
    if (namespace === undefined) return [this.everywhere];
    return [this.scopes.get(namespace), this.scopes.get(undefined)].filter(
      (scope) => scope !== undefined,
    );
  }

  /** What a selector of an object in a namespace may find. */
  select(selector: Selector, namespace: string | undefined): Selection {
    const key = `${namespace ?? ""}\n${selector.map(keyOf).join("\n")}`;
    const known = this.known.get(key);
    if (known) return known;
    const lasting = selector.filter((each) => !isGiven(each.key));
    const given = selector.filter((each) => isGiven(each.key));
    const scopes = this.scopesOf(namespace);
    const always = scopes
      .flatMap((scope) => scope.candidates(lasting))
      .filter((each) => selects(lasting, each.labels) && mayBeGiven(given, each));
    const passing = scopes
      .flatMap(({ varying }) => varying)
      .filter((each) => !selects(lasting, each.labels) && mayPass(lasting, each));
    const pods = passing.length > 0 ? [...always, ...passing] : always;
    const selection = { pods, isPartial: given.length + passing.length > 0 };
    this.known.set(key, selection);
    return selection;
  }

  /** Everything in a namespace. */
  all(namespace: string | undefined): readonly Pods[] {
    return this.scopesOf(namespace).flatMap((scope) => scope.all);
  }

  /** The pods with one label. */
  labelled(key: string, value: string, namespace: string | undefined): readonly Pods[] {
    return this.scopesOf(namespace).flatMap((scope) => scope.with(key, [value]));
  }

  /** Of the pods that have a label, one for each value. */
  withKey(key: string, namespace: string | undefined): readonly Pods[] {
    return this.scopesOf(namespace).flatMap((scope) => scope.keys.get(key) ?? []);
  }

  /** Whether any pod of a namespace has a label, whatever its value. */
  hasKey(key: string, namespace: string | undefined): boolean {
    return this.scopesOf(namespace).some((scope) => scope.keys.has(key));
  }
}

/** A StatefulSet's name is in the label that its pods get. */
function mayBeGiven(given: Selector, { item }: Pods): boolean {
  return given.every(({ key, operator, values }) => {
    if (key !== POD_NAME || operator !== "In") return true;
    return values.some((value) => value.slice(0, value.lastIndexOf("-")) === item.name);
  });
}

export const indexOfPods = once((world) => new IndexOfPods(podsOfWorld(world)));

const OPERATORS: ReadonlySet<string> = new Set(["In", "NotIn", "Exists", "DoesNotExist"]);

/**
 * A LabelSelector for matching; undefined for one that is not there, or has an operator that there
 * is not. What else may be wrong with it, the server has said.
 */
export function readSelector(
  selector: Decoded<meta.LabelSelector> | undefined,
): Selector | undefined {
  if (!selector) return undefined;
  const { matchLabels, matchExpressions = [] } = selector;
  const requirements = selectorOfMap(matchLabels);
  if (matchExpressions.length === 0) return requirements;
  if (matchExpressions.some(({ operator = "" }) => !OPERATORS.has(operator))) return undefined;
  const more = matchExpressions.map(
    ({ key = "", operator, values = [] }): Requirement => ({
      key,
      operator: operator as Requirement["operator"],
      values,
    }),
  );
  return [...requirements, ...more];
}

/** A plain map of labels, as a Service has it, for matching. */
export function selectorOfMap(labels: Decoded<Record<string, string>> | undefined): Selector {
  return Object.entries(labels ?? {}).map(([key, value]) => ({
    key,
    operator: "In",
    values: [value ?? ""],
  }));
}

/** What has the same selector and is applied together, in groups. */
export function bySelection<T extends { readonly selection: Selection }>(
  all: readonly T[],
  itemOf: (each: T) => Item<unknown>,
): readonly (readonly T[])[] {
  // Equal selectors of one namespace have one selection.
  return [...Map.groupBy(all, ({ selection }) => selection).values()].flatMap((same) => [
    ...Map.groupBy(same, (each) => togetherWith(itemOf(each))).values(),
  ]);
}

/** As people write it: `app=web, tier in (a, b)`. */
export function showSelector(selector: Selector): string {
  return selector.map(showRequirement).join(", ");
}

function showRequirement({ key, operator, values }: Requirement): string {
  const [value = ""] = values;
  if (operator === "Exists") return key;
  if (operator === "DoesNotExist") return `!${key}`;
  if (values.length === 1) return `${key}${operator === "NotIn" ? "!=" : "="}${value}`;
  return `${key} ${operator === "NotIn" ? "not in" : "in"} (${values.join(", ")})`;
}

/** Whether pods lack a label altogether. */
export function lacks({ labels }: Pods, key: string): boolean {
  return labelOf(labels, key) === undefined;
}
