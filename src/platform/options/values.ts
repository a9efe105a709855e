import { cronProblem } from "../../kubernetes/cron.ts";
import { durationProblem } from "../../kubernetes/duration.ts";
import { envNameProblem, labelKeyProblem, labelValueProblem } from "../../kubernetes/names.ts";
import { quantityProblem } from "../../kubernetes/quantity.ts";
import { type AnyComponent, type Sort, sortOf } from "../component.ts";
import { meaningOf } from "../reference.ts";
import { type Check, either, listOf, mapOf, syntax, whole } from "../shape.ts";

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
export const aQuantity = either(syntax('an amount such as "512Mi"', quantityProblem));
export const aCpu = either(syntax('an amount of CPU such as "500m" or 1', quantityProblem), {
  says: "a number of CPUs",
  accepts: (value) => typeof value === "number" && value > 0,
  test: () => {},
});
export const aSchedule = syntax('a cron line such as "0 2 * * *"', cronProblem);
export const aCidr = syntax('an address range such as "10.0.0.0/8"', (text) =>
  /^[0-9a-fA-F.:]+\/\d{1,3}$/.test(text)
    ? undefined
    : `${JSON.stringify(text)} is no address range; write "10.0.0.0/8"`,
);
export const aPath = syntax('a path such as "/health"', (text) =>
  text.startsWith("/") ? undefined : `${JSON.stringify(text)} must begin with "/"`,
);
export const aPortNumber = whole(1, 65535);
export const texts = listOf(
  syntax("a text", () => undefined),
  "a list of texts",
);
export const labels = mapOf(syntax("a label value", labelValueProblem), labelKeyProblem);
export const annotations = mapOf(
  syntax("a text", () => undefined),
  labelKeyProblem,
);

/** A text, a number, or a reference that holds no secret. */
export const aPlainValue: Check = {
  says: "a text, a number or a reference without a secret",
  accepts: (value) =>
    typeof value === "string" ||
    typeof value === "number" ||
    (meaningOf(value) !== undefined && !meaningOf(value)?.secret),
  test: () => {},
};

/** A text, a number, or any reference. */
export const anEnvValue: Check = {
  says: "a text, a number or a reference",
  accepts: (value) =>
    typeof value === "string" || typeof value === "number" || meaningOf(value) !== undefined,
  test: () => {},
};
export const aSecretValue: Check = {
  says: "the key of a secret",
  accepts: (value) => meaningOf(value)?.secret === true,
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
