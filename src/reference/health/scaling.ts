import type { HPAScalingRules } from "../../kubernetes/types/index.ts";
import { type Environment, tables } from "../environment.ts";
import { ofKind, plainName } from "../given.ts";
import { aim } from "../purposes/workloads.ts";
import { column, joined, type Varying } from "../varying.ts";

/** How a component's replicas follow its load. */
export interface ScalingRow {
  readonly component: string;
  readonly bounds: Varying<string>;
  readonly aims: Varying<string>;
  readonly up: Varying<string>;
  readonly down: Varying<string>;
}

export function scalingRows(environments: readonly Environment[]): readonly ScalingRow[] {
  const rows = tables(environments, (environment) =>
    ofKind(environment, "HorizontalPodAutoscaler").map(({ object }) => {
      const of = plainName(environment, object.spec?.scaleTargetRef?.name ?? "");
      return [of, object.spec ?? {}] as const;
    }),
  );
  return joined(rows).map((row) => ({
    component: row.key,
    bounds: column(row, (spec) => `${spec.minReplicas ?? 1} to ${spec.maxReplicas}`),
    aims: column(row, ({ metrics = [] }) => metrics.map(aim).join(", ")),
    up: column(row, ({ behavior }) =>
      pace(behavior?.scaleUp, 0, "the larger of 100 % and 4 pods in 15 s"),
    ),
    down: column(row, ({ behavior }) => pace(behavior?.scaleDown, 300, "as far as needed")),
  }));
}

/** @see k8s.io/kubernetes/pkg/apis/autoscaling/v2/defaults.go GenerateHPAScaleUpRules, …Down… */
function pace(rules: HPAScalingRules | undefined, window: number, usual: string): string {
  const { stabilizationWindowSeconds = window, policies = [], selectPolicy } = rules ?? {};
  if (selectPolicy === "Disabled") return "never";
  const steps = policies.map(
    ({ type, value, periodSeconds }) =>
      `${value}${type === "Percent" ? " %" : value === 1 ? " pod" : " pods"} in ${periodSeconds} s`,
  );
  const joint = selectPolicy === "Min" ? "the smaller of" : "the larger of";
  const limit =
    steps.length === 0 ? usual : steps.length === 1 ? steps[0] : `${joint} ${steps.join(" and ")}`;
  return stabilizationWindowSeconds === 0
    ? `${limit}`
    : `${limit}, by the calmest of ${stabilizationWindowSeconds} s`;
}
