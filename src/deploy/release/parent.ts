import type { Cluster } from "../../client/cluster.ts";
import type { KubeObject } from "../../client/object.ts";
import type { Problem } from "../../problem.ts";
import { FIELD_MANAGER } from "../names.ts";
import type { ReleaseName } from "../wanted.ts";
import {
  applySetId,
  GROUP_KINDS,
  ID_LABEL,
  isSameScope,
  NAMESPACES,
  parentRef,
  type Scope,
  TOOLING,
} from "./applyset.ts";
import { ownLabels } from "./labels.ts";

/** Ours, on the parent: JSON of the keys of shared objects, and the versions of the kinds. */
const SHARED = "slipway.dev/shared-objects";
const API_VERSIONS = "slipway.dev/api-versions";

/** Leads the value of the annotation `tooling`; the version follows. */
const TOOL = "slipway";

/** What the cluster knows of a release. */
export interface Parent {
  readonly scope: Scope;
  /** The version of slipway that wrote it. */
  readonly tool: string;
  /** Why it is not ours to change: another tool's, or none's. With `--adopt` it is taken all the same. */
  readonly foreign?: Problem | undefined;
  /** Whether it says of which kinds its members are. Where it does not, they cannot be found. */
  readonly namesKinds: boolean;
}

/** The parent of a release; undefined where there is none, as before the first deploy. */
export async function readParent(
  cluster: Cluster,
  release: ReleaseName,
  signal?: AbortSignal,
): Promise<Parent | undefined> {
  const object = await cluster.get(parentRef(release), signal);
  return object && parentIn(release, object);
}

export function parentIn(release: ReleaseName, object: KubeObject): Parent {
  const { annotations = {} } = object.metadata;
  const listed = (name: string) => (annotations[name] ?? "").split(",").filter((one) => one !== "");
  const [tool, version] = splitTooling(annotations[TOOLING]);
  return {
    scope: {
      groupKinds: new Set(listed(GROUP_KINDS)),
      apiVersions: new Set(listed(API_VERSIONS)),
      namespaces: new Set([release.namespace, ...listed(NAMESPACES)]),
      shared: new Set(keysIn(annotations[SHARED])),
    },
    tool: tool === TOOL ? version : "",
    foreign: foreign(release, object),
    namesKinds: annotations[GROUP_KINDS] !== undefined,
  };
}

/**
 * Writes the parent, where it does not say so already.
 *
 * @param tool the version of slipway
 */
export async function writeParent(
  cluster: Cluster,
  release: ReleaseName,
  { scope, tool }: { readonly scope: Scope; readonly tool: string },
  before?: Parent,
  signal?: AbortSignal,
): Promise<Parent> {
  const isWritten = before && !before.foreign && before.tool === tool && before.namesKinds;
  if (isWritten && isSameScope(before.scope, scope)) return before;
  const { apiVersion, kind, namespace, name } = parentRef(release);
  const others = [...scope.namespaces].filter((other) => other !== namespace);
  const metadata = {
    namespace: release.namespace,
    name,
    labels: { ...ownLabels(release, "parent"), [ID_LABEL]: applySetId(release) },
    annotations: {
      [TOOLING]: `${TOOL}/${tool}`,
      [GROUP_KINDS]: [...scope.groupKinds].sort().join(","),
      [NAMESPACES]: others.sort().join(","),
      [API_VERSIONS]: [...scope.apiVersions].sort().join(","),
      [SHARED]: JSON.stringify([...scope.shared].sort()),
    },
  };
  const options = { manager: FIELD_MANAGER, force: true };
  await cluster.apply({ apiVersion, kind, metadata }, options, signal);
  return { scope, tool, namesKinds: true };
}

/** The release whose parent this is; undefined for what is none of ours. */
export function releaseOf({ metadata }: KubeObject): ReleaseName | undefined {
  const { name, namespace, annotations, labels } = metadata;
  if (splitTooling(annotations?.[TOOLING])[0] !== TOOL || namespace === undefined) return undefined;
  const release = { name: name.replace(/^slipway-/, ""), namespace };
  return labels?.[ID_LABEL] === applySetId(release) ? release : undefined;
}

function foreign(release: ReleaseName, { metadata }: KubeObject): Problem | undefined {
  const { annotations = {}, labels = {} } = metadata;
  const title = `ConfigMap ${metadata.namespace}/${metadata.name}`;
  const [tool] = splitTooling(annotations[TOOLING]);
  const isSet = ID_LABEL in labels || TOOLING in annotations;
  const instead = "deploy under another release name, or with --adopt to take it and its members";
  if (tool !== "" && tool !== TOOL) {
    const why = "its members are pruned by the tool that it names, and by no other";
    return { message: `${title} is the parent of an ApplySet of ${tool}`, why, instead };
  }
  if (labels[ID_LABEL] === applySetId(release) && tool === TOOL) return undefined;
  const why = "the release would keep there what belongs to it";
  if (isSet) {
    const message = `${title} is the parent of an ApplySet whose ${tool === "" ? "tool is not named" : "id is not that of its name"}`;
    return { message, why, instead };
  }
  return { message: `${title} is there already, and is no release of slipway`, why, instead };
}

/** `name/version`, of which only the last slash divides (toolingBaseName in kubectl). */
function splitTooling(text = ""): [tool: string, version: string] {
  const slash = text.lastIndexOf("/");
  return slash < 0 ? [text, ""] : [text.slice(0, slash), text.slice(slash + 1)];
}

function keysIn(text: string | undefined): string[] {
  try {
    const keys: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(keys) ? keys.filter((key) => typeof key === "string") : [];
  } catch {
    return [];
  }
}
