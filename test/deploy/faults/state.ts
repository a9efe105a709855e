import { inspect } from "node:util";
import type { ControlPlane } from "../../control-plane/control-plane.ts";

/** Objects by what they are, each as text without what differs between two runs that did the same. */
export type State = ReadonlyMap<string, string>;

type Json = { readonly [field: string]: unknown };

interface Item {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly generateName?: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly labels?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[];
    readonly managedFields?: readonly {
      readonly manager: string;
      readonly operation: string;
      readonly subresource?: string;
      readonly fieldsV1?: unknown;
    }[];
  } & Json;
  readonly [field: string]: unknown;
}

interface Served {
  readonly apiVersion: string;
  readonly kind: string;
  /** Of all objects of the kind that belong to a namespace, or of all that lie in none. */
  readonly path: (namespace: string) => string;
}

export interface StateOptions {
  /**
   * A last change to an object; undefined leaves it out. The place for what only the caller knows to differ,
   * such as times in a record.
   */
  readonly change?: (object: Json) => Json | undefined;
  /** A last change to the texts of objects and to their names, such as of what is random in them. */
  readonly tidy?: (text: string) => string;
}

/** What the cluster makes of other objects at its own pace, or counts for itself. */
const LEFT_OUT = new Set(["Event", "Endpoints", "EndpointSlice", "PodMetrics", "NodeMetrics"]);

/**
 * Whose fields come and go with the pace of the cluster, and `before-first-apply`: whom the server names when
 * what nobody owned (a Namespace of only a name) is applied for the second time.
 */
const BESIDE = new Set([
  "kube-controller-manager",
  "kube-scheduler",
  "kube-apiserver",
  "stand-ins",
  "before-first-apply",
]);

/** Annotations in which controllers note times, nodes and addresses. */
const VOLATILE = ["volume.kubernetes.io/selected-node", "kubectl.kubernetes.io/restartedAt"];

/**
 * All objects of a namespace, and those outside of namespaces whose names hold its name, without what
 * differs between two runs that did the same: uids, versions, times, status, what is generated, and the
 * name of the namespace itself (`NAMESPACE` instead). Which
 * field manager owns which field is kept, except of status and of controllers.
 */
export async function stateOf(
  plane: ControlPlane,
  namespace: string,
  { change = (object) => object, tidy = (text) => text }: StateOptions = {},
): Promise<State> {
  const kinds = await servedKinds(plane);
  const found = new Map<string, string[]>();
  const lists = await Promise.all(kinds.map((kind) => itemsOf(plane, kind, namespace)));
  for (const [kind, items] of lists.flatMap((list, i) => [[kinds[i]!, list] as const])) {
    for (const item of items) {
      const object = change(lasting(kind, item));
      if (object === undefined) continue;
      const [text, key] = [
        JSON.stringify(sorted(object)),
        `${kind.apiVersion} ${kind.kind} ${nameOf(item)}`,
      ].map((each) => tidy(each.replaceAll(namespace, "NAMESPACE"))) as [string, string];
      found.set(key, [...(found.get(key) ?? []), text]);
    }
  }
  // Those of one name stand in no order of their own.
  const state = [...found].flatMap(([key, texts]) =>
    texts.sort().map((text, i): [string, string] => [i === 0 ? key : `${key} (${i + 1})`, text]),
  );
  return new Map(state.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What two states do not have in common, a line or a few for each object. */
export function differences(expected: State, found: State): string[] {
  const keys = [...new Set([...expected.keys(), ...found.keys()])].sort();
  return keys.flatMap((key) => {
    const [a, b] = [expected.get(key), found.get(key)];
    if (a === b) return [];
    if (a === undefined) return [`${key}: only found`];
    if (b === undefined) return [`${key}: missing`];
    return [`${key}: ${firstDifference(JSON.parse(a), JSON.parse(b), "")}`];
  });
}

function firstDifference(a: unknown, b: unknown, path: string): string {
  if (isObject(a) && isObject(b)) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const found = firstDifference(a[key], b[key], `${path}.${key}`);
      if (found !== "") return found;
    }
    return "";
  }
  const short = (value: unknown) => inspect(value, { breakLength: Number.POSITIVE_INFINITY });
  return Object.is(a, b) ? "" : `${path}: ${short(b)} instead of ${short(a)}`;
}

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null;

