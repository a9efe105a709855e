import type { Cluster } from "../../client/cluster.ts";
import type { KubeObject } from "../../client/object.ts";
import type { KeyedDigest } from "../release/key.ts";
import type { ReleaseRecord } from "../release/record.ts";
import type { Desired } from "../wanted.ts";

/** What belongs to the release in the cluster, and what to others. */
export interface Membership {
  /** The value of the label `applyset.kubernetes.io/part-of` on the release's objects. */
  readonly partOf: string;
  /** The live objects that carry it. */
  readonly members: readonly KubeObject[];
  /** Whose set another value of the label is, such as `release shop in shop-dev`; undefined where nobody knows. */
  readonly setNamed: (partOf: string) => string | undefined;
  /** Other releases that have a shared object, by its key, such as `shop-dev/shop`. */
  readonly otherHolders: (key: string) => readonly string[];
}

/** What a person lets the deploy do. All off by default. */
export interface PlanOptions {
  /** `--adopt`: takes over objects that are there and belong to nobody or to another set. */
  readonly adopt?: boolean;
  /** `--take-over`: managers that nothing is known of, from which fields are taken. */
  readonly takeOver?: readonly string[];
  /** `--recreate`: objects may be deleted and made anew where a field cannot be changed. */
  readonly recreate?: boolean;
  /** `--change-shared`: objects that other releases have too may change. */
  readonly changeShared?: boolean;
  /** `--prune-kind`: kinds that are kept without it. */
  readonly pruneKinds?: readonly string[];
  /** `--prune-most`: more than half of the release's objects may go. */
  readonly pruneMost?: boolean;
  /** Everything goes but what is kept; `withData`: claims, volumes and Secrets with made up values too. */
  readonly destroys?: { readonly withData: boolean } | undefined;
  /** Images stay as they were deployed last. */
  readonly keepImages?: boolean;
  /** Where only some components are deployed: keys of what stays as it is. Nothing is pruned then. */
  readonly untouched?: ReadonlySet<string> | undefined;
}

/** What a plan is made of. */
export interface PlanInput {
  readonly cluster: Cluster;
  readonly desired: Desired;
  /** The last record of a deploy that went well. */
  readonly previous: ReleaseRecord | undefined;
  /** Migrations that ran, by key: from the newest record. Default: those of `previous`. */
  readonly migrated?: Readonly<Record<string, string>> | undefined;
  /** The number of the record that the deploy will write. */
  readonly revision: number;
  readonly membership: Membership;
  readonly options: PlanOptions;
  /** With the release's key; with a passing one before there is a release. */
  readonly digest: KeyedDigest;
  /** Whether the key of the digest is kept: digests of another one cannot be compared. */
  readonly isKeyKept: boolean;
  /** Takes secrets out of a text. */
  readonly mask: (text: string) => string;
  readonly signal?: AbortSignal | undefined;
}
