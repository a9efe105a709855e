import { askGo } from "../../../go-program.ts";

/** What kubectl's own reader makes of a stream: its documents up to the first that it refuses. */
export interface Answer {
  readonly documents: readonly unknown[];
  readonly error?: string;
}

/** Asks the reader that kubectl is made of, from its Go module; nothing without Go. */
export function askReader(streams: readonly Buffer[]): readonly Answer[] | undefined {
  const questions = streams.map((stream) => ({ text: stream.toString("base64") }));
  return askGo(import.meta.dirname, "read", questions);
}
