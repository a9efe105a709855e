import type { IncomingMessage } from "node:http";
import { ConnectionError } from "../errors.ts";
import { Cut, troubleOf } from "../http/trouble.ts";

/**
 * The whole lines of an answer as they come. What stands behind the last break is given only where the
 * answer ended as it should.
 *
 * @throws ConnectionError where it was cut; the signal's reason
 */
export async function* linesOf(
  message: IncomingMessage,
  server: URL,
  signal?: AbortSignal,
): AsyncGenerator<string> {
  try {
    let rest = "";
    message.setEncoding("utf8");
    for await (const chunk of message as AsyncIterable<string>) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() as string;
      yield* lines;
    }
    if (!message.complete) throw new Cut();
    if (rest !== "") yield rest;
  } catch (error) {
    signal?.throwIfAborted();
    throw troubleOf(error, server);
  } finally {
    message.destroy();
  }
}

/** Whether it can go on where it broke. */
export function isBreak(error: unknown): boolean {
  return (
    error instanceof ConnectionError && (error.trouble === "broken" || error.trouble === "silent")
  );
}
