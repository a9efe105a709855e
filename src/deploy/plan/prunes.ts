import { ApiError } from "../../client/errors.ts";
import { type KubeObject, keyOf, type ObjectRef, refOf, titleOf } from "../../client/object.ts";
import { inParallel } from "../in-parallel.ts";
import { claimsOf } from "./claims.ts";
import type { Context } from "./context.ts";
import { WIDTH } from "./context.ts";
import type { PlanOptions } from "./input.ts";
import type { PlannedObject, Prune, Stop } from "./plan.ts";
import { holdsData, KEPT_KINDS, riskOfDeletion } from "./risk.ts";

/** Never deleted, whoever asks. */
const SYSTEM = ["default", "kube-system", "kube-public", "kube-node-lease"];

/** What goes: members that are no longer wanted, and shared objects that no release has any more. */
export async function prunesOf(
  context: Context,
  planned: readonly PlannedObject[],
): Promise<{ readonly prunes: readonly Prune[]; readonly stops: readonly Stop[] }> {
  const { desired, membership, options } = context;
  if (options.untouched) return { prunes: [], stops: [] };
  const wanted = new Set(desired.wanted.map(({ key }) => key));
  // One object may be listed under two groups.
  const uids = new Set(planned.flatMap(({ live }) => live?.metadata.uid ?? []));
  const gone = membership.members.filter(
    (live) => !wanted.has(keyOf(refOf(live))) && mayGo(live) && !uids.has(live.metadata.uid ?? ""),
  );
  const shared = await unshared(context, wanted);
  const claims = options.destroys ? await claimsOfStatefulSets(context, gone) : [];
  const own = [...gone, ...claims].map((live) => pruneOf(live, keptFor(live, options)));
  const prunes = holdingBack([...own, ...shared]);
  const going = prunes.filter(({ kept }) => kept === undefined).length;
  const all = membership.members.filter(mayGo).length;
  const isMost = going >= 3 && going > all / 2 && !options.pruneMost && !options.destroys;
  return { prunes, stops: isMost ? [tooMany(going, all)] : [] };
}

/** Not what another object brought and will take away, nor what goes already. */
function mayGo({ metadata }: KubeObject): boolean {
  const { ownerReferences = [], deletionTimestamp, uid } = metadata;
  return ownerReferences.length === 0 && deletionTimestamp === undefined && uid !== undefined;
}

function pruneOf(live: KubeObject, kept: string | undefined): Prune {
  const ref: ObjectRef = refOf(live);
  const risk = kept === undefined ? riskOfDeletion(live) : undefined;
  return { ref, uid: live.metadata.uid ?? "", kept, risk };
}

function keptFor(live: KubeObject, { pruneKinds = [], destroys }: PlanOptions): string | undefined {
  const { kind, metadata } = live;
  if (kind === "Namespace" && SYSTEM.includes(metadata.name)) return "it is the cluster's own";
  const isData = holdsData(live);
  if (pruneKinds.includes(kind) || (isData && destroys?.withData)) return undefined;
  if (!isData && !KEPT_KINDS.includes(kind)) return undefined;
  const what = kind === "Secret" ? "what has made up values" : `a ${kind}`;
  return `${what} goes only with ${isData && destroys ? "--delete-data" : `--prune-kind ${kind}`}`;
}

/** A namespace does not go while something in it stays: it would take that along. */
function holdingBack(prunes: readonly Prune[]): Prune[] {
  const staying = prunes.filter(({ kept }) => kept !== undefined);
  return prunes.map((prune) => {
    const { ref, kept } = prune;
    const inside = staying.filter(({ ref: { namespace } }) => namespace === ref.name);
    if (kept !== undefined || ref.kind !== "Namespace" || inside.length === 0) return prune;
    const [first, ...more] = inside.map((other) => titleOf(other.ref));
    const others = more.length > 0 ? `, and ${more.length} more` : "";
    return { ...prune, kept: `${first} in it stays${others}`, risk: undefined };
  });
}

/** What StatefulSets made of their templates has no label of the release's. */
async function claimsOfStatefulSets(
  { cluster, signal }: Context,
  gone: readonly KubeObject[],
): Promise<KubeObject[]> {
  const sets = gone.filter(({ kind, apiVersion }) => `${apiVersion}/${kind}` === STATEFUL_SET);
  const known = new Set(gone.map(({ metadata }) => metadata.uid));
  const byNamespace = [...Map.groupBy(sets, ({ metadata }) => metadata.namespace)];
  const found = await inParallel(WIDTH, byNamespace, async ([namespace, theirs]) => {
    const items = await listed(() =>
      cluster.list({ apiVersion: "v1", kind: "PersistentVolumeClaim", namespace }, signal),
    );
    const claims = theirs.flatMap((set) => claimsOf(set, items));
    return claims.filter((claim) => mayGo(claim) && !known.has(claim.metadata.uid));
  });
  return found.flat();
}

const STATEFUL_SET = "apps/v1/StatefulSet";

/** Whoever may not see claims lets them be. */
async function listed(
  list: () => Promise<{ readonly items: readonly KubeObject[] }>,
): Promise<readonly KubeObject[]> {
  try {
    return (await list()).items;
  } catch (problem) {
    if (!(problem instanceof ApiError) || problem.status !== 403) throw problem;
    return [];
  }
}

/** Shared objects of the last deploy that are no longer wanted. */
async function unshared(context: Context, wanted: ReadonlySet<string>): Promise<Prune[]> {
  const { cluster, previous, recorded, membership, options, signal } = context;
  const dropped = (previous?.shared ?? []).filter((key) => !wanted.has(key));
  const prunes = await inParallel(WIDTH, dropped, async (key): Promise<Prune[]> => {
    const known = recorded.get(key);
    const live = known && (await cluster.get(refOf(known), signal));
    if (!live || !mayGo(live)) return [];
    const holders = membership.otherHolders(key);
    const isHeld = holders.length > 0;
    const kept = isHeld ? `${holders.join(", ")} has it too` : keptFor(live, options);
    return [pruneOf(live, kept)];
  });
  return prunes.flat();
}

function tooMany(going: number, all: number): Stop {
  return {
    code: "prune",
    ref: undefined,
    message: `${going} of the release's ${all} objects would be deleted`,
    instead:
      "if that is meant, allow it with --prune-most; if not, the environment or the path is the wrong one",
    option: "--prune-most",
  };
}
