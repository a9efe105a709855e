import { closest } from "../../closest.ts";
import { quote } from "../../kubernetes/text.ts";
import { inventory } from "../objects/inventory.ts";
import type { FoundInObject } from "../rule.ts";
import type { World } from "../world.ts";
import { providers } from "./provided.ts";
import type { Reference } from "./reference.ts";
import { references } from "./references.ts";

/** What is told of a reference that leads nowhere. */
export interface Missing {
  /** The first one; the others are told with it. */
  readonly reference: Reference;
  /** Every object that needs it, with what for. */
  readonly needs: readonly string[];
  /** An object of the same kind whose name is nearly the same, or that is in another namespace. */
  readonly instead: string | undefined;
}

/** The objects of a kind that something needs and nothing provides, each once. */
export function missing(world: World, kind: string, group = ""): Missing[] {
  const wanted = references(world).filter(
    ({ target, optional }) => target.kind === kind && target.group === group && !optional,
  );
  const lost = wanted.filter(({ target }) => providers(world).find(target) === undefined);
  const byTarget = Map.groupBy(lost, ({ target }) => `${target.namespace ?? ""}/${target.name}`);
  return [...byTarget.values()].map((all) => {
    const [reference] = all as [Reference, ...Reference[]];
    return { reference, needs: needsOf(all), instead: insteadOf(world, reference) };
  });
}

/** {@link missing} as findings: one for each object that is not there, with the list of who needs it. */
export function missingFound(kind: string, group = ""): (world: World) => readonly FoundInObject[] {
  return (world) =>
    missing(world, kind, group).map(({ reference, needs, instead }) => {
      const { target, path, from } = reference;
      const where = target.namespace ? ` in namespace ${target.namespace}` : "";
      return {
        subject: from.subject,
        steps: path.steps(),
        path: path.toString(),
        part: "value",
        message: `there is no ${kind} ${quote(target.name)}${where}; ${listed(needs)}`,
        fix: instead,
      };
    });
}

function insteadOf(world: World, { target }: Reference): string | undefined {
  const others = inventory(world).of(target.group, target.kind);
  const elsewhere = others.find(({ name }) => name === target.name);
  if (elsewhere)
    return `the one of namespace ${elsewhere.namespace} is not seen from here: put both into one namespace`;
  const near = closest(
    target.name,
    others.map(({ name }) => name),
  );
  return near === undefined ? undefined : `did you mean ${quote(near)}?`;
}

function needsOf(all: readonly Reference[]): string[] {
  return [...new Set(all.map(({ from, use }) => `${from.kind} ${from.name} (${use})`))];
}

const MOST = 4;

function listed(needs: readonly string[]): string {
  const shown = needs.slice(0, MOST).join(", ");
  const more = needs.length > MOST ? ` and ${needs.length - MOST} more` : "";
  return `needed by ${shown}${more}`;
}
