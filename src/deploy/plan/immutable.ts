import type { Cluster } from "../../client/cluster.ts";
import { ApiError } from "../../client/errors.ts";
import { type KubeObject, refOf, titleOf } from "../../client/object.ts";
import { valueAt } from "../../kubernetes/fields.ts";
import { parsePath } from "../../kubernetes/schema.ts";
import { type LabelSelector, selectorOf, selects } from "../../kubernetes/selectors.ts";
import type { Wanted } from "../wanted.ts";
import { growthsOf, resizes } from "./claims.ts";
import type { Action, Growth, Stop } from "./plan.ts";
import { GROWN, KEPT_KINDS, riskOfDeletion } from "./risk.ts";
import { refused, stopAt } from "./stops.ts";

/** A change that the server refuses for an object that is there. */
export interface Refused {
  readonly wanted: Wanted;
  readonly applied: KubeObject;
  readonly live: KubeObject;
  readonly refusal: ApiError;
}

/** How the change is made all the same, or why it is not. */
export interface Way {
  readonly action: Action;
  readonly why?: string;
  readonly risk?: string | undefined;
  readonly grows?: readonly Growth[];
  readonly stop?: Stop;
}

/** What a plan may do for it. */
export interface Consent {
  /** `--recreate`. */
  readonly recreate: boolean;
  readonly mask: (text: string) => string;
}

/**
 * What to do about a refused change: nothing where the object is wrong as it stands, else whatever makes
 * it anew with the least harm.
 */
export async function wayAround(
  cluster: Cluster,
  about: Refused,
  consent: Consent,
  signal?: AbortSignal,
): Promise<Way> {
  const { wanted, applied, live, refusal } = about;
  if (!(await couldBeNew(cluster, applied, signal)))
    return { action: "update", stop: refused(wanted, refusal, consent.mask) };
  const { kind } = live;
  const fields = refusal.causes.map(({ field }) => field).filter((field) => field !== "");
  const named = fields.length > 0 ? [...new Set(fields)].join(", ") : "what changes";
  const why = `${named} of a ${kind} cannot be changed`;
  if (kind === "Job") return { action: "recreate", why };
  if (KEPT_KINDS.includes(kind)) return { action: "update", stop: never(about, why, consent) };
  const risk = riskOfDeletion(live);
  if (kind === "StatefulSet" && keepsItsPods(applied, live))
    return statefulSet(cluster, about, why, signal);
  const way: Way = { action: "recreate", why, risk };
  return consent.recreate ? way : { ...way, stop: asks(about, why, risk) };
}

/**
 * Whether the server would take the object if it were not there: of one that is, it complains last that
 * it exists.
 *
 * @see k8s.io/apiserver/pkg/registry/rest/create.go BeforeCreate
 */
async function couldBeNew(
  cluster: Cluster,
  applied: KubeObject,
  signal?: AbortSignal,
): Promise<boolean> {
  try {
    await cluster.create(applied, { dryRun: true }, signal);
    return true;
  } catch (problem) {
    if (!(problem instanceof ApiError)) throw problem;
    return problem.reason === "AlreadyExists";
  }
}

/** A StatefulSet made anew finds its pods again if its selector still picks them. */
function keepsItsPods(applied: KubeObject, live: KubeObject): boolean {
  const labels = valueAt(live, ["spec", "template", "metadata", "labels"]) ?? {};
  const selector = valueAt(applied, ["spec", "selector"]) ?? {};
  return selects(selectorOf(selector as LabelSelector), labels as Readonly<Record<string, string>>);
}

async function statefulSet(
  cluster: Cluster,
  { wanted, applied, live }: Refused,
  why: string,
  signal?: AbortSignal,
): Promise<Way> {
  const changed = resizes(applied, live);
  const smaller = changed.find(({ isSmaller }) => isSmaller);
  if (smaller)
    return {
      action: "update",
      stop: stopAt(wanted, {
        code: "immutable",
        message: `the claims ${smaller.template} of ${titleOf(refOf(live))} cannot shrink from ${smaller.from} to ${smaller.to}`,
        instead: `keep ${smaller.from}, or move the data to a StatefulSet of another name`,
      }),
    };
  const grows = await growthsOf(cluster, live, changed, signal);
  if (!("problem" in grows)) {
    const risk = grows.length > 0 ? GROWN : undefined;
    return { action: "recreate-keeping-pods", why, grows, risk };
  }
  return {
    action: "update",
    stop: stopAt(wanted, {
      code: "immutable",
      message: grows.problem,
      instead: "keep the size, or let the StorageClass say allowVolumeExpansion: true",
    }),
  };
}

function never({ wanted, live, refusal }: Refused, why: string, { mask }: Consent): Stop {
  const [first] = refusal.causes;
  return stopAt(
    wanted,
    {
      code: "immutable",
      message: mask(`${titleOf(refOf(live))} cannot be changed so: ${refusal.message}`),
      instead: `${why}, and a ${live.kind} is never made anew: keep the field, or use another name`,
    },
    first ? parsePath(first.field) : [],
  );
}

/** What hurts beside data, by kind. */
const harm: Readonly<Record<string, string>> = {
  Deployment: "all its pods stop before new ones start",
  DaemonSet: "all its pods stop before new ones start",
  ReplicaSet: "all its pods stop before new ones start",
  StatefulSet: "all its pods stop before new ones start",
  Pod: "it stops before the new one starts",
  Service: "its addresses and node ports may change",
  RoleBinding: "its rights are gone for a moment",
  ClusterRoleBinding: "its rights are gone for a moment",
};

function asks({ wanted, live, refusal }: Refused, why: string, risk: string | undefined): Stop {
  const [first] = refusal.causes;
  const consequences = [harm[live.kind], risk].filter((text) => text !== undefined);
  const then = consequences.length > 0 ? ` (${consequences.join("; ")})` : "";
  return stopAt(
    wanted,
    {
      code: "immutable",
      message: `${titleOf(refOf(live))} would have to be deleted and made anew: ${why}`,
      instead: `allow it with --recreate${then}, or keep the field as it is`,
      option: "--recreate",
    },
    first ? parsePath(first.field) : [],
  );
}
