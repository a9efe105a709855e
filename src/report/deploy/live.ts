import type { DeployEvent } from "../../deploy/events.ts";
import { clean } from "./clean.ts";
import { folded } from "./columns.ts";
import { EventTexts } from "./event-text.ts";
import type { DeployLook, DeployReport } from "./report.ts";
import { Screen } from "./screen.ts";
import { shownEvent } from "./shown.ts";
import { durationText, systemTime, type Time } from "./time.ts";
import { Tree } from "./tree.ts";

/** Milliseconds between two frames, at least. */
const FRAME = 100;
/** Milliseconds after which a frame is drawn though nothing happened: the time goes on. */
const TICK = 1000;

/** For a terminal: a tree that is redrawn in place, with everything that stays scrolling above it. */
export function liveReport(
  look: DeployLook,
  write: (text: string) => void,
  time: Time = systemTime,
): DeployReport {
  return new LiveReport(look, write, time);
}

class LiveReport implements DeployReport {
  private readonly look: DeployLook;
  private readonly time: Time;
  private readonly begun: number;
  private readonly screen: Screen;
  private readonly texts: EventTexts;
  private readonly tree = new Tree();
  /** Whether the tree is on the screen. */
  private isGrown = false;
  /** What scrolls with the next frame. */
  private above = "";
  private drawnAt = Number.NEGATIVE_INFINITY;
  private isDue = false;
  private cancel = () => {};

  constructor(look: DeployLook, write: (text: string) => void, time: Time) {
    const columns = () => this.columns();
    this.look = look;
    this.time = time;
    this.begun = time.now();
    this.screen = new Screen(write);
    this.texts = new EventTexts({
      ...look,
      get width() {
        return Math.min(columns(), 120);
      },
    });
  }

  tell = (told: DeployEvent): void => {
    const event = clean(shownEvent(told));
    if (event.type === "object") {
      this.tree.see(event);
      this.isGrown = true;
    } else {
      if (event.type === "plan") this.tree.plan(event.plan);
      if (event.type === "start") this.isGrown = true;
      this.above += this.texts.text(event, this.time.now());
    }
    if (event.type === "end") this.fell();
    else if (this.isGrown) this.soon();
    else this.scroll();
  };

  end = (): void => {
    if (this.isGrown) this.draw();
    this.cancel();
  };

  /** The tree makes room for what came of it. */
  private fell(): void {
    this.isGrown = false;
    this.cancel();
    this.scroll();
  }

  /** Writes what scrolls, without a tree. */
  private scroll(): void {
    const columns = this.columns();
    this.screen.draw(folded(this.above, columns), [], columns);
    this.above = "";
  }

  private soon(): void {
    if (this.isDue) return;
    const rest = this.drawnAt + FRAME - this.time.now();
    if (rest <= 0) this.draw();
    else this.later(rest, true);
  }

  private later(milliseconds: number, isDue: boolean): void {
    this.cancel();
    this.isDue = isDue;
    this.cancel = this.time.after(milliseconds, () => this.draw());
  }

  private draw(): void {
    const columns = this.columns();
    // The cursor stands in a row of its own.
    const rows = (this.look.rows?.() ?? 24) - 1;
    this.drawnAt = this.time.now();
    const lead = `${durationText(this.drawnAt - this.begun)}  `;
    const lines = this.tree.lines(columns, rows, lead, this.look);
    this.screen.draw(folded(this.above, columns), lines, columns);
    this.above = "";
    this.later(TICK, false);
  }

  /** One is left free: some terminals begin a new line as soon as the last column is written. */
  private columns(): number {
    return Math.max(1, (this.look.columns?.() ?? this.look.width) - 1);
  }
}
