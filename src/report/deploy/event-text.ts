import { keyOf } from "../../client/object.ts";
import { filled } from "../layout.ts";
import type { ProblemsLook } from "../problems.ts";
import { closingText } from "./closing.ts";
import { failureText } from "./failure-text.ts";
import { planText } from "./plan-text.ts";
import type { ShownEvent } from "./shown.ts";
import { agoText } from "./time.ts";
import { counted, nameIn } from "./words.ts";

/** What an event is to a person, apart from the news of objects; "" for nothing. */
export class EventTexts {
  private readonly look: ProblemsLook;
  private namespace: string | undefined;
  /** Whether pages were shown: what follows them stands by itself. */
  private hasPages = false;
  /** Whose lines were shown last. */
  private speaker: string | undefined;

  constructor(look: ProblemsLook) {
    this.look = look;
  }

  text(event: Exclude<ShownEvent, { readonly type: "object" }>, now: number): string {
    const { look } = this;
    if (event.type !== "log") this.speaker = undefined;
    switch (event.type) {
      case "target": {
        const { release, target } = event;
        this.namespace = release.namespace;
        const where = `context ${target.context}, server ${target.server}`;
        return this.lines(`release ${release.name}, namespace ${release.namespace}, ${where}`);
      }
      case "server":
        return this.lines(`Kubernetes ${event.version.gitVersion}`, "dim");
      case "plan":
        this.namespace = event.plan.release.namespace;
        return planText(event.plan, look, now);
      case "locked": {
        const since = agoText(event.since, now);
        const begun = since === undefined ? "" : `, begun ${since}`;
        const text = `another deploy of this release is under way (${event.holder}${begun}): waiting for its end`;
        return this.lines(text, "warning");
      }
      case "start":
        return this.lines(
          `deploying revision ${event.revision}: ${counted(event.objects, "object")}`,
        );
      case "log":
        return this.logText(event);
      case "remark":
        return this.lines(`note: ${event.message}`, "info");
      case "trouble":
        return this.lines(`trouble: ${event.message}`, "warning");
      case "address": {
        const [first, ...more] = event.addresses;
        const what = more.length > 0 ? "the addresses" : "the address";
        const has =
          first === undefined ? "no address yet" : [`${what} ${first}`, ...more].join(", ");
        return this.lines(`${nameIn(event.ref, this.namespace)} has ${has}`, "info");
      }
      case "prune": {
        const { ref, kept } = event.prune;
        const what = kept === undefined ? "goes" : `is kept: ${kept}`;
        return this.lines(`${nameIn(ref, this.namespace)} ${what}`);
      }
      case "failure":
        this.hasPages = true;
        return failureText(event.failure, look, now);
      case "end":
        return this.endText(event);
    }
  }

  private logText({ ref, pod, line }: Extract<ShownEvent, { readonly type: "log" }>): string {
    const speaker = `${keyOf(ref)}/${pod}`;
    const heading = `  ${nameIn(ref, this.namespace)}, pod ${pod}:\n`;
    const isSame = speaker === this.speaker;
    this.speaker = speaker;
    return `${isSame ? "" : heading}  | ${line}\n`;
  }

  private endText(event: Extract<ShownEvent, { readonly type: "end" }>): string {
    const { look } = this;
    const isGood = ["done", "unchanged", "planned"].includes(event.outcome);
    const lines = filled(closingText(event), look.width, "");
    const painted = lines.map((line) => look.bold(isGood ? line : look.paint("error", line)));
    return `${this.hasPages ? "\n" : ""}${painted.join("\n")}\n`;
  }

  private lines(text: string, severity?: "warning" | "info" | "dim"): string {
    const lines = filled(text, this.look.width, "");
    const { paint } = this.look;
    return `${lines.map((line) => (severity ? paint(severity, line) : line)).join("\n")}\n`;
  }
}
