import type { Container } from "../../../../kubernetes/types/core.ts";
import type { Decoded } from "../../../../kubernetes/validation/decoded.ts";
import { bytesText, type Setting, settingAt } from "./setting.ts";
import { type Given, programOf, wordsOf } from "./texts.ts";

const PROGRAMS: ReadonlySet<string> = new Set([
  "postgres",
  "postgresql",
  "postgis",
  "pgvector",
  "timescaledb",
  "timescaledb-ha",
]);
const NAMES = ["shared_buffers", "work_mem", "max_connections"] as const;
type Name = (typeof NAMES)[number];

/** Without a unit, in kilobytes. */
const BLOCKS: Readonly<Record<Name, number>> = {
  shared_buffers: 8 * 1024,
  work_mem: 1024,
  max_connections: 1,
};
/** @see https://www.postgresql.org/docs/current/config-setting.html */
const UNITS: ReadonlyMap<string, number> = new Map([
  ["B", 1],
  ["kB", 2 ** 10],
  ["MB", 2 ** 20],
  ["GB", 2 ** 30],
  ["TB", 2 ** 40],
]);
const AMOUNT = /^'?(\d+)\s*([A-Za-z]*)'?$/;
const LINES: Readonly<Record<Name, RegExp>> = {
  shared_buffers: lineOf("shared_buffers"),
  work_mem: lineOf("work_mem"),
  max_connections: lineOf("max_connections"),
};

function lineOf(name: string): RegExp {
  return new RegExp(`^[ \\t]*${name}[ \\t]*[= \\t][ \\t]*('[^'\\n]*'|[^\\s#]+)`, "gm");
}

interface Value {
  readonly amount: number;
  readonly from: Given;
}

/** What is set of a PostgreSQL server: on the command line, else in its files. */
export type PostgresSettings = ReadonlyMap<Name, Value>;

export function isPostgres(container: Decoded<Container>): boolean {
  const started = container.command?.[0] ?? container.args?.[0];
  return started === "postgres" || PROGRAMS.has(programOf(container));
}

export function postgresSettings(
  command: readonly Given[],
  files: readonly Given[],
): PostgresSettings {
  const found = new Map<Name, Value>();
  const put = (name: Name, text: string, from: Given) => {
    const amount = amountOf(name, text);
    if (amount !== undefined) found.set(name, { amount, from });
  };
  for (const file of files) {
    if (!file.name.endsWith(".conf")) continue;
    // The last line of a file counts.
    for (const name of NAMES)
      for (const [, text = ""] of file.text.matchAll(LINES[name])) put(name, text, file);
  }
  for (const { word, from } of wordsOf(command))
    for (const name of NAMES) {
      const at = word.replace(/^(?:--|-c)/, "").replaceAll("-", "_");
      if (at.startsWith(`${name}=`)) put(name, at.slice(name.length + 1), from);
    }
  return found;
}

/** The same settings of CloudNativePG's Cluster. */
export function parameterSettings(
  parameters: Readonly<Record<string, unknown>>,
  at: (name: string) => Given,
) {
  const found = new Map<Name, Value>();
  for (const name of NAMES) {
    const amount = amountOf(name, String(parameters[name] ?? ""));
    if (amount !== undefined) found.set(name, { amount, from: at(name) });
  }
  return found;
}

/** What the server takes when it has been used for a while. */
export function sharedBuffers(settings: PostgresSettings): Setting[] {
  const value = settings.get("shared_buffers");
  return value
    ? settingAt(value.from, "the cache of PostgreSQL (shared_buffers)", value.amount)
    : [];
}

const CONNECTIONS = 100;

/** What sorts may take beside it, where work_mem is set: one of each connection. */
export function sortMemory(settings: PostgresSettings): Setting[] {
  const each = settings.get("work_mem");
  if (!each) return [];
  const connections = settings.get("max_connections")?.amount ?? CONNECTIONS;
  const buffers = settings.get("shared_buffers")?.amount ?? 128 * 2 ** 20;
  const title = `${connections} connections of PostgreSQL, each with work_mem ${bytesText(each.amount)}, beside shared_buffers ${bytesText(buffers)}`;
  return settingAt({ ...each.from, name: "" }, title, buffers + connections * each.amount);
}

function amountOf(name: Name, text: string): number | undefined {
  const [, number, unit = ""] = AMOUNT.exec(text) ?? [];
  const factor = unit === "" ? BLOCKS[name] : UNITS.get(unit);
  return number === undefined || factor === undefined || Number(number) === 0
    ? undefined
    : Number(number) * factor;
}
