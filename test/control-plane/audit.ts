import { basename, dirname } from "node:path";
import type { ControlPlane } from "./control-plane.ts";
import { linesIn } from "./lines.ts";

/** A write that the API server saw, as far as tests ask. */
export interface Audited {
  readonly verb: string;
  readonly requestURI: string;
  readonly userAgent: string;
  /** RFC 3339 with microseconds, when it was answered. */
  readonly at: string;
  /** The status of the answer. */
  readonly code: number;
  /** Group and resource, such as `apps/deployments`; `namespaces` in the core group. */
  readonly resource: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly isDryRun: boolean;
}

interface AuditEvent {
  readonly verb: string;
  readonly requestURI: string;
  readonly userAgent?: string;
  readonly stageTimestamp: string;
  readonly responseStatus?: { readonly code?: number };
  readonly objectRef?: {
    readonly apiGroup?: string;
    readonly resource?: string;
    readonly subresource?: string;
    readonly namespace?: string;
    readonly name?: string;
  };
  readonly requestObject?: { readonly dryRun?: readonly string[] };
}

/** What holds data, or what all of its objects go with: nobody deletes it unasked. */
const PRECIOUS: ReadonlySet<string> = new Set([
  "namespaces",
  "persistentvolumeclaims",
  "persistentvolumes",
  "apiextensions.k8s.io/customresourcedefinitions",
]);

/** An answer is noted after it was sent: who asks again at once would find the request before. */
const RECEIVED = '"requestReceivedTimestamp":"';

/**
 * The writes that were asked for since a moment and answered by now, in the order of their answers: no
 * reads, no status, no events.
 *
 * @throws Error for a cluster without a known audit log
 */
export async function auditedIn(plane: ControlPlane, since: Date): Promise<Audited[]> {
  if (plane.auditLog === undefined) throw new Error("this cluster's audit log is not known");
  const found: Audited[] = [];
  for await (const line of linesIn(dirname(plane.auditLog), basename(plane.auditLog))) {
    // The log of a whole suite is long, and most of it is older.
    const at = line.lastIndexOf(RECEIVED) + RECEIVED.length;
    const time = Date.parse(line.slice(at, line.indexOf('"', at)));
    if (time >= since.getTime()) found.push(auditedOf(line));
  }
  return found;
}

/**
 * The deletions of namespaces, claims, volumes and definitions of custom resources since a moment that the
 * server accepted, whoever asked for them; `userAgent` tells. A namespace's end is a deletion of all its
 * claims by kube-controller-manager.
 *
 * @throws Error for a cluster without a known audit log
 */
export async function deletesIn(plane: ControlPlane, since: Date): Promise<Audited[]> {
  const all = await auditedIn(plane, since);
  return all.filter(
    ({ verb, resource, code, isDryRun }) =>
      verb.startsWith("delete") && isPrecious(resource) && code < 300 && !isDryRun,
  );
}

/** Whether it is of a kind that holds data, or that all of its objects go with. */
export function isPrecious(resource: string): boolean {
  return PRECIOUS.has(resource);
}

/** A line of the log. */
export function auditedOf(line: string): Audited {
  const event = JSON.parse(line) as AuditEvent;
  const { objectRef: of = {}, requestObject } = event;
  const plural = of.subresource ? `${of.resource}/${of.subresource}` : (of.resource ?? "");
  return {
    verb: event.verb,
    requestURI: event.requestURI,
    userAgent: event.userAgent ?? "",
    at: event.stageTimestamp,
    code: event.responseStatus?.code ?? 0,
    resource: of.apiGroup ? `${of.apiGroup}/${plural}` : plural,
    namespace: of.namespace,
    name: of.name,
    isDryRun: /[?&]dryRun=/.test(event.requestURI) || (requestObject?.dryRun?.length ?? 0) > 0,
  };
}
