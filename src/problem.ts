/** A place in a file that a person wrote. Lines and columns start at 1. */
export interface Where {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One thing that is wrong, as data: what, where, why, and what to write instead. */
export interface Problem {
  readonly message: string;
  readonly where?: Where | undefined;
  readonly why?: string | undefined;
  readonly instead?: string | undefined;
  /** The line there may hold a secret: its place is told, its text is not shown. */
  readonly isSecret?: boolean;
}

/** Thrown where work cannot go on; the edge (the command line) prints the problems and never a stack. */
export class ProblemError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map((problem) => problem.message).join("\n"));
    this.name = "ProblemError";
    this.problems = problems;
  }
}

/** Stops with one problem. */
export function fail(problem: Problem): never {
  throw new ProblemError([problem]);
}

/** The candidate closest to a misspelt name, when one is close enough to be meant. */
export function closest(name: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** "write one of a, b, c", led by the closest name where there is one. */
export function didYouMean(name: string, candidates: readonly string[]): string {
  const near = closest(name, candidates);
  if (near !== undefined) return `did you mean "${near}"?`;
  return candidates.length > 0 ? `there is: ${candidates.join(", ")}` : "there is none to name";
}

/** How many letters are wrong, missing, too many, or swapped with their neighbour. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = isSwap ? (before[j - 2] as number) + 1 : Number.POSITIVE_INFINITY;
      next.push(Math.min(substitution, swap, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    before = row;
    row = next;
  }
  return row[b.length] as number;
}
