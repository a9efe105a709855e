import { existsSync } from "node:fs";
import { type Command, errorOutputOf, timeOf } from "./process.ts";

/** What the runs of one command took. */
export interface Figures {
  readonly command: Command;
  /** Milliseconds of each counted run, in order. */
  readonly times: readonly number[];
  /** The most memory that one of its processes held at once, in bytes; nothing without GNU time. */
  readonly memory: number | undefined;
}

export interface Rounds {
  /** Runs of each command that are not counted, before all others. */
  readonly warmups: number;
  /** Counted runs of each command. */
  readonly counted: number;
  /** Further runs of each command for its memory. */
  readonly memory: number;
}

/**
 * Runs the commands in turn, A B C A B C …, so that a machine that slows down slows all of them down.
 * Memory is taken in runs of its own, because the program that reads it costs time.
 */
export function measure(commands: readonly Command[], rounds: Rounds): Figures[] {
  for (let round = 0; round < rounds.warmups; round++) commands.forEach(timeOf);
  const times = commands.map((): number[] => []);
  for (let round = 0; round < rounds.counted; round++) {
    for (const [at, command] of commands.entries()) times[at]!.push(timeOf(command));
  }
  return commands.map((command, at) => ({
    command,
    times: times[at]!,
    memory: readsMemory ? memoryOf(command, rounds.memory) : undefined,
  }));
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length % 2 === 1) return sorted[middle]!;
  return (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** How `mine` compares with `other`: the median of the ratios of the runs that followed each other. */
export function ratio(mine: Figures, other: Figures): number {
  return median(mine.times.map((time, round) => time / other.times[round]!));
}

const gnuTime = "/usr/bin/time";

/** Whether the operating system's account of a process's memory can be read here. */
export const readsMemory = existsSync(gnuTime);

/** What one run took: times in milliseconds, memory in bytes. */
export interface Account {
  /** Of the process and what it started. */
  readonly cpu: number;
  readonly memory: number;
  readonly time: number;
}

/**
 * Runs a command once.
 *
 * @throws Error without GNU time
 */
export function accountOf(command: Command): Account {
  if (!readsMemory) throw new Error("CPU time needs GNU time: apt-get install time");
  const timed: Command = { ...command, argv: [gnuTime, "-f", "%U %S %M %e", ...command.argv] };
  const lastLine = errorOutputOf(timed).trimEnd().split("\n").at(-1)!;
  const [user, system, memory, time] = lastLine.split(" ").map(Number);
  return { cpu: (user! + system!) * 1000, memory: memory! * 1024, time: time! * 1000 };
}

/** The median of the peaks of resident memory, as the kernel hands them to who waits for a process. */
function memoryOf(command: Command, runs: number): number {
  const timed: Command = { ...command, argv: [gnuTime, "-f", "%M", ...command.argv] };
  const peaks = Array.from({ length: runs }, () => {
    const lastLine = errorOutputOf(timed).trimEnd().split("\n").at(-1);
    return Number(lastLine) * 1024;
  });
  return median(peaks);
}
