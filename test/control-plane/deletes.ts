import { appendFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Audited, auditedOf, isPrecious } from "./audit.ts";
import type { ControlPlane } from "./control-plane.ts";
import { linesIn } from "./lines.ts";
import { kindOf, type Resource } from "./resources.ts";

/** Who works in the cluster beside Slipway; anybody else counts as Slipway, whatever it calls itself. */
const OTHERS =
  /^(test-bed$|(kubectl|Helm|kube-apiserver|kube-controller-manager|kube-scheduler|kwok|stand-ins|up)\/)/;

/** What `slipway test --cluster` calls the namespace that it makes, and removes. */
const TEMPORARY = /-test-[a-z0-9]{5}$/;

/** Beside the audit log, a line for each object that a test gives up. */
const DECLARED = "expected-deletes.jsonl";

interface Declared {
  readonly title: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/**
 * Says, before Slipway is asked for it, that it may delete objects which it must not delete unasked:
 * namespaces, claims, volumes, definitions, and what it has not written itself. Any other such deletion
 * fails the run. The kinds must be served by then.
 */
export async function expectDelete(
  plane: ControlPlane,
  ...objects: readonly Resource[]
): Promise<void> {
  if (plane.auditLog === undefined) return;
  const at = Date.now();
  for (const { apiVersion, kind, metadata } of objects) {
    const found = await kindOf(plane, apiVersion, kind);
    if (!found) throw new Error(`the server knows no ${kind} in ${apiVersion}`);
    const group = apiVersion.includes("/") ? `${apiVersion.split("/")[0]}/` : "";
    const { name, namespace = "default" } = metadata;
    const resource = `${group}${found.name}`;
    const title = titleOf({ resource, name, namespace: found.namespaced ? namespace : undefined });
    const line: Declared = { title, at };
    await appendFile(join(dirname(plane.auditLog), DECLARED), `${JSON.stringify(line)}\n`);
  }
}

/**
 * What Slipway deleted in a cluster that no test had asked for, a sentence each.
 *
 * @param folder of the audit log
 */
export async function unaskedDeletes(folder: string): Promise<string[]> {
  const declared = new Map<string, number>();
  for await (const line of linesIn(folder, DECLARED)) {
    const { title, at } = JSON.parse(line) as Declared;
    declared.set(title, Math.min(at, declared.get(title) ?? at));
  }
  const found: string[] = [];
  const owned = new Owned();
  for await (const line of linesIn(folder, "audit.log")) {
    const write = auditedOf(line);
    const why = owned.objection(write);
    owned.note(write);
    if (why === undefined) continue;
    const title = titleOf(write);
    const isAsked = (declared.get(title) ?? Number.POSITIVE_INFINITY) <= Date.parse(write.at);
    if (!isAsked) found.push(`${write.at} ${write.userAgent} deleted ${title}: ${why}`);
  }
  return found;
}

type Named = Pick<Audited, "resource" | "namespace" | "name">;

/** The log gives a Namespace itself as its namespace. */
function titleOf({ resource, namespace, name }: Named): string {
  const within = namespace === undefined || resource === "namespaces" ? "" : `${namespace}/`;
  return `${resource} ${within}${name}`;
}

/** Whose objects are, as the log tells it: Slipway's are those that it has written since they were made. */
class Owned {
  private readonly titles = new Set<string>();
  /** Namespaces that Slipway made for a test: they go with it. */
  private readonly temporary = new Set<string>();

  /** Why a write is a deletion that nobody may do unasked. */
  objection(write: Audited): string | undefined {
    const { verb, resource } = write;
    if (!verb.startsWith("delete") || !isDone(write) || OTHERS.test(write.userAgent)) return;
    if (verb === "deletecollection") return "all of a kind at once";
    if (this.temporary.has(titleOf(write))) return;
    if (isPrecious(resource)) return "it is kept unless somebody asks";
    const isOurs = this.titles.has(titleOf(write)) || this.isOfOurSet(write);
    return isOurs ? undefined : "Slipway has not written it";
  }

  note(write: Audited): void {
    if (!isDone(write) || write.resource.split("/").length > 2) return;
    const title = titleOf(write);
    const isMade = write.verb === "create" || write.code === 201;
    if (write.verb.startsWith("delete")) this.forget(title);
    else if (isTemporary(write)) this.temporary.add(title);
    else if (!OTHERS.test(write.userAgent)) this.titles.add(title);
    else if (isMade) this.titles.delete(title);
  }

  private forget(title: string): void {
    this.titles.delete(title);
    this.temporary.delete(title);
  }

  /** A pod that keeps a StatefulSet of ours from its new template. */
  private isOfOurSet({ resource, namespace, name = "" }: Audited): boolean {
    const set = resource === "pods" ? /^(.+)-\d+$/.exec(name)?.[1] : undefined;
    if (set === undefined) return false;
    return this.titles.has(titleOf({ resource: "apps/statefulsets", namespace, name: set }));
  }
}

/** A deploy applies its namespace; only a test creates one, which fails where it is there already. */
function isTemporary({ verb, resource, name = "", userAgent }: Audited): boolean {
  const isNew = resource === "namespaces" && verb === "create" && TEMPORARY.test(name);
  return isNew && !OTHERS.test(userAgent);
}

function isDone({ code, isDryRun }: Audited): boolean {
  return code < 300 && !isDryRun;
}
