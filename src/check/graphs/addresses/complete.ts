import type { ReadProblem } from "../../../manifests/read/index.ts";
import { once } from "../../world.ts";

/** What is wrong with a text of which all is known nevertheless. */
const HARMLESS: ReadonlySet<ReadProblem["about"]> = new Set([
  "duplicate-key",
  "empty",
  "ignored-text",
  "not-kubernetes",
  "nothing-found",
]);

/** Whether all that was to be read could be: else what is not there may only be unread. */
export const isComplete = once(({ problems }): boolean =>
  problems.every(({ about }) => HARMLESS.has(about)),
);
