import type { Step } from "../kubernetes/validation/field-path.ts";
import type { Where } from "../problem.ts";
import type { Severity } from "./finding.ts";
import type { Edit, EditInFile } from "./living/fix/edit.ts";
import type { Part, Subject, World } from "./world.ts";

/** The layers, in the order in which they are run: what an earlier one finds, a later one need not repeat. */
export const layers = [
  "documents",
  "api",
  "references",
  "graphs",
  "programs",
  "practice",
  "suppressions",
] as const;
export type Layer = (typeof layers)[number];

/** A place in an object, and what is wrong there. */
export interface FoundInObject {
  readonly subject: Subject;
  /** Where in the object; empty for the whole. */
  readonly steps: readonly Step[];
  /** The same as the server writes it. */
  readonly path: string;
  readonly part: Part;
  /** The line of the text that is there, from 1; undefined for the whole. */
  readonly line?: number | undefined;
  readonly message: string;
  /** What to write instead; the rule's own fix by default. */
  readonly fix?: string | undefined;
  /** The rule's own by default. */
  readonly severity?: Severity | undefined;
  /** The line there holds a secret, whatever the kind and the field: it is not shown. */
  readonly isSecret?: boolean | undefined;
  /** What `--fix` may change, where exactly one change is right. Asked for only then. */
  readonly edits?: (() => readonly Edit[]) | undefined;
}

/** A place in a file that holds no object. */
export interface FoundInFile {
  readonly where: Where;
  readonly message: string;
  readonly fix?: string | undefined;
  /** The rule's own by default. */
  readonly severity?: Severity | undefined;
  readonly isSecret?: boolean | undefined;
  /** As {@link FoundInObject}'s. */
  readonly edits?: (() => readonly EditInFile[]) | undefined;
}

export type Found = FoundInObject | FoundInFile;

/** What a rule is called by. */
export interface RuleName {
  /** Kebab case; stable: people write it into suppressions and scripts. */
  readonly id: string;
  readonly layer: Layer;
}

/** What a rule says of itself: in `check --explain`, in `docs/rules/`, in reports. */
export interface RuleText extends RuleName {
  readonly severity: Severity;
  /** What it finds, in a few words. */
  readonly title: string;
  /** What happens if nothing is done. */
  readonly why: string;
  /** What to do, where a finding does not say it more exactly. */
  readonly fix: string;
  /** Documents in which it finds something. */
  readonly bad: string;
  /** What is in the cluster before, for rules that compare with it. */
  readonly before?: string;
  /** The same, mended: in it no rule of the layer finds anything. */
  readonly good: string;
}

/** One thing that is looked for. */
export interface Rule extends RuleText {
  readonly find: (world: World) => Iterable<Found>;
}
