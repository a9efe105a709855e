import type { Readiness } from "../../deploy/readiness/readiness.ts";
import type { MemberStatus, Status } from "../../deploy/status.ts";
import { filled } from "../layout.ts";
import type { Look } from "../problems.ts";
import { clean } from "./clean.ts";
import { commitText, shownHead } from "./history.ts";
import { summedUp } from "./summed-up.ts";
import { columned } from "./table.ts";
import { agoText } from "./time.ts";
import { counted, nameIn } from "./words.ts";

/** What is wrong comes first. */
const STATES: readonly Readiness["state"][] = ["failed", "terminating", "progressing", "ready"];

/**
 * How a release fares: its last deploy, what is not ready and why, and what is.
 *
 * @param now milliseconds since 1970
 */
export function statusText(told: Status, look: Look, now: number): string {
  const { newest, members, remarks } = clean(told);
  const last = newest
    ? deployText(newest, now)
    : "there is no deploy of this release in the cluster";
  const ready = members.filter(({ readiness }) => readiness.state === "ready");
  const isWell = ready.length === members.length;
  const counts = `${ready.length} of ${counted(members.length, "object")} ready`;
  const lines = [
    ...filled(last, look.width, ""),
    ...remarks.flatMap((remark) =>
      filled(`note: ${remark}`, look.width, "").map((line) => look.paint("warning", line)),
    ),
    ...(members.length === 0 ? [] : [look.bold(isWell ? counts : look.paint("error", counts))]),
    ...memberLines(members, look),
  ];
  return `${lines.join("\n")}\n`;
}

/** The last deploy, then one object of the release a line. */
export function statusJson({ newest, members, remarks }: Status): string {
  const first = { type: "release", newest: newest && shownHead(newest), remarks };
  const lines = [first, ...members.map((member) => ({ type: "object", ...member }))];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}

function deployText(head: NonNullable<Status["newest"]>, now: number): string {
  const { revision, state, environment, startedAt, author, git, images, message } = head;
  const commit = commitText(git);
  const named = Object.entries(images).map(([name, image]) => `${name}=${image}`);
  return [
    `revision ${revision} ${state} ${agoText(startedAt, now) ?? startedAt} by ${author}`,
    ...(environment === undefined ? [] : [`environment ${environment}`]),
    ...(commit === "" ? [] : [`commit ${commit}`]),
    ...named,
    ...(message === undefined ? [] : [message]),
  ].join(", ");
}

function memberLines(members: readonly MemberStatus[], look: Look): string[] {
  const namespace = commonNamespace(members);
  const rank = ({ readiness }: MemberStatus) => STATES.indexOf(readiness.state);
  const isShown = ({ ref, readiness }: MemberStatus) =>
    readiness.state !== "ready" || TELLING.includes(ref.kind);
  const shown = members.filter(isShown).sort((a, b) => rank(a) - rank(b));
  const rows = shown.map(({ ref, readiness }) => [
    `  ${readiness.state}`,
    nameIn(ref, namespace),
    readiness.state === "ready" ? "" : readiness.message.replaceAll("\n", " "),
  ]);
  const lines = columned(rows, look.width).map((line, index) => {
    const { state } = (shown[index] as MemberStatus).readiness;
    if (state === "ready") return line;
    return look.paint(state === "progressing" ? "warning" : "error", line);
  });
  const others = members.filter((member) => !isShown(member)).map(({ ref }) => ref);
  if (others.length === 0) return lines;
  const rest = filled(`and ${summedUp(others, namespace).join(", ")}`, look.width, "  ");
  return [...lines, ...rest.map((line) => look.paint("dim", line))];
}

/** Kinds whose readiness says something. Others are ready as soon as they are there. */
const TELLING: readonly string[] = [
  "Deployment",
  "StatefulSet",
  "DaemonSet",
  "Job",
  "PersistentVolumeClaim",
  "HorizontalPodAutoscaler",
  "Certificate",
];

/** The namespace in which most is, which need not be named each time. */
function commonNamespace(members: readonly MemberStatus[]): string | undefined {
  const spaces = Map.groupBy(members, ({ ref }) => ref.namespace);
  return [...spaces].sort(([, a], [, b]) => b.length - a.length)[0]?.[0];
}
