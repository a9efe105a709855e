import { type Disagreement, type Figures, percent } from "./figures.ts";
import type { Question } from "./recording.ts";

/** The figures, a line each. */
export function figuresText(figures: Figures, { seed, minor }: Question): string {
  const { cases, kinds, refused, verdict, worst, largest, paths, extra, warnings, warned } =
    figures;
  return `${cases} cases of ${kinds} kinds against Kubernetes 1.${minor}, seed ${seed}: ${refused} refused, ${cases - refused} accepted
verdict equal     ${percent(verdict)}  (of the worst kind, ${worst[0]}: ${percent(worst[1])})
paths all among ours  ${percent(paths)} of the refusals; ${extra} with paths the server does not name
warnings equal    ${percent(warnings)} of ${warned} cases with any
largest kind      ${largest[0]}, ${percent(largest[1])} of the cases
`;
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
