import type { Where } from "../../../problem.ts";
import type { Seen } from "./seen.ts";

/** What a look at the cluster says of a test. */
export type Verdict =
  | { readonly state: "holds" }
  /** What was seen instead; `isFinal` where no later look finds anything else. */
  | { readonly state: "fails"; readonly why: readonly string[]; readonly isFinal?: boolean }
  /** It cannot be told here; `isPassing` where another look may tell it. */
  | { readonly state: "unknown"; readonly why: readonly string[]; readonly isPassing?: boolean };

/** One thing that must be so of what runs. */
export interface LiveTest {
  /** The component. */
  readonly about: string;
  /** Completes "backend: …". */
  readonly title: string;
  /** The line that a person changes. */
  readonly where: () => Where | undefined;
  /** Looks once; asked again as long as it fails. */
  readonly look: (seen: Seen) => Promise<Verdict>;
}

export const HOLDS: Verdict = { state: "holds" };

/** It fails where there is something to say against it. */
export function unless(why: readonly string[]): Verdict {
  return why.length === 0 ? HOLDS : { state: "fails", why };
}
