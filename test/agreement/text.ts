import { type Disagreement, type Figures, percent } from "./figures.ts";
import type { Question } from "./recording.ts";
import type { Rival } from "./rivals.ts";
import type { Reach } from "./templates.ts";

/** The figures, a line each. */
export function figuresText(figures: Figures, { seed, minor }: Question): string {
  const { cases, kinds, refused, verdict, worst, largest, paths, extra, warnings, warned } =
    figures;
  return `${cases} cases of ${kinds} kinds against Kubernetes 1.${minor}, seed ${seed}: ${refused} refused, ${cases - refused} accepted.

| | |
|---|---|
| verdict equal | ${percent(verdict)} |
| of the worst kind, ${worst[0]} | ${percent(worst[1])} |
| refusals with all paths of the server among ours | ${percent(paths)} |
| refusals with a path of ours that the server does not name, unexplained | ${extra} |
| warnings equal, of ${warned} cases with any | ${percent(warnings)} |
| largest kind, ${largest[0]} | ${percent(largest[1])} of the cases |
`;
}

/** The same of other validators. */
export function rivalsText(all: readonly Rival[]): string {
  return all
    .map(
      ({ name, verdict, refused, accepted }) =>
        `| ${name} | ${percent(verdict)} | ${percent(refused)} | ${percent(accepted)} |\n`,
    )
    .toSpliced(
      0,
      0,
      "| on the same cases | verdict equal | of the refused | of the accepted |\n|---|---|---|---|\n",
    )
    .join("");
}

/** Every disagreement by its reason; those without one by themselves. */
export function reasonsText(all: readonly Disagreement[]): string {
  const reasons = Map.groupBy(all, ({ reason }) => reason);
  return [...reasons]
    .flatMap(([reason, each]) =>
      reason === undefined
        ? each.map(
            (one) => `- Without a reason yet: ${(entry(one).split("\n")[0] ?? "").slice(0, 300)}`,
          )
        : [
            `- ${each.length} × ${reason} (${[...new Set(each.map(({ given }) => given.kind))].join(", ")})`,
          ],
    )
    .map((line) => `${line}\n`)
    .join("");
}

/** How many of the server's messages the cases reach. */
export function reachText(reach: readonly Reach[]): string {
  const all = reach.reduce((sum, each) => sum + each.all, 0);
  const reached = reach.reduce((sum, each) => sum + each.reached, 0);
  const rows = reach
    .toSorted((a, b) => b.all - a.all)
    .map((each) => `| ${each.group} | ${each.reached} | ${each.all} |`);
  const share = `Of the ${all} messages of the server's source that a create can be answered with, as far as they can be told apart by reading it, the cases reach ${reached} (${percent(reached / all)}).`;
  return [share, "", "| validation of | reached | messages |", "|---|---|---|", ...rows, ""].join(
    "\n",
  );
}

/** Every disagreement, with what both said. */
export function listText(all: readonly Disagreement[]): string {
  return all.map(entry).join("\n");
}

function entry({
  given,
  said,
  ours,
  verdict,
  missed,
  extra,
  warnings,
  reason,
}: Disagreement): string {
  const what = [
    verdict && `VERDICT: the server ${said.status < 300 ? "accepts" : "refuses"}`,
    missed.length > 0 && `missed ${missed.join(", ")}`,
    extra.length > 0 && `extra ${extra.join(", ")}`,
    warnings.length > 0 && `warnings ${warnings.join(", ")}`,
  ].filter(Boolean);
  return [
    `${given.kind} ${given.what}: ${what.join("; ")}`,
    `  server ${said.status} ${said.message ?? ""} ${(said.warnings ?? []).join(" | ")}`.trimEnd(),
    ...((said.later ?? []).length > 0 ? [`  later  ${said.later?.join(", ")}`] : []),
    ...(ours?.errors ?? []).map((each) => `  ours   ${each.path}: ${each.reason}: ${each.message}`),
    ...(ours?.warnings ?? []).map(({ path, message }) => `  warns  ${path}: ${message}`),
    ...(ours ? [] : ["  not judged"]),
    ...(reason ? [`  reason ${reason}`] : []),
  ].join("\n");
}
