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
