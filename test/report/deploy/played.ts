import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { DeployEvent } from "../../../src/deploy/events.ts";
import type { DeployLook, DeployReport } from "../../../src/report/deploy/report.ts";
import type { Time } from "../../../src/report/deploy/time.ts";

/** A time that goes on only when it is told to. */
export class PlayedTime implements Time {
  private moment: number;
  private timers: { readonly at: number; readonly run: () => void }[] = [];

  constructor(moment = Date.parse("2026-11-22T12:00:00Z")) {
    this.moment = moment;
  }

  now(): number {
    return this.moment;
  }

  after(milliseconds: number, run: () => void): () => void {
    const timer = { at: this.moment + milliseconds, run };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((each) => each !== timer);
    };
  }

  /** Everything that falls due until then is run in its order. */
  to(moment: number): void {
    for (;;) {
      const [next] = this.timers.toSorted((a, b) => a.at - b.at);
      if (!next || next.at > moment) break;
      this.timers = this.timers.filter((each) => each !== next);
      this.moment = next.at;
      next.run();
    }
    this.moment = moment;
  }

  pass(milliseconds: number): void {
    this.to(this.moment + milliseconds);
  }

  get isIdle(): boolean {
    return this.timers.length === 0;
  }
}

/** No colours. */
export function plainLook(width: number): DeployLook {
  return {
    width,
    bold: (text) => text,
    paint: (_, text) => text,
    path: (file) => file.replace(/^\/repo\//, ""),
    lineOf: ({ line }) => `  image: image("shop/api"), // line ${line}`,
  };
}

const codes = { error: 31, warning: 33, info: 36, dim: 2 } as const;

export function colourLook(width: number): DeployLook {
  return {
    ...plainLook(width),
    bold: (text) => `\x1b[1m${text}\x1b[22m`,
    paint: (severity, text) => `\x1b[${codes[severity]}m${text}\x1b[0m`,
  };
}

/** What a real deploy told, and when. */
export interface Recorded {
  /** Milliseconds since 1970. */
  readonly begun: number;
  readonly events: readonly { readonly at: number; readonly event: DeployEvent }[];
}

/** Of the control plane in test/control-plane, with the contents of objects taken out, but for a Secret. */
export function recorded(name: "first" | "broken"): Recorded {
  return JSON.parse(readFileSync(join(import.meta.dirname, "fixtures", `${name}.json`), "utf8"));
}

/** Tells a report what was recorded, at the times of then. */
export function replay(
  { begun, events }: Recorded,
  reportWith: (time: Time) => DeployReport,
  between = (_time: PlayedTime): void => {},
): void {
  const time = new PlayedTime(begun);
  const report = reportWith(time);
  for (const { at, event } of events) {
    time.to(begun + at);
    report.tell(event);
    between(time);
  }
  report.end();
}
