import { type KubeObject, keyOf, type ObjectRef, refOf } from "../../client/object.ts";
import type { Context } from "./context.ts";
import { WIDTH } from "./context.ts";
import { inParallel } from "./in-parallel.ts";
import type { PlannedObject, Prune, Stop } from "./plan.ts";
import { KEPT_KINDS, riskOfDeletion } from "./risk.ts";

/** Never deleted, whoever asks. */
const SYSTEM = ["default", "kube-system", "kube-public", "kube-node-lease"];

/** What goes: members that are no longer wanted, and shared objects that no release has any more. */
export async function prunesOf(
  context: Context,
  planned: readonly PlannedObject[],
): Promise<{ readonly prunes: readonly Prune[]; readonly stops: readonly Stop[] }> {
  const { desired, membership, options } = context;
  if (options.isPartial) return { prunes: [], stops: [] };
  const wanted = new Set(desired.wanted.map(({ key }) => key));
  // One object may be listed under two groups.
  const uids = new Set(planned.flatMap(({ live }) => live?.metadata.uid ?? []));
  const gone = membership.members.filter(
    (live) => !wanted.has(keyOf(refOf(live))) && mayGo(live) && !uids.has(live.metadata.uid ?? ""),
  );
  const shared = await unshared(context, wanted);
  const prunes = [
    ...gone.map((live) => pruneOf(live, keptFor(live, options.pruneKinds ?? []))),
    ...shared,
  ];
  const going = prunes.filter(({ kept }) => kept === undefined).length;
  const all = membership.members.filter(mayGo).length;
  const isMost = going >= 3 && going > all / 2 && !options.pruneMost;
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

function keptFor(
  { kind, metadata }: KubeObject,
  pruneKinds: readonly string[],
): string | undefined {
  if (kind === "Namespace" && SYSTEM.includes(metadata.name)) return "it is the cluster's own";
  if (!KEPT_KINDS.includes(kind) || pruneKinds.includes(kind)) return undefined;
  return `a ${kind} goes only with --prune-kind ${kind}`;
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
    const kept = isHeld
      ? `${holders.join(", ")} has it too`
      : keptFor(live, options.pruneKinds ?? []);
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
