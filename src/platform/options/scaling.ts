import type { Setting } from "../setting.ts";
import { type Check, either, literal, mapOf, objectOf, optional, syntax, whole } from "../shape.ts";
import {
  aComponent,
  aCpu,
  aDuration,
  anAmount,
  aQuantity,
  type Bytes,
  type Cpu,
  type Duration,
  seconds,
} from "./values.ts";

/** A number written in place, or a `setting()` that environments change in one place. */
export type Count = number | Setting<number>;

/**
 * Work that is split by number: each part is done by the member with its number. A plain count is
 * fixed for the running members, and members above it are spare.
 */
export type Shards =
  | Count
  | {
      readonly count: Count;
      /** The program splits the work anew whenever members come or go, so that none is spare. */
      readonly reshards: true;
    };

/** How fast the autoscaler may go in one direction. */
export interface ScaleRule {
  /** Look back this long and take the calmest value; `"0s"` for not at all, at most `"1h"`. Default: `"0s"` upwards, `"5m"` downwards. */
  readonly window?: Duration;
  /** At most this many percent in `every`. */
  readonly percent?: number;
  /** At most this many pods in `every`. */
  readonly pods?: number;
  /** The span that `percent` and `pods` count in, at most `"30m"`. Default: `"15s"`. */
  readonly every?: Duration;
  /** Which of the two limits counts. Default: `"max"`, the faster. */
  readonly pick?: "max" | "min" | "disabled";
}

/** Replicas that follow the load. */
export interface Scale {
  /** Never fewer replicas. */
  readonly min: Count;
  /** Never more replicas. */
  readonly max: Count;
  /** The CPU to aim for, in percent of the request. */
  readonly cpu?: number;
  /** The memory to aim for, in percent of the request. */
  readonly memory?: number;
  /** Metrics of the program itself, and the average per pod to aim for: `{ http_requests_per_second: "1k" }`. Each is served by a `podMetrics()` of the platform or by the cluster. */
  readonly metrics?: Readonly<Record<string, number | string>>;
  readonly up?: ScaleRule;
  readonly down?: ScaleRule;
}

/** Requests that follow what the program really uses (Vertical Pod Autoscaler). */
export interface VerticalScale {
  /** `"off"` only recommends. Beside an autoscaler on CPU or memory nothing else works. Default: `"off"`. */
  readonly mode?: "off" | "initial" | "recreate" | "inPlaceOrRecreate";
  readonly min?: { readonly cpu?: Cpu; readonly memory?: Bytes };
  readonly max?: { readonly cpu?: Cpu; readonly memory?: Bytes };
}

/** How many pods stay up while nodes are drained: a number, a percentage, or how many may be missing. */
export type Budget = number | `${number}%` | { readonly unavailable: number | `${number}%` };

const aCount = either(whole(0), aComponent("a setting()", "setting"));
const aPercent = whole(1, 1000);

export const shardsCheck = either(
  aCount,
  objectOf<Exclude<Shards, Count>>({ count: aCount, reshards: literal(true) }),
);

/**
 * A duration within the bounds that the API server sets.
 * @see k8s.io/kubernetes/pkg/apis/autoscaling/validation/validation.go validateScalingRules
 */
function durationWithin(least: Duration, most: Duration): Check {
  return syntax(`a duration from "${least}" to "${most}"`, (text) => {
    const problem = aDuration.problem(text);
    if (problem !== undefined) return problem;
    const given = seconds(text as Duration);
    return given < seconds(least) || given > seconds(most)
      ? `${JSON.stringify(text)} must be from "${least}" to "${most}"`
      : undefined;
  });
}

const ruleOptions = objectOf<ScaleRule>({
  window: optional(durationWithin("0s", "1h")),
  percent: optional(whole(1)),
  pods: optional(whole(1)),
  every: optional(durationWithin("1s", "30m")),
  pick: optional(literal("max", "min", "disabled")),
});

const aRule: Check = {
  ...ruleOptions,
  test: (value, path, report, partial) => {
    ruleOptions.test(value, path, report, partial);
    const { every, percent, pods } = value as ScaleRule;
    if (!partial && every !== undefined && percent === undefined && pods === undefined)
      report([...path, "every"], "limits nothing without percent or pods");
  },
};

export const scaleCheck = either(
  aCount,
  objectOf<Scale>({
    min: aCount,
    max: aCount,
    cpu: optional(aPercent),
    memory: optional(aPercent),
    metrics: optional(mapOf(either(whole(1), anAmount))),
    up: optional(aRule),
    down: optional(aRule),
  }),
);

const bounds = objectOf<NonNullable<VerticalScale["min"]>>({
  cpu: optional(aCpu),
  memory: optional(aQuantity),
});
export const verticalCheck = objectOf<VerticalScale>({
  mode: optional(literal("off", "initial", "recreate", "inPlaceOrRecreate")),
  min: optional(bounds),
  max: optional(bounds),
});

const countOrPercent = either(
  whole(0),
  syntax('a percentage such as "50%"', (text) =>
    /^\d+%$/.test(text)
      ? undefined
      : `${JSON.stringify(text)}: write a number, or a percentage such as "50%"`,
  ),
);
export const budgetCheck = either(
  countOrPercent,
  objectOf<{ unavailable: unknown }>({ unavailable: countOrPercent as never }),
);

/** How old pods make way for new ones. */
export type Strategy =
  | "recreate"
  | { readonly surge?: number | `${number}%`; readonly unavailable?: number | `${number}%` };

export const strategyCheck = either(
  literal("recreate"),
  objectOf<{ surge?: unknown; unavailable?: unknown }>({
    surge: optional(countOrPercent),
    unavailable: optional(countOrPercent),
  }),
);
