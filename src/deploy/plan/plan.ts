import type { KubeObject, ObjectRef } from "../../client/object.ts";
import type { Step } from "../../kubernetes/validation/field-path.ts";
import type { Where } from "../../problem.ts";
import type { ReleaseName, Wanted } from "../wanted.ts";

/** Why a field is not what it was. */
export type ChangeCause =
  /** It is wanted otherwise than at the last deploy. */
  | { readonly by: "you" }
  /** It is wanted as before; somebody changed it since. */
  | {
      readonly by: "drift";
      readonly manager: string | undefined;
      readonly time: string | undefined;
    };

/** One field that the deploy changes. Texts are as they may be shown: values of secrets are placeholders, equal for equal values. */
export interface FieldChange {
  /** As the server writes paths: `spec.template.spec.containers[name=web].image` names list items by their key. */
  readonly path: string;
  readonly steps: readonly Step[];
  /** Undefined where it was not there. */
  readonly before: string | undefined;
  /** Undefined where it goes. */
  readonly after: string | undefined;
  readonly cause: ChangeCause;
}

export type Action =
  | "create"
  | "update"
  /** It is as it is wanted. */
  | "none"
  /** Deleted and made anew, since what changes cannot be changed: Jobs. */
  | "recreate"
  /** The same, its pods left alone: StatefulSets. */
  | "recreate-keeping-pods"
  /** A migration that ran already. */
  | "skip";

/** What is done to the live object before it is applied, in this order. */
export type Preparation =
  /** What these managers own becomes ours, so that a field that is dropped really goes. */
  | { readonly type: "migrate"; readonly managers: readonly string[] }
  /** An autoscaler owns `replicas` from now on: its value is kept by a manager of its own until the autoscaler sets it. */
  | { readonly type: "hand-over-replicas"; readonly replicas: number };

/** A field that is left to a controller. */
export interface Yield {
  readonly path: string;
  readonly manager: string;
}

/** A claim of a StatefulSet that grows before the StatefulSet is made anew. */
export interface Growth {
  readonly claim: ObjectRef;
  /** Quantities. */
  readonly from: string;
  readonly to: string;
}

export interface PlannedObject {
  readonly wanted: Wanted;
  /** What is applied: the wanted object without what others rightly own, with its membership and digests. */
  readonly applied: KubeObject;
  readonly live: KubeObject | undefined;
  readonly action: Action;
  /** Why it is recreated or skipped, or what else is done with it. */
  readonly why?: string | undefined;
  readonly changes: readonly FieldChange[];
  readonly preparations: readonly Preparation[];
  /** Live objects that would be in its way: of what is pruned, these go right before it is applied. */
  readonly replaces?: readonly KubeObject[];
  readonly grows: readonly Growth[];
  /** Field managers from which fields are taken: people's, and those that a person named. */
  readonly takesFrom: readonly string[];
  /** Whether it is applied by force: fields of others are taken. */
  readonly force: boolean;
  readonly yields: readonly Yield[];
  /** Whether `replicas` is only carried over to what is made anew, and left to others again afterwards. */
  readonly carriesReplicas: boolean;
  /** Whether its pods are replaced. */
  readonly restarts: boolean;
  /** What data may be lost, in one clause. */
  readonly risk?: string | undefined;
  /** Objects that were there before are taken over (`--adopt`), from whom. */
  readonly adoptedFrom?: string | undefined;
  readonly warnings: readonly string[];
}

/** An object of the release that is no longer wanted. */
export interface Prune {
  readonly ref: ObjectRef;
  readonly uid: string;
  /** Why it stays all the same: a Namespace, a claim, a definition, without the flag that lets it go. */
  readonly kept?: string | undefined;
  readonly risk?: string | undefined;
}

/** Why a plan cannot be executed as it is. */
export interface Stop {
  readonly code: /** The server refuses the object. */
    | "refused"
    /** An unknown manager owns a field that we want otherwise. */
    | "conflict"
    /** It is there, and not ours. */
    | "foreign"
    /** The field cannot be changed, and recreating it needs consent or is out of the question. */
    | "immutable"
    /** More would go than may go without consent. */
    | "prune"
    /** Other releases have the object too, and it would change for them. */
    | "shared"
    /** The kind is not served, and nothing here brings it. */
    | "unknown-kind"
    /** The cluster lacks what the deploy needs: it would fail on the way. */
    | "preflight";
  readonly ref: ObjectRef | undefined;
  readonly message: string;
  readonly where?: Where | undefined;
  readonly instead?: string | undefined;
  /** Whether consent lets it through: the option that gives it. */
  readonly option?: string | undefined;
}

/** What a deploy will do. */
export interface Plan {
  readonly release: ReleaseName;
  /** The number of the record that it will write. */
  readonly revision: number;
  /** In the order of the definition. */
  readonly objects: readonly PlannedObject[];
  /** What belongs to the release and stays as it is, since only some components are deployed. */
  readonly left: readonly KubeObject[];
  readonly prunes: readonly Prune[];
  readonly stops: readonly Stop[];
  /** Changes with anything that the plan does: for `--plan`. */
  readonly digest: string;
}
