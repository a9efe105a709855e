import type { Plan } from "../../deploy/plan/plan.ts";
import { table } from "../markdown/table.ts";
import { bullets, document, fenced, plain } from "../markdown/text.ts";
import { clean } from "./clean.ts";
import { planGroups } from "./plan-groups.ts";
import { ACTIONS, byCause, notesOf } from "./plan-object.ts";
import { type ShownChange, type ShownObject, type ShownPlan, shownPlan } from "./shown.ts";
import { summedUp } from "./summed-up.ts";
import { lineDifference } from "./value-change.ts";
import { counted, isNothing, nameIn, planCounts, stopProblem } from "./words.ts";

/** Characters of the changes: a comment at GitHub holds 65,536 in all. */
const LONGEST = 40_000;
/** Rows of the table. */
const MOST_ROWS = 100;

/**
 * A plan as a comment of a pull request: a summary, a table of the objects, the changes folded away.
 *
 * @param now milliseconds since 1970
 * @param path a file's path as it is known there
 */
export function planMarkdown(
  given: Plan,
  now: number,
  path: (file: string) => string = (file) => file,
): string {
  const plan = clean(shownPlan(given));
  const { release, revision, stops } = plan;
  const title = `**${plain(release.name)}** in namespace \`${release.namespace}\``;
  if (isNothing(plan)) return document(`${title}: nothing to change`);
  return document(
    `${title}, revision ${revision}: ${planCounts(plan)}`,
    stops.length === 0 ? undefined : stopsText(plan, path),
    rowsTable(rowsOf(plan)),
    details(plan, now),
  );
}

function stopsText({ stops }: ShownPlan, path: (file: string) => string): string {
  const items = stops.map(stopProblem).map(({ message, where, instead }) => {
    const place = where ? `\`${path(where.file)}:${where.line}\`: ` : "";
    return `${place}${plain(message)}${instead === undefined ? "" : `; fix: ${plain(instead)}`}`;
  });
  return `It cannot be deployed as it is:\n\n${bullets(items)}`;
}

function rowsTable(rows: readonly (readonly string[])[]): string | undefined {
  const left = rows.length - MOST_ROWS;
  const more = left > 0 ? `\n\nand ${counted(left, "row")} more` : "";
  const shown = table(["component", "object", "what", "beside"], rows.slice(0, MOST_ROWS));
  return shown && shown + more;
}

function rowsOf(plan: ShownPlan): string[][] {
  const { namespace } = plan.release;
  const groups = planGroups(plan).flatMap(({ part = "", created, told }) => {
    const refs = created.map(({ ref }) => ref);
    const summed = summedUp(refs, namespace);
    const row = [plain(part), summed.map(plain).join("<br>"), "created", ""];
    const rows = told.map((object) => [
      plain(part),
      plain(nameIn(object.ref, namespace)),
      ACTIONS[object.action].words,
      besideOf(object),
    ]);
    return created.length === 0 ? rows : [row, ...rows];
  });
  const prunes = plan.prunes.map(({ ref, kept, risk }) => {
    const beside = kept ?? (risk === undefined ? "" : `data at risk: ${risk}`);
    const what = kept === undefined ? "deleted" : "kept";
    return ["", plain(nameIn(ref, namespace)), what, plain(beside)];
  });
  return [...groups, ...prunes];
}

function besideOf(object: ShownObject): string {
  const own = [object.restarts ? "its pods are replaced" : undefined, object.why];
  const notes = notesOf(object).map(([, text]) => text);
  return [...own, ...notes].flatMap((each) => (each === undefined ? [] : plain(each))).join("<br>");
}

function details({ objects, release }: ShownPlan, now: number): string | undefined {
  const changed = objects.filter(({ changes }) => changes.length > 0);
  const count = changed.reduce((sum, { changes }) => sum + changes.length, 0);
  if (count === 0) return undefined;
  const all = changed.flatMap(({ ref, changes }) => [
    `# ${nameIn(ref, release.namespace)}`,
    ...byCause(changes, now).flatMap(([heading, theirs]) => [
      ...(heading === "your change" ? [] : [`# ${heading}`]),
      ...theirs.flatMap(changeDiff),
    ]),
  ]);
  const text = all.join("\n");
  const cut = text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}\n# … and more`;
  const summary = `<summary>${counted(count, "changed field")}</summary>`;
  return `<details>${summary}\n\n${fenced("diff", cut)}\n\n</details>`;
}

function changeDiff({ path, before, after }: ShownChange): string[] {
  const isText = before?.includes("\n") || after?.includes("\n");
  if (!isText)
    return [
      ...(before === undefined ? [] : [`- ${path}: ${before}`]),
      ...(after === undefined ? [] : [`+ ${path}: ${after}`]),
    ];
  const { line, gone, come } = lineDifference(before ?? "", after ?? "");
  return [
    `@@ ${path}, line ${line} @@`,
    ...gone.map((each) => `- ${each}`),
    ...come.map((each) => `+ ${each}`),
  ];
}
