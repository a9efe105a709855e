import { valueAt } from "../../../kubernetes/fields.ts";
import type { Step } from "../../../kubernetes/validation/field-path.ts";
import type { Subject } from "../../world.ts";
import type { Edit, Scalar } from "./edit.ts";

/** An edit, with the value that it comes to. */
export type Settled = Omit<Edit, "to"> & { readonly to: Scalar };

/** A subject as it will be when edits of its text are made; places are still those of the text as it is. */
export function mended(subject: Subject, edits: readonly Settled[]): Subject {
  let { object } = subject;
  for (const edit of edits) object = withEdit(object, edit.steps, edit) as Subject["object"];
  const renamed = edits.filter(({ part }) => part === "key").reverse();
  const { locateLine } = subject;
  return {
    ...subject,
    object,
    locate: (steps, part) => subject.locate(renamed.reduce(asBefore, steps), part),
    ...(locateLine && {
      locateLine: (steps: readonly Step[], line: number) =>
        locateLine(renamed.reduce(asBefore, steps), line),
    }),
  };
}

/** Where something is behind an edit. */
export function stepsAfter({ steps, part, to }: Settled): readonly Step[] {
  return part === "key" ? [...steps.slice(0, -1), String(to)] : steps;
}

/** Whether a renamed key would stand there twice. */
export function isTaken(object: unknown, { steps, part, to }: Settled): boolean {
  if (part !== "key") return false;
  const value = valueAt(object, steps.slice(0, -1));
  return typeof value === "object" && value !== null && Object.hasOwn(value, String(to));
}

function asBefore(steps: readonly Step[], edit: Settled): readonly Step[] {
  const now = stepsAfter(edit);
  return now.every((step, index) => steps[index] === step)
    ? [...edit.steps, ...steps.slice(now.length)]
    : steps;
}

function withEdit(value: unknown, [step, ...rest]: readonly Step[], edit: Settled): unknown {
  if (step === undefined) return edit.to;
  if (Array.isArray(value))
    return value.map((item, index) => (index === step ? withEdit(item, rest, edit) : item));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, each]): [string, unknown] => {
    if (key !== String(step)) return [key, each];
    if (rest.length === 0 && edit.part === "key") return [String(edit.to), each];
    return [key, withEdit(each, rest, edit)];
  });
  return Object.fromEntries(entries);
}
