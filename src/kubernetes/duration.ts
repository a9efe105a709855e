import { quote } from "./text.ts";

/*
 * Three dialects of one idea. Every parser gives nanoseconds.
 */

const LARGEST = 2n ** 63n;
const SECOND = 1_000_000_000n;
const MINUTE = 60n * SECOND;
const HOUR = 60n * MINUTE;

const GO_UNITS: ReadonlyMap<string, bigint> = new Map([
  ["ns", 1n],
  ["us", 1_000n],
  ["µs", 1_000n],
  ["μs", 1_000n],
  ["ms", 1_000_000n],
  ["s", SECOND],
  ["m", MINUTE],
  ["h", HOUR],
]);

/** From the largest to the smallest, the order in which they must be written. */
const PROMETHEUS_UNITS: readonly (readonly [string, bigint])[] = [
  ["y", 365n * 24n * HOUR],
  ["w", 7n * 24n * HOUR],
  ["d", 24n * HOUR],
  ["h", HOUR],
  ["m", MINUTE],
  ["s", SECOND],
  ["ms", 1_000_000n],
];

/**
 * A duration as Go's `time.ParseDuration` reads it, in nanoseconds: `1h30m`, `300ms`, `-1.5h`, `0`.
 *
 * @throws {SyntaxError} with the text of {@link durationProblem}.
 */
export function parseDuration(text: string): bigint {
  return orThrow(readGo(text), text, "1h30m");
}

/** What is wrong with a Go duration and what to write instead. */
export function durationProblem(text: string): string | undefined {
  return readGo(text) === undefined ? explain(text, "1h30m") : undefined;
}

/**
 * A duration in Prometheus' configuration and rules, in nanoseconds: `5m`, `1h30m`, `2w`, `0`;
 * whole numbers, largest unit first, each unit once.
 *
 * @see github.com/prometheus/common/model/time.go ParseDuration
 * @throws {SyntaxError} with the text of {@link prometheusDurationProblem}.
 */
export function parsePrometheusDuration(text: string): bigint {
  return orThrow(readPrometheus(text), text, "1d12h");
}

/** What is wrong with a duration for Prometheus and what to write instead. */
export function prometheusDurationProblem(text: string): string | undefined {
  return readPrometheus(text) === undefined ? explain(text, "1d12h") : undefined;
}

/**
 * A duration of the Gateway API, in nanoseconds: up to four whole numbers of five digits at most,
 * each with h, m, s or ms.
 *
 * @see sigs.k8s.io/gateway-api/apis/v1/shared_types.go Duration
 * @throws {SyntaxError} with the text of {@link gatewayDurationProblem}.
 */
export function parseGatewayDuration(text: string): bigint {
  return orThrow(readGateway(text), text, "1h30m");
}

/** What is wrong with a duration for the Gateway API and what to write instead. */
export function gatewayDurationProblem(text: string): string | undefined {
  return readGateway(text) === undefined ? explain(text, "1h30m") : undefined;
}

function readGo(text: string): bigint | undefined {
  const negative = text.startsWith("-");
  const unsigned = /^[-+]/.test(text) ? text.slice(1) : text;
  if (unsigned === "0") return 0n;
  const parts = split(unsigned, /([0-9]*)(?:\.([0-9]*))?([^.0-9]+)/y);
  if (parts === undefined) return undefined;
  let total = 0n;
  for (const [, whole = "", fraction = "", name = ""] of parts) {
    const unit = GO_UNITS.get(name);
    if (unit === undefined || (whole === "" && fraction === "")) return undefined;
    if (whole.replace(/^0+/, "").length > 19) return undefined;
    total += BigInt(whole) * unit + fractionOf(fraction, unit);
    if (total > LARGEST) return undefined;
  }
  if (negative) return -total;
  return total === LARGEST ? undefined : total;
}

/** Go computes fractions in floating point, from as many digits as fit into 63 bits. */
function fractionOf(digits: string, unit: bigint): bigint {
  let kept = 0n;
  let scale = 1;
  for (const digit of digits) {
    const next = kept * 10n + BigInt(digit);
    if (kept > (LARGEST - 1n) / 10n || next > LARGEST) break;
    kept = next;
    scale *= 10;
  }
  return BigInt(Math.trunc(Number(kept) * (Number(unit) / scale)));
}

function readPrometheus(text: string): bigint | undefined {
  if (text === "0") return 0n;
  const parts = split(text, /([0-9]+)([^0-9]+)/y);
  if (parts === undefined) return undefined;
  let total = 0n;
  let last = -1;
  for (const [, digits = "", name = ""] of parts) {
    const position = PROMETHEUS_UNITS.findIndex(([unit]) => unit === name);
    if (position <= last || digits.replace(/^0+/, "").length > 19) return undefined;
    last = position;
    total += BigInt(digits) * (PROMETHEUS_UNITS[position]?.[1] ?? 0n);
    if (total >= LARGEST) return undefined;
  }
  return total;
}

function readGateway(text: string): bigint | undefined {
  if (!/^([0-9]{1,5}(h|m|s|ms)){1,4}$/.test(text)) return undefined;
  return readGo(text);
}

/** The text cut into consecutive matches; undefined where something is left over. */
function split(text: string, part: RegExp): RegExpExecArray[] | undefined {
  const parts: RegExpExecArray[] = [];
  for (let end = 0; end < text.length; end = part.lastIndex) {
    const match = part.exec(text);
    if (match === null) return undefined;
    parts.push(match);
  }
  return parts.length === 0 ? undefined : parts;
}

function orThrow(value: bigint | undefined, text: string, example: string): bigint {
  if (value === undefined) throw new SyntaxError(explain(text, example));
  return value;
}

const WORDS: ReadonlyMap<string, string> = new Map([
  ["millisecond", "ms"],
  ["sec", "s"],
  ["second", "s"],
  ["min", "m"],
  ["minute", "m"],
  ["hr", "h"],
  ["hour", "h"],
]);

function explain(text: string, example: string): string {
  const [, number = "", word = ""] = /^([0-9]{1,9})\s*([a-z]*)$/i.exec(text.trim()) ?? [];
  const problem = `${quote(text)} is not a duration`;
  if (number === "")
    return `${problem}: write numbers with units, such as "30s", "5m" or "${example}"`;
  const lower = word.toLowerCase();
  const unit = WORDS.get(lower.replace(/s$/, "")) ?? lower;
  if (unit === "") return `${problem}: it has no unit; write "${number}s" or "${number}m"`;
  if (/^(d|day|days)$/.test(unit))
    return `${problem}: there is no unit for days; write "${Number(number) * 24}h"`;
  if (!GO_UNITS.has(unit))
    return `${problem}: there is no unit ${quote(word)}; write for example "${number}s" or "${number}m"`;
  return `${problem}: write "${number}${unit}"`;
}
