import { filled } from "../layout.ts";
import type { Look } from "../problems.ts";
import type { ShownChange, ShownObject } from "./shown.ts";
import { agoText } from "./time.ts";
import { changeLines } from "./value-change.ts";
import { nameIn } from "./words.ts";

/** What is done to an object: its sign, and what a person should know beside it. */
export const ACTIONS: Readonly<
  Record<ShownObject["action"], { readonly sign: string; readonly words: string }>
> = {
  create: { sign: "+", words: "created" },
  update: { sign: "~", words: "changed" },
  recreate: { sign: "±", words: "deleted and made anew" },
  "recreate-keeping-pods": { sign: "±", words: "made anew, its pods stay" },
  none: { sign: " ", words: "unchanged" },
  skip: { sign: "=", words: "skipped" },
};

export interface ShownWhere {
  readonly look: Look;
  /** Of the release. */
  readonly namespace: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** One object of a plan with all that is done to it. */
export function objectLines(object: ShownObject, { look, namespace, now }: ShownWhere): string[] {
  const { action, changes, why } = object;
  const { sign, words } = ACTIONS[action];
  const told = action === "update" ? [] : [words];
  if (object.restarts) told.push("its pods are replaced");
  if (why !== undefined) told.push(why);
  const title = [nameIn(object.ref, namespace), ...told].join(", ");
  const [first = "", ...rest] = filled(title, look.width, "    ");
  const heading = [`  ${sign} ${first.trimStart()}`, ...rest];
  const weight = action.startsWith("recreate") || object.restarts ? "warning" : undefined;
  return [
    ...heading.map((line) => (weight ? look.paint(weight, line) : line)),
    ...changesLines(changes, look, now),
    ...notesOf(object).flatMap(([severity, text]) =>
      filled(text, look.width, "      ").map((line) => look.paint(severity, line)),
    ),
  ];
}

/** What else is to be known of an object, the worst first. */
export function notesOf(object: ShownObject): (readonly ["error" | "warning" | "dim", string])[] {
  const { risk, adoptedFrom, takesFrom, yields, grows, warnings } = object;
  const byManager = Map.groupBy(yields, ({ manager }) => manager);
  return [
    ...(risk === undefined ? [] : [["error", `data at risk: ${risk}`] as const]),
    ...(adoptedFrom === undefined
      ? []
      : [
          [
            "warning",
            `it was there before and is taken over (${ownerText(adoptedFrom)})${staysText(object)}`,
          ] as const,
        ]),
    ...takesFrom.map((manager) => ["warning", `fields are taken from ${manager}`] as const),
    ...grows.map(
      ({ claim, from, to }) =>
        ["warning", `the claim ${claim.name} grows: ${from} → ${to}`] as const,
    ),
    ...warnings.map((text) => ["warning", `the server warns: ${text}`] as const),
    ...[...byManager].map(([manager, theirs]) => {
      const paths = theirs.map(({ path }) => path).join(", ");
      return ["dim", `left to ${manager}: ${paths}`] as const;
    }),
  ];
}

/** A namespace goes with nobody but who made it. */
function staysText({ ref }: ShownObject): string {
  return ref.kind === "Namespace" ? "; it stays when the release goes" : "";
}

function ownerText(owner: string): string {
  return owner === "nobody" ? "it belonged to nobody" : `from ${owner}`;
}

/** Changes in groups: what the definition changes, and what others changed since. */
export function byCause(
  changes: readonly ShownChange[],
  now: number,
): (readonly [heading: string, changes: readonly ShownChange[]])[] {
  const groups = Map.groupBy(changes, ({ cause }) => {
    if (cause.by === "you") return "your change";
    const by = cause.manager === undefined ? [] : [`by ${cause.manager}`];
    const who = [...by, agoText(cause.time, now)].filter((each) => each !== undefined);
    const more = who.length === 0 ? "" : ` (${who.join(", ")})`;
    return `drift since the last deploy${more}, set back`;
  });
  return [...groups];
}

function changesLines(changes: readonly ShownChange[], look: Look, now: number): string[] {
  const groups = byCause(changes, now);
  const isOwn = groups.length === 1 && changes[0]?.cause.by === "you";
  return groups.flatMap(([heading, theirs]) => {
    const indent = isOwn ? "      " : "        ";
    const lines = theirs.flatMap((change) => changeLines(change, look.width, indent));
    return isOwn
      ? lines
      : [
          ...filled(`${heading}:`, look.width, "      ").map((l) => look.paint("info", l)),
          ...lines,
        ];
  });
}
