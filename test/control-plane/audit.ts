import { readFile } from "node:fs/promises";
import type { ControlPlane } from "./control-plane.ts";

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

/**
 * The writes that were answered since a moment, oldest first: no reads, no status, no events.
 *
 * @throws Error for a cluster without a known audit log
 */
export async function auditedIn(plane: ControlPlane, since: Date): Promise<Audited[]> {
  if (plane.auditLog === undefined) throw new Error("this cluster's audit log is not known");
  const text = await readFile(plane.auditLog, "utf8");
  // The last line may be half written.
  const lines = text.slice(0, text.lastIndexOf("\n") + 1).split("\n");
  return lines
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as AuditEvent)
    .filter((event) => Date.parse(event.stageTimestamp) >= since.getTime())
    .map(audited);
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
      verb.startsWith("delete") && PRECIOUS.has(resource) && code < 300 && !isDryRun,
  );
}

function audited(event: AuditEvent): Audited {
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
