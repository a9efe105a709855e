import { closest } from "../../closest.ts";
import { findKind, kinds, kindsCalled, versionsOf } from "../../kubernetes/kinds.ts";
import { removedIn } from "../../kubernetes/removals.ts";
import { splitApiVersion } from "../../kubernetes/versions.ts";
import type { Severity } from "../finding.ts";
import type { FoundInObject } from "../rule.ts";
import { once, type Subject, type World } from "../world.ts";
import { askedSeverity } from "./runtime-config.ts";
import { versionEdits } from "./version-edits.ts";

/** What a server of the world's minor makes of those kinds of its objects that are Kubernetes' own. */
export interface KindFacts {
  /** Served once, or not yet. */
  readonly unserved: readonly FoundInObject[];
  /** Never served. */
  readonly unknown: readonly FoundInObject[];
  readonly deprecated: readonly FoundInObject[];
}

export const kindFacts = once((world): KindFacts => {
  const facts = { unserved: [], unknown: [], deprecated: [] } as {
    [K in keyof KindFacts]: FoundInObject[];
  };
  const known = new Map<string, Fact | undefined>();
  for (const subject of world.objects) {
    const what = `${subject.object.apiVersion} ${subject.object.kind} ${"metadata" in subject.object}`;
    if (!known.has(what)) known.set(what, factOf(subject, world));
    const found = known.get(what);
    if (!found) continue;
    const { fact, message, fix, severity } = found;
    const path = fact === "unknown" ? "kind" : "apiVersion";
    const edits = () => versionEdits(subject, fact === "unknown");
    facts[fact].push({
      subject,
      steps: [path],
      path,
      part: "value",
      message,
      fix,
      severity,
      edits,
    });
  }
  return facts;
});

interface Fact {
  readonly fact: keyof KindFacts;
  readonly message: string;
  readonly fix: string | undefined;
  readonly severity?: Severity;
}

function factOf({ object }: Subject, world: World): Fact | undefined {
  const { minor } = world;
  const apiVersion = String(object.apiVersion);
  const kind = String(object.kind);
  const what = `${apiVersion} ${kind}`;
  const { group } = splitApiVersion(apiVersion);
  if (!isOwnGroup(group)) return undefined;
  const removal = removedIn(apiVersion, kind);
  const instead = removal?.replacement
    ? `apiVersion: ${removal.replacement.apiVersion}, kind: ${removal.replacement.kind}`
    : removal?.advice;
  const gone = (since: number): Fact => ({
    fact: "unserved",
    message: `${what} is gone since Kubernetes 1.${since}`,
    fix: instead,
  });
  if (removal && removal.minor <= minor) return gone(removal.minor);
  const known = findKind(apiVersion, kind);
  if (!known && isOfAnotherProgram(group, kind)) return ofAnotherProgram(what, "has no such group");
  if (!known && isNoObject(object)) return ofAnotherProgram(what, `1.${minor} has none`);
  if (!known) {
    return { fact: "unknown", message: `Kubernetes 1.${minor} has no ${what}`, fix: meant(kind) };
  }
  const { since, until, optIn, deprecated } = known;
  if (minor > until) return gone(until + 1);
  const other = served(group, kind, minor);
  if (minor < since)
    return { fact: "unserved", message: `${what} came with Kubernetes 1.${since}`, fix: other };
  if (optIn) {
    const severity = askedSeverity(world, apiVersion);
    if (severity === undefined) return undefined;
    const told = "where the API server is told to (--runtime-config)";
    return { fact: "unserved", message: `${what} is served only ${told}`, fix: other, severity };
  }
  if (typeof deprecated !== "number" || deprecated > minor) return undefined;
  const end = removal ? ` and goes with 1.${removal.minor}` : "";
  const message = `${what} is deprecated since Kubernetes 1.${deprecated}${end}`;
  return { fact: "deprecated", message, fix: instead ?? successors[what] };
}

/** What takes the place of kinds that are deprecated and not to be removed. */
const successors: Readonly<Record<string, string>> = {
  "v1 ComponentStatus": "ask the components themselves, at /livez and /readyz",
  "v1 Endpoints": "apiVersion: discovery.k8s.io/v1, kind: EndpointSlice",
};

/** Groups without a dot, and those under k8s.io that Kubernetes itself serves. */
export function isOwnGroup(group: string): boolean {
  own ??= new Set(kinds().flatMap(({ group, operator }) => (operator ? [] : [group])));
  return !group.includes(".") || own.has(group);
}

let own: ReadonlySet<string> | undefined;

/**
 * Whether a group is neither Kubernetes' nor misspelt, as `skaffold` of `skaffold/v4beta1`. That of a
 * custom resource has a dot in it.
 *
 * @see k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go
 */
function isOfAnotherProgram(group: string, kind: string): boolean {
  if (own?.has(group) || kindsCalled(kind).some(({ operator }) => !operator)) return false;
  return closest(group, own?.values().filter((each) => !each.includes(".")) ?? []) === undefined;
}

/**
 * Objects of the core group are v1 and have metadata: what says another version and has none is
 * another program's, as what Talos reads.
 *
 * @see https://www.talos.dev/latest/reference/configuration/
 */
function isNoObject({ apiVersion, kind, ...others }: Subject["object"]): boolean {
  if (apiVersion === "v1" || String(apiVersion).includes("/") || "metadata" in others) return false;
  return kindsCalled(String(kind)).every(({ operator }) => operator);
}

function ofAnotherProgram(what: string, why: string): Fact {
  return {
    fact: "unknown",
    message: `${what} is for another program: Kubernetes ${why}`,
    fix: "keep the files of other programs out of the folder of manifests",
    severity: "info",
  };
}

/** A version of the kind that the minor serves. */
function served(group: string, kind: string, minor: number): string | undefined {
  const other = versionsOf(group, kind).find(
    ({ since, until, optIn }) => since <= minor && minor <= until && !optIn,
  );
  return other && `apiVersion: ${other.apiVersion}`;
}

function meant(kind: string): string | undefined {
  const [found] = kindsCalled(kind);
  return found && `apiVersion: ${found.apiVersion}, kind: ${found.kind}`;
}
