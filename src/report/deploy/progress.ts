import { keyOf, type ObjectRef } from "../../client/object.ts";
import type { Phase } from "../../deploy/events.ts";
import type { ReleaseName } from "../../deploy/wanted.ts";
import type { ShownEvent } from "./shown.ts";
import { summedUp } from "./summed-up.ts";
import { counted, nameIn, some } from "./words.ts";

/** Milliseconds in which one object has one line, unless it comes to an end. */
const QUIET = 5000;
/** Objects that are named in one line. */
const MOST = 4;

export type ObjectEvent = Extract<ShownEvent, { readonly type: "object" }>;

interface Known {
  readonly ref: ObjectRef;
  phase: Phase;
  message: string | undefined;
  isWritten: boolean;
  hasSettled: boolean;
  told: Phase | undefined;
  toldAt: number;
}

/** Which news of objects are worth a line, and what is still waited for. */
export class Progress {
  private namespace: string | undefined;
  private readonly objects = new Map<string, Known>();
  private readonly leftAlone: Known[] = [];
  private readonly applied: Known[] = [];

  /** Objects are named to a person who knows the release's namespace. */
  release({ namespace }: ReleaseName): void {
    this.namespace = namespace;
    // A rollback may follow, with a plan of its own.
    this.objects.clear();
  }

  /** The line for a piece of news; undefined where it matters too little. */
  line({ ref, phase, message }: ObjectEvent, now: number): string | undefined {
    const known = this.known(ref);
    const isNews = known.phase !== phase || known.message !== message;
    known.phase = phase;
    known.message = message;
    if (!isNews && known.told === phase) return undefined;
    const text = this.text(known, now);
    if (text !== undefined) {
      known.told = phase;
      known.toldAt = now;
    }
    return text;
  }

  /** What was left alone since this was asked last, in one line. */
  leftLine(): string | undefined {
    const left = this.leftAlone.splice(0);
    const [first] = left;
    if (!first) return undefined;
    const why = first.message === undefined ? "" : `, since ${first.message}`;
    const was = left.length === 1 ? "was" : "were";
    const names = some(
      left.map((known) => this.name(known)),
      MOST,
    );
    return `${counted(left.length, "object")} ${was} left alone${why}: ${names}`;
  }

  /** What was applied and is ready with that, since this was asked last, in one line. */
  appliedLine(): string | undefined {
    const applied = this.applied.splice(0).map(({ ref }) => ref);
    if (applied.length === 0) return undefined;
    return `applied ${summedUp(applied, this.namespace).join(", ")}`;
  }

  /** What is on its way, in one line; undefined where nothing is. */
  waitingLine(): string | undefined {
    const open = [...this.objects.values()].filter(({ phase }) =>
      ["applying", "settling", "pruning"].includes(phase),
    );
    if (open.length === 0) return undefined;
    const items = open.map(
      (known) => `${this.name(known)}${known.message ? ` (${known.message})` : ""}`,
    );
    return `waiting for ${some(items, MOST)}`;
  }

  private known(ref: ObjectRef): Known {
    const key = keyOf(ref);
    const known = this.objects.get(key) ?? {
      ref,
      phase: "waiting",
      message: undefined,
      isWritten: false,
      hasSettled: false,
      told: undefined,
      toldAt: -QUIET,
    };
    this.objects.set(key, known);
    return known;
  }

  private text(known: Known, now: number): string | undefined {
    const { phase, message, told } = known;
    const name = this.name(known);
    const why = message === undefined ? "" : `: ${message}`;
    switch (phase) {
      case "applying":
        known.isWritten = true;
        return undefined;
      case "settling":
        known.hasSettled = true;
        return told !== undefined && now - known.toldAt < QUIET ? undefined : `${name}${why}`;
      case "ready":
        if (told === "ready") return undefined;
        if (known.hasSettled) return `${name} is ready`;
        known.told = "ready";
        if (known.isWritten) this.applied.push(known);
        return undefined;
      case "failed":
        return `${name} failed${why}`;
      case "left-alone":
        this.leftAlone.push(known);
        return undefined;
      case "pruned":
        return `${name} is deleted`;
      default:
        return undefined;
    }
  }

  private name({ ref }: Known): string {
    return nameIn(ref, this.namespace);
  }
}
