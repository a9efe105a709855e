import { type Setting, settingAt } from "./setting.ts";
import { type Given, programOf, wordsOf } from "./texts.ts";

const PROGRAMS: ReadonlySet<string> = new Set(["redis", "valkey", "redis-stack-server", "keydb"]);
const SERVER = /(?:^|[\s/"';])(?:redis|valkey|keydb)-server(?:$|\s)/;
const LINE = /^[ \t]*maxmemory[ \t]+["']?(\d+)([a-z]*)/im;

/** @see https://github.com/redis/redis/blob/unstable/redis.conf: 1k is 1000 bytes, 1kb is 1024 */
const UNITS: ReadonlyMap<string, number> = new Map([
  ["", 1],
  ["b", 1],
  ["k", 1000],
  ["kb", 1024],
  ["m", 1000 ** 2],
  ["mb", 1024 ** 2],
  ["g", 1000 ** 3],
  ["gb", 1024 ** 3],
]);

/** How much data a Redis keeps; the process takes more. */
export function redisSettings(
  container: { readonly image?: string | undefined },
  command: readonly Given[],
  files: () => readonly Given[],
): Setting[] {
  const isRedis =
    PROGRAMS.has(programOf(container)) || command.some(({ text }) => SERVER.test(text));
  if (!isRedis) return [];
  const words = wordsOf(command);
  const index = words.findIndex(({ word }) => word === "--maxmemory");
  const value = words[index + 1];
  if (index >= 0 && value) {
    const [, number, unit] = /^(\d+)([a-z]*)$/i.exec(value.word) ?? [];
    return settingAt(value.from, "the data of Redis (maxmemory)", amountOf(number, unit));
  }
  return readFiles(words, command, files()).flatMap((file) => {
    const [, number, unit] = LINE.exec(file.text) ?? [];
    return settingAt(file, "the data of Redis (maxmemory)", amountOf(number, unit));
  });
}

/** The files that it is started with; without a command none is read. */
function readFiles(
  words: readonly { readonly word: string }[],
  command: readonly Given[],
  files: readonly Given[],
): readonly Given[] {
  const configs = files.filter(({ name }) => name.endsWith(".conf"));
  const named = words.flatMap(({ word }) => (word.endsWith(".conf") ? [baseOf(word)] : []));
  if (named.length > 0) return configs.filter(({ name }) => named.includes(baseOf(name)));
  return command.length > 0 ? configs : [];
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function amountOf(number: string | undefined, unit = ""): number | undefined {
  const factor = UNITS.get(unit.toLowerCase());
  const value = Number(number);
  return factor === undefined || !(value > 0) ? undefined : value * factor;
}