/** Every kind that can be listed, in the version that the server prefers. */
async function servedKinds(plane: ControlPlane): Promise<Served[]> {
  const { body } = await plane.request("GET", "/apis");
  const groups = (body as { groups: { preferredVersion: { groupVersion: string } }[] }).groups;
  const versions = groups.map((group) => group.preferredVersion.groupVersion);
  const all = await Promise.all(
    ["v1", ...versions].map(async (apiVersion) => {
      const path = apiVersion === "v1" ? "/api/v1" : `/apis/${apiVersion}`;
      const { status, body } = await plane.request("GET", path);
      if (status !== 200) return [];
      type Resource = { name: string; kind: string; namespaced: boolean; verbs: string[] };
      return (body as { resources: Resource[] }).resources
        .filter(({ verbs, kind }) => verbs.includes("list") && !LEFT_OUT.has(kind))
        .filter(() => !apiVersion.includes("metrics.k8s.io"))
        .map(({ name, kind, namespaced }) => ({
          apiVersion,
          kind,
          path: (namespace: string) => {
            const within = namespaced ? `/namespaces/${namespace}` : "";
            return `${path}${within}/${name}`;
          },
        }));
    }),
  );
  return all.flat();
}

/** The objects of a kind that belong to a namespace. */
async function itemsOf(plane: ControlPlane, kind: Served, namespace: string): Promise<Item[]> {
  const { status, body } = await plane.request("GET", kind.path(namespace));
  if (status !== 200) return [];
  // Another namespace's name may begin with this one.
  const isNamed = new RegExp(`(^|[^a-z0-9])${namespace}($|[^a-z0-9])`);
  return (body as { items: Item[] }).items.filter(
    ({ metadata }) => metadata.namespace !== undefined || isNamed.test(metadata.name),
  );
}

/** A generated name ends differently each time. */
function nameOf({ metadata }: Item): string {
  const owner = metadata.ownerReferences?.[0];
  if (metadata.generateName !== undefined && owner) return `${metadata.generateName}*`;
  return metadata.name.replace(/^pvc-[-0-9a-f]{36}$/, "pvc-*");
}

/** What of an object lasts. */
function lasting(kind: Served, item: Item): Json {
  const { metadata, status: _, ...rest } = item;
  const annotations = Object.fromEntries(
    Object.entries(metadata.annotations ?? {}).filter(([key]) => !VOLATILE.includes(key)),
  );
  const managers = (metadata.managedFields ?? [])
    .filter(({ subresource, manager }) => subresource !== "status" && !BESIDE.has(manager))
    .map(({ manager, operation, fieldsV1 }) => ({ manager, operation, fieldsV1 }))
    .sort((a, b) => (`${a.manager} ${a.operation}` < `${b.manager} ${b.operation}` ? -1 : 1));
  const owners = metadata.ownerReferences?.map(({ kind, name }) => `${kind} ${name}`);
  const spec = isObject(rest.spec) ? lastingSpec(kind.kind, rest.spec) : rest.spec;
  const name = nameOf(item);
  // Pods and volumes come from what owns them; only that they are there is compared.
  if (name.endsWith("*")) return { name, owners: owners ?? [] };
  // Each certificate is another.
  const isPair = rest.type === "kubernetes.io/tls" && isObject(rest.data);
  return withoutUids({
    ...rest,
    ...(isPair && { data: Object.keys(rest.data as Json) }),
    ...(spec !== undefined && { spec }),
    metadata: { name, labels: metadata.labels ?? {}, annotations, owners, managers },
  }) as Json;
}

function lastingSpec(kind: string, spec: Json): Json {
  const left = { ...spec };
  switch (kind) {
    case "Service":
      for (const field of ["clusterIP", "clusterIPs", "healthCheckNodePort"]) delete left[field];
      left.ports = (spec.ports as Json[] | undefined)?.map(({ nodePort: _, ...port }) => port);
      return spec.clusterIP === "None" ? { ...left, clusterIP: "None" } : left;
    case "PersistentVolumeClaim":
      return { ...left, volumeName: spec.volumeName === undefined ? undefined : "bound" };
    case "Pod":
      return { ...left, nodeName: spec.nodeName === undefined ? undefined : "scheduled" };
    case "Lease":
      return { isHeld: Boolean(spec.holderIdentity) };
    default:
      return left;
  }
}

/** Without values that are uids, and with their places kept. */
function withoutUids(value: unknown): unknown {
  if (typeof value === "string") {
    return value.replaceAll(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "UID");
  }
  if (Array.isArray(value)) return value.map(withoutUids);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, of]) => [String(withoutUids(key)), withoutUids(of)]),
  );
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([, of]) => of !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, of]) => [key, sorted(of)]),
  );
}
