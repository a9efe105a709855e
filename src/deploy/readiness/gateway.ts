import type { KubeObject } from "../../client/object.ts";
import { type Condition, conditionsIn, itemsAt, wordsOf } from "./status.ts";
import { progressing, READY, type Verdict } from "./verdict.ts";

/** What nobody has decided yet. */
const UNDECIDED = ["Pending", "Waiting", "NotReconciled"];

/**
 * Gateways, their classes, routes and policies hold nothing up while nobody has judged them or while
 * addresses are missing, as Services and Ingresses do not. What their controller refuses is trouble: it
 * may pass, since a route may be older than its Gateway or its Service.
 *
 * @see sigs.k8s.io/gateway-api/apis/v1/shared_types.go
 */
export function gatewayVerdict(object: KubeObject): Verdict {
  const parts = [
    object.status,
    ...["listeners", "parents", "ancestors"].flatMap((list) => itemsAt(object.status, list)),
  ];
  const refusal = parts.flatMap((part) => conditionsIn(part, object)).find(isRefusal);
  if (!refusal) return READY;
  return progressing(wordsOf(refusal), { reason: refusal.reason, grace: "controller" });
}

function isRefusal({ type, status, reason }: Condition): boolean {
  if (!["Accepted", "ResolvedRefs"].includes(type)) return false;
  return status === "False" && !UNDECIDED.includes(reason);
}
