import type { Selector } from "../../../kubernetes/selectors.ts";
import type { Item } from "../../objects/inventory.ts";
import { listed } from "../../objects/titles.ts";
import type { FoundInFile } from "../../rule.ts";
import { once, type Subject, type World } from "../../world.ts";
import { followed, joined, type Passage, type Piece, passagesOfEach } from "./flow.ts";
import { type AddedLabels, addedLabels, type Pairs } from "./labels.ts";

/** Objects that a label of a kustomization makes select the same pods. */
interface Collapse {
  readonly passage: Passage;
  readonly label: AddedLabels;
  readonly key: string;
  readonly workloads: readonly Piece[];
  /** Services and budgets that select those. */
  readonly others: readonly Piece[];
}

/** One finding for each label, wherever it does it. */
export function collapsedFound(world: World): FoundInFile[] {
  const byLabel = Map.groupBy(collapses(world), ({ passage, label, key }) =>
    JSON.stringify([passage.kustomization.file, label.steps, key]),
  );
  return [...byLabel.values()].map((all) => {
    const [{ passage, label, key, workloads, others }] = all as [Collapse, ...Collapse[]];
    const values = listed(workloads.map((each) => each.selector?.[key] ?? ""));
    const pods = listed(workloads.map(titleOf));
    const sent = others.length > 0 ? `, and of ${listed(others.map(titleOf))}` : "";
    return {
      where: passage.kustomization.document.locate([...label.steps, key]),
      message: `${key}: ${label.pairs[key]} overwrites ${values} in the selectors of ${pods}${sent}: now they select the same pods`,
    };
  });
}

/** Whether a kustomization made the selectors of all these alike: what comes of it is told there. */
export function areCollapsed(world: World, items: readonly Item<unknown>[]): boolean {
  const known = collapsed(world);
  return known.size > 0 && items.every(({ subject }) => known.has(subject));
}

/**
 * Whether a selector asks for a label that a kustomization wrote over others, by its value of before or
 * of now: that it finds other pods than it was written for is told there.
 */
export function isOverwritten(world: World, selector: Selector): boolean {
  return overwrites(world).some(({ key, values }) =>
    selector.some((each) => each.key === key && each.values.some((value) => values.has(value))),
  );
}

const overwrites = once((world: World) =>
  collapses(world).map(({ label, key, workloads }) => {
    const before = workloads.flatMap(({ selector }) => selector?.[key] ?? []);
    return { key, values: new Set([...before, label.pairs[key] ?? ""]) };
  }),
);

const collapsed = once((world: World): ReadonlySet<Subject> => {
  const values = new Set(
    collapses(world).flatMap(({ workloads, others }) =>
      [...workloads, ...others].map(({ value }) => value),
    ),
  );
  if (values.size === 0) return new Set();
  const names = new Set(
    followed(world).flatMap(({ tree, outcome }) =>
      outcome
        .filter(({ value }) => values.has(value))
        .map(({ value, names: [...all] }) => `${tree.folder}\n${value.kind}\n${all.at(-1)}`),
    ),
  );
  const nameOf = ({ from, object: { kind, metadata } }: Subject) =>
    `${from}\n${kind}\n${(metadata as { name?: unknown } | undefined)?.name}`;
  return new Set(world.objects.filter((subject) => names.has(nameOf(subject))));
});

const collapses = once((world: World): readonly Collapse[] =>
  passagesOfEach(world).flatMap((passages) => passages.flatMap(collapsesIn)),
);

function collapsesIn(passage: Passage): Collapse[] {
  const labels = addedLabels(passage.kustomization.value).filter((each) => each.isInSelectors);
  return labels.flatMap((label) =>
    Object.keys(label.pairs).flatMap((key): Collapse[] => {
      const overwritten = passage.patched.filter(({ selector }) => {
        const before = selector && Object.hasOwn(selector, key) ? selector[key] : undefined;
        return before !== undefined && before !== label.pairs[key];
      });
      const of = (isWanted: (kind: unknown) => boolean) =>
        madeAlike(
          overwritten.filter(({ value }) => isWanted(value.kind)),
          labels,
        );
      const services = of((kind) => kind === "Service");
      const budgets = of((kind) => kind === "PodDisruptionBudget");
      const workloads = of((kind) => kind !== "Service" && kind !== "PodDisruptionBudget");
      const others = [...services, ...budgets];
      return workloads.length > 1 ? [{ passage, label, key, workloads, others }] : [];
    }),
  );
}

/** Those that differed before the labels and do not behind them, in any of their namespaces. */
function madeAlike(pieces: readonly Piece[], labels: readonly AddedLabels[]): Piece[] {
  const after = Map.groupBy(pieces, ({ selector = {}, namespaces }) =>
    textOf({ ...joined(selector, labels), " namespace": namespaces.at(-1) ?? "" }),
  );
  return [...after.values()]
    .filter((group) => new Set(group.map(({ selector = {} }) => textOf(selector))).size > 1)
    .flat();
}

function textOf(pairs: Pairs): string {
  return JSON.stringify(Object.entries(pairs).sort());
}

function titleOf({ value, names }: Piece): string {
  return `${value.kind} ${names.at(-1)}`;
}
