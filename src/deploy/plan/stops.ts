import type { ApiError } from "../../client/errors.ts";
import { refOf, titleOf } from "../../client/object.ts";
import { parsePath } from "../../kubernetes/schema.ts";
import type { Wanted } from "../wanted.ts";
import { stepsIn } from "./fields/path.ts";
import type { FieldConflict } from "./ownership/conflicts.ts";
import type { Stop } from "./plan.ts";

/** A stop at one object, at the line of a field of it. */
export function stopAt(
  wanted: Wanted,
  stop: Omit<Stop, "ref" | "where">,
  steps: readonly (string | number)[] = [],
): Stop {
  return { ...stop, ref: refOf(wanted.object), where: wanted.where(steps) };
}

/** The server refuses an object for what it is. */
export function refused(wanted: Wanted, refusal: ApiError, mask: (text: string) => string): Stop {
  const [first] = refusal.causes;
  const message = `the server refuses ${titleOf(refOf(wanted.object))}: ${refusal.message}`;
  const steps = first ? parsePath(first.field) : [];
  return stopAt(wanted, { code: "refused", message: mask(message) }, steps);
}

/** Managers of whom nothing is known own fields that are wanted otherwise. */
export function conflicting(wanted: Wanted, conflicts: readonly FieldConflict[]): Stop[] {
  const byManager = Map.groupBy(conflicts, ({ manager }) => manager);
  return [...byManager].map(([manager, theirs]) => {
    const paths = theirs.map(({ path }) => path).join(", ");
    const verb = theirs.length === 1 ? "belongs" : "belong";
    return stopAt(
      wanted,
      {
        code: "conflict",
        message: `${paths} of ${titleOf(refOf(wanted.object))} ${verb} to the field manager "${manager}", which has another value`,
        instead: `take it over with --take-over ${manager}, or remove it from the definition and leave it to ${manager}`,
        option: `--take-over ${manager}`,
      },
      stepsIn(wanted.object, theirs[0]?.elements ?? []),
    );
  });
}

/** What others lie in, or are made of, is being deleted: they go with it. */
export function goingAway(wanted: Wanted): Stop {
  return stopAt(wanted, {
    code: "refused",
    message: `${titleOf(refOf(wanted.object))} is being deleted`,
    instead: "wait until it is gone, and deploy again",
  });
}

/** Other releases have the object too. */
export function sharedWithOthers(wanted: Wanted, others: readonly string[]): Stop {
  return stopAt(wanted, {
    code: "shared",
    message: `${titleOf(refOf(wanted.object))} would change for ${others.join(", ")} too`,
    instead: "allow it with --change-shared",
    option: "--change-shared",
  });
}
