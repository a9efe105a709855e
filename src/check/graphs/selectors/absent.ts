import { closest } from "../../../closest.ts";
import type { Requirement, Selector } from "../../../kubernetes/selectors.ts";
import { quote } from "../../../kubernetes/text.ts";
import type { Item } from "../../objects/inventory.ts";
import { titleOf } from "../../objects/titles.ts";
import { areOfOneSource } from "../../objects/together.ts";
import type { World } from "../../world.ts";
import { isOverwritten } from "../kustomize/selectors.ts";
import { mayComeFromElsewhere } from "./elsewhere.ts";
import { type IndexOfPods, indexOfPods, isGiven, lacks } from "./index-of-pods.ts";
import type { Pods } from "./pods.ts";

/** Why a selector finds no pod, where it can be told that it does not. */
export interface Absence {
  /** What to write instead. */
  readonly fix: string | undefined;
  /** The pods that were meant are there, under other labels. */
  readonly isMistaken: boolean;
  /** What else runs beside it was applied with it: what it is for should be there too. */
  readonly isAmongOthers: boolean;
}

/** Programs of the control plane run as pods that no manifest of a tree makes. */
const SYSTEM = "kube-system";

/**
 * Why a selector of an object finds no pod; undefined where it finds some, or where those that it
 * is meant for may be elsewhere: nothing runs in its namespace, an operator or a chart makes them,
 * a label is given to them while they run (`role: primary`), or a kustomization overwrote it.
 *
 * @param namesake of what name the workload most likely is that is meant
 */
export function absence(
  world: World,
  selector: Selector,
  item: Item<unknown>,
  namesake?: string,
): Absence | undefined {
  const { namespace } = item;
  const index = indexOfPods(world);
  if (index.select(selector, namespace).pods.length > 0) return undefined;
  const lasting = selector.filter(({ key }) => !isGiven(key));
  const wanted = lasting.filter(({ operator }) => operator === "In");
  if (wanted.length === 0 || namespace === SYSTEM) return undefined;
  if (isOverwritten(world, selector)) return undefined;
  if (index.select(lasting, namespace).pods.length > 0) return undefined;
  if (
    mayComeFromElsewhere(
      world,
      wanted.flatMap(({ values }) => values),
    )
  )
    return undefined;
  const beside = index.all(namespace);
  if (beside.length === 0) return undefined;
  const mistake = mistakeOf(index, lasting, wanted, namespace, namesake);
  if (mistake !== undefined) return { fix: mistake, isMistaken: true, isAmongOthers: true };
  if (wanted.some(({ key }) => !index.hasKey(key, namespace))) return undefined;
  const isAmongOthers = beside.some((pods) => areOfOneSource(pods.item, item));
  return { fix: undefined, isMistaken: false, isAmongOthers };
}

/** What was meant: pods of another namespace, a similar value, the same under another label. */
function mistakeOf(
  index: IndexOfPods,
  selector: Selector,
  wanted: readonly Requirement[],
  namespace: string | undefined,
  namesake: string | undefined,
): string | undefined {
  const [elsewhere] = index.select(selector, undefined).pods;
  if (elsewhere)
    return `the pods of ${titleOf(elsewhere.item)} have these labels, but are in namespace ${elsewhere.item.namespace}`;
  for (const wrong of wanted) {
    const rest = selector.filter((each) => each !== wrong);
    const others =
      rest.length === 0
        ? index.withKey(wrong.key, namespace)
        : index.select(rest, namespace).pods.filter((pods) => !lacks(pods, wrong.key));
    const byValue = new Map(others.map((pods) => [pods.labels[wrong.key] as string, pods]));
    const [value = ""] = wrong.values;
    const near = byValue.size > MOST ? undefined : closest(value, byValue.keys());
    const same = others.find((pods) => pods.item.name === namesake);
    const instead = near !== undefined && isMisspelt(value, near) ? near : same?.labels[wrong.key];
    if (instead !== undefined) {
      const { item } = byValue.get(instead) as Pods;
      return `the pods of ${titleOf(item)} have the label ${wrong.key}=${instead}: did you mean ${quote(instead)}?`;
    }
  }
  return wanted.length === 1 ? underAnotherKey(index, wanted[0]!, namespace) : undefined;
}

/** Among more values than that nobody looks for a similar one. */
const MOST = 200;

/** Whether two values differ in one place by two letters at most, and not in a number. */
function isMisspelt(one: string, other: string): boolean {
  let start = 0;
  while (start < one.length && one[start] === other[start]) start++;
  let end = 0;
  const room = Math.min(one.length, other.length) - start;
  while (end < room && one.at(-1 - end) === other.at(-1 - end)) end++;
  const parts = [one, other].map((text) => text.slice(start, text.length - end));
  return parts.every((part) => part.length <= 2 && !/\d/.test(part));
}

const NAMING = ["app", "app.kubernetes.io/name", "name", "k8s-app", "component", "run", "service"];

function underAnotherKey(
  index: IndexOfPods,
  { key, values }: Requirement,
  namespace: string | undefined,
): string | undefined {
  if (!NAMING.includes(key)) return undefined;
  const [value = ""] = values;
  for (const other of NAMING) {
    const [found] = index.labelled(other, value, namespace);
    if (found)
      return `the pods of ${titleOf(found.item)} have the label ${other}=${value}, not ${key}=${value}`;
  }
  return undefined;
}
