import { refOf, titleOf } from "../../client/object.ts";
import type { Plan, PlannedObject } from "./plan.ts";

/** Something that a plan does and that can hurt. */
export interface Harm {
  readonly what: string;
  readonly title: string;
}

/** What can hurt: data at risk, what is made anew or goes, and stores whose only pod restarts. */
export function harmsOf({ objects, prunes }: Plan): readonly Harm[] {
  const harms = objects.flatMap((planned) =>
    harmIn(planned).map((what) => ({ what, title: titleOf(refOf(planned.applied)) })),
  );
  const going = prunes
    .filter(({ kept }) => kept === undefined)
    .map(({ ref, risk }) => ({ what: risk ? `delete (${risk})` : "delete", title: titleOf(ref) }));
  return [...harms, ...going];
}

function harmIn({ action, risk, restarts, applied }: PlannedObject): string[] {
  if (risk !== undefined) return [`change (${risk})`];
  if (action === "recreate" || action === "recreate-keeping-pods") return ["make anew"];
  return restarts && applied.kind === "StatefulSet" ? ["restart"] : [];
}
