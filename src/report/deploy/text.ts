import type { DeployEvent } from "../../deploy/events.ts";
import type { ProblemsLook } from "../problems.ts";
import { clean } from "./clean.ts";
import { EventTexts } from "./event-text.ts";
import { type ObjectEvent, Progress } from "./progress.ts";
import type { DeployReport } from "./report.ts";
import { type ShownEvent, shownEvent } from "./shown.ts";
import { systemTime, type Time } from "./time.ts";

/** Milliseconds of silence after which it is told what is waited for; each time twice as long, up to a minute. */
const SILENCE = 10_000;
const LONGEST_SILENCE = 60_000;
/** Milliseconds in which what is of little weight is gathered to one line. */
const GATHERING = 1000;

/** Lines for a person who reads along or afterwards, such as in CI: what happens, as it happens. */
export function textReport(
  look: ProblemsLook,
  write: (text: string) => void,
  time: Time = systemTime,
): DeployReport {
  return new TextReport(look, write, time);
}

class TextReport implements DeployReport {
  private readonly look: ProblemsLook;
  private readonly output: (text: string) => void;
  private readonly time: Time;
  private readonly begun: number;
  private readonly texts: EventTexts;
  private readonly progress = new Progress();
  private readonly repeats = new Repeats();
  private silence = SILENCE;
  private stopWaiting = () => {};
  private stopGathering: (() => void) | undefined;
  private isOver = false;

  constructor(look: ProblemsLook, write: (text: string) => void, time: Time) {
    this.look = look;
    this.output = write;
    this.time = time;
    this.begun = time.now();
    this.texts = new EventTexts(look);
  }

  tell = (told: DeployEvent): void => {
    const event = clean(shownEvent(told));
    if (event.type === "object") this.object(event);
    else this.other(event);
  };

  end = (): void => {
    this.flush();
    this.isOver = true;
    this.stopWaiting();
  };

  private other(event: Exclude<ShownEvent, ObjectEvent>): void {
    this.flush();
    if (event.type === "target") this.progress.release(event.release);
    if (event.type === "plan") this.progress.release(event.plan.release);
    if (event.type === "end") this.end();
    const now = this.time.now();
    if (event.type === "trouble" && this.repeats.isRepeated(event.message, now)) return;
    const text = this.texts.text(event, now);
    if (isTimed(event)) this.stamped(text.trimEnd());
    else this.write(text);
  }

  private object(event: ObjectEvent): void {
    const line = this.progress.line(event, this.time.now());
    if (line === undefined) {
      this.stopGathering ??= this.time.after(GATHERING, () => this.flush());
      return;
    }
    this.flush();
    this.stamped(event.phase === "failed" ? this.look.paint("error", line) : line);
  }

  /** Writes what was summed up until now. */
  private flush(): void {
    this.stopGathering?.();
    this.stopGathering = undefined;
    this.stamped(this.progress.appliedLine());
    this.stamped(this.progress.leftLine());
  }

  /** A line with the seconds since the start. */
  private stamped(text: string | undefined): void {
    if (text === undefined || text === "") return;
    const seconds = ((this.time.now() - this.begun) / 1000).toFixed(1);
    const stamp = this.look.paint("dim", `${seconds}s`.padStart(7));
    this.write(`${stamp}  ${text.replaceAll("\n", `\n${" ".repeat(9)}`)}\n`);
  }

  private write(text: string): void {
    if (text === "") return;
    this.output(text);
    this.silence = SILENCE;
    this.wait();
  }

  private wait(): void {
    this.stopWaiting();
    if (this.isOver) return;
    this.stopWaiting = this.time.after(this.silence, () => {
      this.flush();
      const longer = Math.min(this.silence * 2, LONGEST_SILENCE);
      this.stamped(this.progress.waitingLine());
      this.silence = longer;
      this.wait();
    });
  }
}

/** What happens while a deploy goes on, beside what has a form of its own. */
function isTimed({ type }: ShownEvent): boolean {
  return type === "remark" || type === "trouble" || type === "address" || type === "prune";
}

/** Milliseconds in which the same trouble is told once. */
const SAME = 5000;

/** What is told again and again is told now and then. */
class Repeats {
  private readonly told = new Map<string, number>();

  isRepeated(message: string, now: number): boolean {
    const isSame = now - (this.told.get(message) ?? -SAME) < SAME;
    if (!isSame) this.told.set(message, now);
    return isSame;
  }
}
