import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Step } from "../../../kubernetes/validation/field-path.ts";
import type { ReadProblem, ValueMap } from "../source.ts";
import { isMap, maps, textIn } from "../values.ts";
import type { Complaint } from "./build.ts";
import { type Kustomization, kustomizationsIn, type Tree } from "./tree.ts";

/** Whether a build lacks nothing but the flag that who builds it gives: Argo CD and others have it set. */
export function asksForHelm({ complaint }: Complaint): boolean {
  return complaint.includes("must specify --enable-helm");
}

/** The charts that kustomizations are made of. */
interface Charts {
  /** Those that would have to be fetched, told. */
  readonly missing: readonly ReadProblem[];
  /** Whether charts are all that helm is asked for: what a generator's file names is not looked at. */
  readonly areAll: boolean;
}

export function chartsBehind(tree: Pick<Tree, "root">): Charts {
  const all = kustomizationsIn(tree);
  return {
    missing: all.flatMap((each) =>
      chartsIn(each).flatMap(([steps, chart]) =>
        isHere(each, chart) ? [] : [fetched(each, steps, chart)],
      ),
    ),
    areAll: all.every(({ value }) => value.generators === undefined),
  };
}

function chartsIn({ value }: Kustomization): [Step[], ValueMap][] {
  return ["helmCharts", "helmChartInflationGenerator"].flatMap((field) =>
    maps(value[field]).map(([at, chart]): [Step[], ValueMap] => [[field, at], chart]),
  );
}

/** @see sigs.k8s.io/kustomize/api/internal/builtins/HelmChartInflationGenerator.go, absChartHome */
function isHere({ value, folder }: Kustomization, chart: ValueMap): boolean {
  const globals = isMap(value.helmGlobals) ? value.helmGlobals : {};
  const home = textIn(chart, "chartHome") ?? textIn(globals, "chartHome") ?? "charts";
  const { name, version, repo } = wordsOf(chart);
  const own = version !== undefined && repo !== undefined ? `${name}-${version}` : "";
  return existsSync(join(resolve(folder, home), own, name, "Chart.yaml"));
}

function wordsOf(chart: ValueMap) {
  return {
    name: textIn(chart, "name") ?? textIn(chart, "chartName") ?? "",
    version: textIn(chart, "version") ?? textIn(chart, "chartVersion"),
    repo: textIn(chart, "repo") ?? textIn(chart, "chartRepo"),
  };
}

function fetched(
  { document }: Kustomization,
  steps: readonly Step[],
  chart: ValueMap,
): ReadProblem {
  const { name, version, repo } = wordsOf(chart);
  const from = repo === undefined ? "" : ` of ${repo}`;
  return {
    about: "unreachable",
    message: `the chart ${[name, version].filter(Boolean).join(" ")}${from} is not on this machine`,
    where: document.locate(steps),
    why: "nothing of what is built with it is checked",
    instead:
      "check what is built where it can be fetched: kustomize build --enable-helm … | slipway check -",
  };
}
