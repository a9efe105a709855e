import type { RecordHead } from "../../deploy/release/record-head.ts";
import type { Look } from "../problems.ts";
import { clean } from "./clean.ts";
import { columned } from "./table.ts";
import { agoText, durationText } from "./time.ts";

/** Characters of a commit. */
const COMMIT = 9;

/**
 * The deploys of a release, the newest first.
 *
 * @param heads the newest first
 * @param now milliseconds since 1970
 */
export function historyText(heads: readonly RecordHead[], look: Look, now: number): string {
  if (heads.length === 0) return "there is no deploy of this release in the cluster\n";
  const heading = ["revision", "state", "when", "took", "who", "commit", "what"];
  const rows = heads.map((head) => rowOf(clean(head), now));
  const [first = "", ...lines] = columned([heading, ...rows], look.width);
  const painted = lines.map((line, index) => {
    const { state } = heads[index] as RecordHead;
    if (state === "failed") return look.paint("error", line);
    return state === "deployed" ? line : look.paint("warning", line);
  });
  return `${[look.bold(first), ...painted].join("\n")}\n`;
}

/** One object a line. */
export function historyJson(heads: readonly RecordHead[]): string {
  return heads.map((head) => `${JSON.stringify(shownHead(head))}\n`).join("");
}

/** A record without how and where it is kept. */
export function shownHead(head: RecordHead) {
  const { revision, state, environment, startedAt, finishedAt, author, git, tool, images } = head;
  const { rollbackTo, message } = head;
  return {
    ...{ revision, state, environment, startedAt, finishedAt, author, git, tool, images },
    ...{ rollbackTo, message },
  };
}

/** `3f2c1a9b0, with changes of its own` */
export function commitText(git: RecordHead["git"]): string {
  if (git === undefined) return "";
  return git.revision.slice(0, COMMIT) + (git.isDirty ? "+" : "");
}

function rowOf(head: RecordHead, now: number): string[] {
  const { revision, state, startedAt, finishedAt, author, git, rollbackTo, images, message } = head;
  const took = finishedAt && durationText(Date.parse(finishedAt) - Date.parse(startedAt));
  const back = rollbackTo === undefined ? [] : [`back to ${rollbackTo}`];
  const named = Object.entries(images).map(([name, image]) => `${name}=${image}`);
  const what = [...back, ...named, message?.replaceAll("\n", " ")].filter((each) => each);
  return [
    String(revision),
    state,
    agoText(startedAt, now) ?? startedAt,
    took || "",
    author,
    commitText(git),
    what.join(", "),
  ];
}
