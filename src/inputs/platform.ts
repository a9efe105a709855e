import { isDeepStrictEqual } from "node:util";
import type { Assumption } from "../check/assumptions.ts";
import type { Material, Subject } from "../check/world.ts";
import { valueAt } from "../kubernetes/fields.ts";
import type { Step } from "../kubernetes/validation/field-path.ts";
import { minorOf, NEWEST_MINOR } from "../kubernetes/versions.ts";
import type { RenderedEnvironment } from "../load/environment.ts";
import type { Resolved } from "../platform/resolve/index.ts";
import type { CallSite } from "../platform/where.ts";
import type { Where } from "../problem.ts";
import type { Rendered } from "../render/index.ts";
import { textOf } from "./source-lines.ts";
import { lineOfText } from "./text-lines.ts";

/** What one environment of a platform brings into a world. */
export interface FromPlatform extends Pick<Material, "objects" | "minor"> {
  /** What is there without being rendered. */
  readonly assumed: readonly Assumption[];
}

/** What one environment renders, for the Kubernetes that it is for; what is wrong is told at the line of `file` that defines it. */
export function materialOf(
  { resolved, rendered }: RenderedEnvironment,
  file: string,
): FromPlatform {
  return {
    objects: rendered.map((entry) => subjectOf(entry, file)),
    minor: minorOf(resolved.cluster.kubernetes) ?? NEWEST_MINOR,
    assumed: assumedBy(resolved),
  };
}

/** Secrets that the deploy makes, or that somebody else made: they are no objects of the rendering. */
function assumedBy({ secrets, namespace }: Resolved): Assumption[] {
  return secrets.map(({ name, keys }) => ({ kind: "Secret", namespace, name, keys }));
}

function subjectOf(entry: Rendered, file: string): Subject {
  const { component, site } = entry;
  const object = entry.object as unknown as Subject["object"];
  const locate = (steps: readonly Step[]) =>
    patchOf(entry, steps)?.where() ?? placeOf(object, steps, site) ?? { file, line: 1, column: 1 };
  return {
    object,
    owner: component,
    locate,
    locateLine: (steps, line) => lineOfText({ object, steps, where: locate(steps) }, line, textOf),
  };
}

/** The patch that set what stands there, the last one first. */
function patchOf({ object, patched }: Rendered, steps: readonly Step[]): CallSite | undefined {
  if (!patched || steps.length === 0) return undefined;
  const { from, site } = patched;
  const isSet = !isDeepStrictEqual(valueAt(object, steps), valueAt(from.object, steps));
  return isSet ? site : patchOf(from, steps);
}

/**
 * Follows a path of a rendered object into the options of the component that it came from. Both
 * speak Kubernetes' words for most things, so a step counts where the options have a field of that
 * name (`replicas`, `resources`, `env`), an item of a list by its own name. What leads nowhere is
 * skipped; at worst the answer is the component's own line.
 */
function placeOf(object: unknown, steps: readonly Step[], site: CallSite): Where | undefined {
  let place = site.where();
  let options: readonly Step[] = [];
  let value: unknown = object;
  for (const step of steps) {
    value = (value as Record<Step, unknown> | undefined)?.[step];
    for (const name of namesOf(step, value)) {
      const found = site.at([...options, name]);
      if (!found || !place || isSame(found, place)) continue;
      place = found;
      options = [...options, name];
      break;
    }
  }
  return place;
}

/** What options call what Kubernetes calls otherwise. */
const synonyms: Readonly<Record<string, readonly string[]>> = {
  replicas: ["scale"],
  containerPort: ["port", "ports"],
};

/** How a step may be called in the options: by its name, or an item of a list by its own or its number. */
function namesOf(step: Step, value: unknown): readonly Step[] {
  if (typeof step === "string") return [step, ...(synonyms[step] ?? [])];
  const name = nameOf(value);
  return name === undefined ? [step] : [name, step];
}

function nameOf(item: unknown): string | undefined {
  const { name } = (typeof item === "object" && item !== null ? item : {}) as { name?: unknown };
  return typeof name === "string" ? name : undefined;
}

function isSame(a: Where, b: Where): boolean {
  return a.file === b.file && a.line === b.line && a.column === b.column;
}
