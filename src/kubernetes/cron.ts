import { durationProblem, parseDuration } from "./duration.ts";
import { quote } from "./text.ts";

/** When a CronJob runs: at the minutes that match every field, or again and again after a delay. */
export type CronSchedule = CronFields | { readonly everySeconds: number };

export interface CronFields {
  readonly minutes: CronField;
  readonly hours: CronField;
  readonly daysOfMonth: CronField;
  readonly months: CronField;
  readonly daysOfWeek: CronField;
}

export interface CronField {
  readonly values: ReadonlySet<number>;
  /** Written with "*" or "?": of two day fields, one that is unrestricted does not add days. */
  readonly any: boolean;
}

interface Bounds {
  readonly what: string;
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const MINUTE: Bounds = { what: "minute", min: 0, max: 59 };
const HOUR: Bounds = { what: "hour", min: 0, max: 23 };
const DAY: Bounds = { what: "day of the month", min: 1, max: 31 };
const MONTH: Bounds = {
  what: "month",
  min: 1,
  max: 12,
  names: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
};
const WEEKDAY: Bounds = {
  what: "day of the week",
  min: 0,
  max: 6,
  names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"],
};

const DESCRIPTORS: ReadonlyMap<string, string> = new Map([
  ["@yearly", "0 0 1 1 *"],
  ["@annually", "0 0 1 1 *"],
  ["@monthly", "0 0 1 * *"],
  ["@weekly", "0 0 * * 0"],
  ["@daily", "0 0 * * *"],
  ["@midnight", "0 0 * * *"],
  ["@hourly", "0 * * * *"],
]);

const INT64_MAX = 2n ** 63n - 1n;
const WHITE_SPACE = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/**
 * Reads the schedule of a CronJob: five fields (minute, hour, day of the month, month, day of the
 * week) with `*`, `?`, lists, ranges, steps and names, or `@daily` and its like, or `@every 1h`.
 *
 * @see github.com/robfig/cron/v3/parser.go ParseStandard
 * @see k8s.io/kubernetes/pkg/apis/batch/validation/validation.go validateScheduleFormat
 * @throws {SyntaxError} with the text of {@link cronProblem}.
 */
export function parseCron(text: string): CronSchedule {
  if (text.includes("TZ")) {
    throw fault(text, "a schedule may not name a time zone; write it into timeZone instead");
  }
  if (text.startsWith("@every ")) return every(text, text.slice("@every ".length));
  if (text.startsWith("@") && !DESCRIPTORS.has(text)) {
    const known = [...DESCRIPTORS.keys()].join(", ");
    throw fault(text, `there is no such word; write one of ${known}, or "@every 1h"`);
  }
  const fields = (DESCRIPTORS.get(text) ?? text).split(WHITE_SPACE).filter((field) => field !== "");
  const [minutes, hours, daysOfMonth, months, daysOfWeek] = fields;
  if (fields.length !== 5 || !minutes || !hours || !daysOfMonth || !months || !daysOfWeek) {
    const order = "minute, hour, day of the month, month, day of the week";
    const example = 'write for example "30 2 * * *" for half past two every day';
    throw fault(text, `it has ${fields.length} fields, not five (${order}); ${example}`);
  }
  return {
    minutes: readField(text, minutes, MINUTE),
    hours: readField(text, hours, HOUR),
    daysOfMonth: readField(text, daysOfMonth, DAY),
    months: readField(text, months, MONTH),
    daysOfWeek: readField(text, daysOfWeek, WEEKDAY),
  };
}

/** What is wrong with the schedule of a CronJob and what to write instead. */
export function cronProblem(text: string): string | undefined {
  try {
    parseCron(text);
    return undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return error.message;
    throw error;
  }
}

function fault(text: string, why: string): SyntaxError {
  return new SyntaxError(`${quote(text)} is not a schedule: ${why}`);
}

function every(text: string, duration: string): CronSchedule {
  const problem = durationProblem(duration);
  if (problem !== undefined) throw fault(text, problem);
  const seconds = Number(parseDuration(duration) / 1_000_000_000n);
  return { everySeconds: Math.max(1, seconds) };
}

function readField(text: string, field: string, bounds: Bounds): CronField {
  const values = new Set<number>();
  let any = false;
  for (const part of field.split(",")) {
    if (part === "") continue;
    const range = readRange(text, part, bounds);
    for (let value = range.start; value <= range.end; value += range.step) values.add(value);
    any ||= range.any;
  }
  return { values, any };
}

function readRange(text: string, part: string, bounds: Bounds) {
  const [range = "", stepText, ...moreSteps] = part.split("/");
  const [low = "", high, ...moreEnds] = range.split("-");
  const where = `in the ${bounds.what} field ${quote(part)}`;
  const star = low === "*" || low === "?";
  const start = star ? bounds.min : numberOf(text, low, where, bounds);
  let end = star ? bounds.max : start;
  if (!star && high !== undefined) end = numberOf(text, high, where, bounds);
  if (!star && moreEnds.length > 0) throw fault(text, `${where} there is more than one "-"`);
  if (moreSteps.length > 0) throw fault(text, `${where} there is more than one "/"`);
  const step = stepText === undefined ? 1 : numberOf(text, stepText, where, {});
  if (stepText !== undefined && high === undefined) end = bounds.max;
  if (start < bounds.min || end > bounds.max) {
    throw fault(
      text,
      `${where} only ${bounds.min} to ${bounds.max} are possible${hint(bounds, end)}`,
    );
  }
  if (start > end) throw fault(text, `${where} the range ends before it starts`);
  if (step === 0) throw fault(text, `${where} the step is 0`);
  return { start, end, step, any: star && step === 1 };
}

function hint(bounds: Bounds, end: number): string {
  return bounds === WEEKDAY && end === 7 ? "; Sunday is 0" : "";
}

function numberOf(text: string, word: string, where: string, { names, min = 0 }: Partial<Bounds>) {
  const position = names?.indexOf(word.toLowerCase()) ?? -1;
  if (position >= 0) return position + min;
  if (
    !/^\+?[0-9]+$/.test(word) ||
    word.length > 1000 ||
    BigInt(word.replace("+", "")) > INT64_MAX
  ) {
    const known = names === undefined ? "a whole number" : `a number or one of ${names.join(", ")}`;
    throw fault(text, `${where} ${quote(word)} is not ${known}`);
  }
  return Number(word);
}
