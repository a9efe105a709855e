import { cronProblem } from "../../kubernetes/cron.ts";
import { durationProblem, prometheusDurationProblem } from "../../kubernetes/duration.ts";
import { cidrProblem } from "../../kubernetes/ip.ts";
import {
  annotationKeyProblem,
  dns1123LabelProblem,
  dns1123SubdomainProblem,
  envNameProblem,
  labelKeyProblem,
  labelValueProblem,
} from "../../kubernetes/names.ts";
import { parseQuantity } from "../../kubernetes/quantity.ts";
import { resourceProblem } from "../../kubernetes/resource-amounts.ts";
import { timeZoneProblem } from "../../kubernetes/time-zone.ts";
import { type AnyComponent, type Sort, sortOf } from "../component.ts";
import { meaningOf } from "../reference.ts";
import { aString, type Check, either, listOf, mapOf, someOf, syntax, whole } from "../shape.ts";

/** A span of time with its unit: `"30s"`, `"5m"`, `"1h"`, `"250ms"`. */
export type Duration = `${number}${"ms" | "s" | "m" | "h" | "d"}`;

/** An amount of memory or storage with its unit: `"512Mi"`, `"10Gi"`. */
export type Bytes = `${number}${"Ki" | "Mi" | "Gi" | "Ti" | "k" | "M" | "G" | "T"}`;

/** An amount of CPU: `"500m"`, `"1"`, `2`. */
export type Cpu = number | `${number}m` | `${number}`;

/** An address range, such as `"10.0.0.0/8"`. */
export type Cidr = `${string}/${number}`;

const durationUnits = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A duration in milliseconds. */
export function milliseconds(duration: Duration): number {
  const [, amount, unit] = /^([\d.]+)(ms|s|m|h|d)$/.exec(duration) ?? [];
  return Number(amount) * durationUnits[unit as keyof typeof durationUnits];
}

/** A duration in whole seconds, rounded up. */
export function seconds(duration: Duration): number {
  return Math.ceil(milliseconds(duration) / 1000);
}

export const aDuration = syntax('a duration such as "30s"', (text) => {
  if (/^\d+(\.\d+)?(ms|s|m|h|d)$/.test(text)) return undefined;
  return (
    durationProblem(text) ??
    `${JSON.stringify(text)}: write one number and one unit, such as "90s" or "1.5h"`
  );
});
/** A duration for Prometheus, which knows whole numbers only. */
export const aPrometheusDuration = syntax('a duration such as "30s"', prometheusDurationProblem);
/** A duration for a program written in Go, which knows no days. */
export const aGoDuration = syntax('a duration such as "1h"', durationProblem);

/** An amount of bytes above zero. */
export const aQuantity = syntax('an amount such as "512Mi"', (text) =>
  amountProblem("memory", text),
);
/** Any amount above zero, fractions too. */
export const anAmount = syntax('an amount such as "500m"', (text) => amountProblem("cpu", text));
export const aCpu = either(syntax('an amount of CPU such as "500m" or 1', anAmount.problem), {
  says: "a number of CPUs above zero",
  accepts: (value) => typeof value === "number" && value > 0 && Number.isFinite(value),
  test: () => {},
});

function amountProblem(resource: string, text: string): string | undefined {
  const problem = resourceProblem(resource, text);
  if (problem !== undefined) return problem;
  const isNothing = parseQuantity(text).unscaled === 0n;
  return isNothing ? `${JSON.stringify(text)} is nothing; write an amount above zero` : undefined;
}
export const aSchedule = syntax('a cron line such as "0 2 * * *"', cronProblem);
/** Address ranges; an empty list would let everybody through instead of nobody. */
export const cidrs = someOf(syntax('an address range such as "10.0.0.0/8"', cidrProblem));
export const aPath = syntax('a path such as "/health"', (text) =>
  text.startsWith("/") ? undefined : `${JSON.stringify(text)} must begin with "/"`,
);
export const aTimeZone = syntax('a time zone such as "Europe/Moscow"', timeZoneProblem);
/** The name of a namespace or of a container. */
export const aLabel = syntax("a name", dns1123LabelProblem);
/** The name of a ConfigMap and the like. */
export const anObjectName = syntax("a name", dns1123SubdomainProblem);
export const aPortNumber = whole(1, 65535);
export const texts = listOf(aString, "a list of texts");
/** A command to run; without any word the image's own would run instead. */
export const aCommand = someOf(aString);
export const labels = mapOf(syntax("a label value", labelValueProblem), labelKeyProblem);
/** The value of the label that selects a component's pods. */
export const aSelectorValue = syntax('a label value such as "shop-api"', (text) =>
  text === "" ? "is empty: no component could be told by it" : labelValueProblem(text),
);
export const annotations = mapOf(aString, annotationKeyProblem);

/** A text, a number, or a reference that holds no secret. */
export const aPlainValue: Check = {
  says: "a text, a number or a reference without a secret",
  accepts: (value) =>
    typeof value === "string" ||
    Number.isFinite(value) ||
    meaningOf(value)?.audience === "everyone",
  test: () => {},
};

/** A text, a number, or any reference. */
const anEnvValue: Check = {
  says: "a text, a number or a reference",
  accepts: (value) =>
    typeof value === "string" || Number.isFinite(value) || meaningOf(value) !== undefined,
  test: () => {},
};
export const aSecretValue: Check = {
  says: "the key of a secret",
  accepts: (value) => meaningOf(value)?.audience === "secret",
  test: () => {},
};
export const anEnv = mapOf(anEnvValue, envNameProblem);

/** A component of one of some sorts. */
export function aComponent(says: string, ...sorts: readonly Sort[]): Check {
  return {
    says,
    accepts: (value) => {
      const sort = sortOf(value);
      return sort !== undefined && (sorts.length === 0 || sorts.includes(sort));
    },
    test: () => {},
  };
}

export type { AnyComponent };
