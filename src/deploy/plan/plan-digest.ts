import { createHash } from "node:crypto";
import { isFields } from "../../kubernetes/fields.ts";
import { type Digests, digestsOn, withDigests } from "../digests.ts";
import { SECRET_DIGEST } from "../names.ts";
import { recorded } from "../release/recorded.ts";
import type { PlanInput } from "./input.ts";
import type { PlannedObject, Prune, Stop } from "./plan.ts";

/**
 * A digest of what the plan does to one object: the action, what it is done upon, what is applied and
 * what that changes. Not of who made a drift, nor of anything that changes by itself, such as status.
 *
 * Secrets take part by keyed digests, and where their key is not kept by their names alone.
 */
export function objectDigest(
  planned: PlannedObject,
  { digest, isKeyKept }: Pick<PlanInput, "digest" | "isKeyKept">,
): string {
  const { wanted, applied, live, action, changes, preparations, grows, takesFrom, yields } =
    planned;
  const isSecret = applied.kind === "Secret";
  const known = isKeyKept ? applied : withDigests(applied, configurationOnly(digestsOn(applied)));
  const content = recorded(known, digest);
  const isBlind = isSecret && !isKeyKept;
  return digestOf({
    key: wanted.key,
    action,
    uid: live?.metadata.uid,
    applied: isBlind ? { ...content, data: Object.keys((content.data as object) ?? {}) } : content,
    changes: changes.map(({ path, before, after }) => (isBlind ? [path] : [path, before, after])),
    more: [preparations, grows, takesFrom, yields, planned.adoptedFrom, planned.force],
  });
}

function configurationOnly({ [SECRET_DIGEST]: _secret, ...others }: Digests): Digests {
  return others;
}

/** A digest of the whole plan. */
export function planDigest(
  objects: readonly string[],
  prunes: readonly Prune[],
  stops: readonly Stop[],
): string {
  const refusals = stops.map(({ code, ref, message }) => ({ code, ref, message }));
  return digestOf({ objects, prunes, refusals });
}

function digestOf(value: unknown): string {
  return createHash("sha256")
    .update(JSON.stringify(sorted(value)))
    .digest("hex")
    .slice(0, 32);
}

/** The same text whatever the order of fields. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isFields(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, inner]) => [name, sorted(inner)]));
}
