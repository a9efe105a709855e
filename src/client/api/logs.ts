import type { LogOptions } from "../cluster.ts";
import type { Api } from "../http/api.ts";
import { backOff, pause } from "../http/pause.ts";
import { isBreak, linesOf } from "./lines.ts";
import { withQuery } from "./paths.ts";

/** A container may be quiet for long; after so many milliseconds the connection is made anew. */
const SILENCE = 300_000;

/** So often in a row it may break without a new line. */
const FRUITLESS = 5;

/**
 * The lines of a container's log. Read with their times, so that after a break it goes on behind the
 * last line that was given; a line that has none is the kubelet's own and is given as it is.
 */
export async function* logLines(
  api: Api,
  pod: { readonly namespace: string; readonly name: string },
  options: LogOptions,
  signal?: AbortSignal,
): AsyncGenerator<string> {
  const { timestamps = false } = options;
  let last: Last | undefined;
  for (let failures = 0; ; ) {
    const resume = last;
    let repeated = 0;
    try {
      for await (const line of opened(api, pod, options, resume, signal)) {
        const time = /^\d{4}-\d\d-\d\dT\S+/.exec(line)?.[0];
        if (time !== undefined) {
          if (resume && time < resume.time) continue;
          if (resume && time === resume.time && repeated++ < resume.lines) continue;
          last = { time, lines: time === last?.time ? last.lines + 1 : 1 };
        }
        failures = 0;
        yield timestamps || time === undefined ? line : line.slice(time.length + 1);
      }
      return;
    } catch (error) {
      if (!isBreak(error) || ++failures > FRUITLESS) throw error;
      api.onTrouble(`read the log of ${pod.name}: ${(error as Error).message}; it goes on`);
      await pause(backOff(failures), signal);
    }
  }
}

/** The time of the last line that was given, and how many lines of that time. Times have one form, so they compare as texts. */
interface Last {
  readonly time: string;
  readonly lines: number;
}

async function* opened(
  api: Api,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  { container, previous, tail, follow, sinceSeconds }: LogOptions,
  last: Last | undefined,
  signal: AbortSignal = new AbortController().signal,
): AsyncGenerator<string> {
  const path = withQuery(`/api/v1/namespaces/${namespace}/pods/${name}/log`, {
    container,
    previous: previous || undefined,
    follow: follow || undefined,
    timestamps: true,
    ...(last ? { sinceTime: last.time } : { tailLines: tail, sinceSeconds }),
  });
  const call = { method: "GET", path, what: `read the log of ${name}`, accept: "*/*" } as const;
  const message = await api.open(call, SILENCE, signal);
  yield* linesOf(message, api.connection.access.server, signal);
}
