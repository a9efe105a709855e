import type { KubeObject } from "../../client/object.ts";

export type RecordState = "deploying" | "deployed" | "failed" | "interrupted" | "rolled-back";

/** What one deploy brought, kept in the cluster so that it can be brought again. */
export interface ReleaseRecord {
  readonly revision: number;
  readonly state: RecordState;
  readonly environment: string | undefined;
  /** RFC 3339. */
  readonly startedAt: string;
  readonly finishedAt: string | undefined;
  /** Who: the user of the machine, or of CI. */
  readonly author: string;
  readonly git: { readonly revision: string; readonly isDirty: boolean } | undefined;
  /** The version of slipway. */
  readonly tool: string;
  readonly images: Readonly<Record<string, string>>;
  /** Of the deploy that this brought back. */
  readonly rollbackTo: number | undefined;
  /** In one sentence, why it failed. */
  readonly message: string | undefined;
  /** What was applied, as it was wanted; Secrets without their values. */
  readonly objects: readonly KubeObject[];
  /** By the key of a Secret: the name of the immutable copy of its content. */
  readonly secretCopies: Readonly<Record<string, string>>;
  /** Keys of shared objects, which are no members. */
  readonly shared: readonly string[];
  /** Keys of migrations that ran to their end, in this deploy or before, and when. */
  readonly migrated: Readonly<Record<string, string>>;
}
