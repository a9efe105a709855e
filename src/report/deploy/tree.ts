import { keyOf, type ObjectRef } from "../../client/object.ts";
import type { Phase } from "../../deploy/events.ts";
import type { Look } from "../problems.ts";
import { cut } from "./columns.ts";
import type { ObjectEvent } from "./progress.ts";
import type { ShownPlan } from "./shown.ts";
import { nameIn } from "./words.ts";

interface Leaf {
  readonly ref: ObjectRef;
  readonly part: string | undefined;
  readonly phase: Phase;
  readonly message: string | undefined;
}

interface Branch {
  readonly title: string;
  readonly leaves: readonly Leaf[];
}

/** What comes first where not all fits: what failed, then what is waited for. */
const RANKS: Readonly<Record<Phase, number>> = {
  failed: 0,
  settling: 1,
  applying: 2,
  pruning: 2,
  "left-alone": 3,
  waiting: 4,
  ready: 5,
  skipped: 5,
  pruned: 5,
};

/** The components of a deploy with their objects, as far as they are. */
export class Tree {
  private namespace: string | undefined;
  private readonly leaves = new Map<string, Leaf>();

  plan({ release, objects, prunes }: ShownPlan): void {
    this.namespace = release.namespace;
    this.leaves.clear();
    for (const { ref, part } of objects) this.set(ref, part, "waiting", undefined);
    for (const { ref, kept } of prunes) {
      if (kept === undefined) this.set(ref, "no longer wanted", "waiting", undefined);
    }
  }

  see({ ref, part, phase, message }: ObjectEvent): void {
    this.set(ref, part ?? this.leaves.get(keyOf(ref))?.part, phase, message);
  }

  /**
   * As many lines as there are rows, none wider than the columns.
   *
   * @param lead of the last line, which sums up
   */
  lines(columns: number, rows: number, lead: string, look: Look): string[] {
    if (rows < 1) return [];
    const branches = this.branches();
    const chosen = chosenOf(branches, rows - 1);
    const drawn = branches.flatMap((branch) => branchLines(branch, chosen, this.namespace));
    const hidden = hiddenBy(branches, chosen);
    if (hidden > 0 && rows > 1) drawn.push({ text: `… and ${hidden} more`, paint: "dim" });
    drawn.push({ text: `${lead}${this.counts()}`, paint: "bold" });
    return drawn.map(({ text, paint }) => {
      const line = cut(text, columns);
      if (paint === undefined) return line;
      return paint === "bold" ? look.bold(line) : look.paint(paint, line);
    });
  }

  private set(
    ref: ObjectRef,
    part: string | undefined,
    phase: Phase,
    message: string | undefined,
  ): void {
    this.leaves.set(keyOf(ref), { ref, part, phase, message });
  }

  private counts(): string {
    const all = [...this.leaves.values()];
    const failed = all.filter(({ phase }) => phase === "failed").length;
    const done = all.filter(isDone).length;
    return `${done} of ${all.length} ready${failed > 0 ? `, ${failed} failed` : ""}`;
  }

  private branches(): Branch[] {
    const parts = [...Map.groupBy(this.leaves.values(), ({ part }) => part)];
    const others = parts.length === 1 ? "objects" : "other objects";
    const last = (part: string | undefined) => (part === undefined ? 1 : 0);
    return parts
      .sort(([a], [b]) => last(a) - last(b))
      .map(([part, leaves]) => ({ title: part ?? others, leaves }));
  }
}

interface Drawn {
  readonly text: string;
  readonly paint?: "error" | "warning" | "info" | "dim" | "bold" | undefined;
}

/** What has lines of its own: components by themselves where all of theirs is done, else single objects. */
type Chosen = ReadonlySet<Branch | Leaf>;

function isDone({ phase }: Leaf): boolean {
  return phase === "ready" || phase === "skipped" || phase === "pruned";
}

/** Chooses what fits, the most important first; one line is left for how much does not. */
function chosenOf(branches: readonly Branch[], room: number): Chosen {
  const candidates = branches
    .flatMap((branch): { branch: Branch; leaf?: Leaf; rank: number }[] => {
      const open = branch.leaves.filter((leaf) => !isDone(leaf));
      if (open.length === 0) return [{ branch, rank: RANKS.ready }];
      return open.map((leaf) => ({ branch, leaf, rank: RANKS[leaf.phase] }));
    })
    .sort((a, b) => a.rank - b.rank);
  const open = candidates.filter(({ leaf }) => leaf !== undefined);
  const isAll = branches.length + open.length <= room;
  const chosen = new Set<Branch | Leaf>();
  for (const { branch, leaf } of candidates) {
    const lines = (chosen.has(branch) ? 0 : 1) + (leaf ? 1 : 0);
    if (!isAll && chosen.size + lines > room - 1) continue;
    chosen.add(branch);
    if (leaf) chosen.add(leaf);
  }
  return chosen;
}

/** Objects that are neither shown nor counted in the line of their component. */
function hiddenBy(branches: readonly Branch[], chosen: Chosen): number {
  return branches.reduce((sum, branch) => {
    const open = branch.leaves.filter((leaf) => !isDone(leaf) && !chosen.has(leaf)).length;
    return sum + (chosen.has(branch) ? open : branch.leaves.length);
  }, 0);
}

function branchLines(branch: Branch, chosen: Chosen, namespace: string | undefined): Drawn[] {
  if (!chosen.has(branch)) return [];
  const { title, leaves } = branch;
  const done = leaves.filter(isDone).length;
  if (done === leaves.length) return [{ text: `✓ ${title}`, paint: "dim" }];
  const shown = leaves.filter((leaf) => chosen.has(leaf));
  return [
    { text: `  ${title}, ${done} of ${leaves.length} ready`, paint: "bold" },
    ...shown.map((leaf) => leafLine(leaf, namespace)),
  ];
}

function leafLine({ ref, phase, message }: Leaf, namespace: string | undefined): Drawn {
  const { sign, words, paint } = PHASES[phase];
  const told = [words, message].filter((each) => each !== undefined).join(": ");
  const name = nameIn(ref, namespace);
  return {
    text: `  ${sign} ${name}${told === "" ? "" : `  ${told}`}`.replaceAll("\n", " "),
    paint,
  };
}

const PHASES: Readonly<
  Record<Phase, { readonly sign: string; readonly words?: string; readonly paint?: Drawn["paint"] }>
> = {
  waiting: { sign: " ", paint: "dim" },
  applying: { sign: "*", words: "applying" },
  settling: { sign: "*" },
  ready: { sign: "✓", paint: "dim" },
  failed: { sign: "✗", paint: "error" },
  "left-alone": { sign: "-", words: "left alone", paint: "dim" },
  skipped: { sign: "✓", paint: "dim" },
  pruning: { sign: "*", words: "being deleted" },
  pruned: { sign: "✓", paint: "dim" },
};
