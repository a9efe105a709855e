import type {
  Change,
  Cluster,
  Listed,
  Query,
  ServedKind,
  Written,
} from "../../src/client/cluster.ts";
import { ApiError } from "../../src/client/errors.ts";
import { type KubeObject, keyOf, type ObjectRef, refOf, titleOf } from "../../src/client/object.ts";
import { type Fields, isFields } from "../../src/kubernetes/fields.ts";
import { findKind } from "../../src/kubernetes/kinds.ts";
import { labelOf } from "../../src/kubernetes/labels.ts";
import { parseSelector } from "../../src/kubernetes/selector-text.ts";
import { selects } from "../../src/kubernetes/selectors.ts";

/** A call that changes something, or asks. */
export interface Call {
  readonly verb: "get" | "list" | "apply" | "create" | "replace" | "patch" | "delete";
  readonly ref: Omit<ObjectRef, "name"> & { readonly name?: string };
}

export interface MemoryOptions {
  /** Kinds beside those of Kubernetes and the bundled operators, as `apiVersion/Kind`, in namespaces. */
  readonly kinds?: readonly string[];
  /** Kinds that are not served, as `apiVersion/Kind`. */
  readonly unserved?: readonly string[];
  /** Answers 404 for namespaces that nobody made. Default false. */
  readonly strictNamespaces?: boolean;
  /** Called before every call takes effect; what it throws is the answer. */
  readonly before?: (call: Call, n: number) => void | Promise<void>;
  /** Called after it took effect: what it throws is the answer in its place, as when an answer is lost. */
  readonly after?: (call: Call, n: number) => void | Promise<void>;
}

/**
 * A Cluster in memory: no validation, no admission, no controllers. Resource versions, uids, conflicts
 * and deletions are as the real one has them; an apply merges fields and takes none away.
 */
export class MemoryCluster implements Cluster {
  readonly target = { context: "memory", server: "https://memory", namespace: "default" };
  readonly objects = new Map<string, KubeObject>();
  /** Every call that came. */
  readonly calls: Call[] = [];
  readonly #options: MemoryOptions;
  readonly #watchers = new Set<(change: Change) => void>();
  #revision = 0;

  constructor(options: MemoryOptions = {}) {
    this.#options = options;
  }

  /** All objects of a kind, in the order in which they were made. */
  all(kind: string): KubeObject[] {
    return [...this.objects.values()].filter((object) => object.kind === kind);
  }

  async version() {
    return { major: 1, minor: 36, gitVersion: "v1.36.3" };
  }

  async kindOf(apiVersion: string, kind: string): Promise<ServedKind | undefined> {
    const name = `${apiVersion}/${kind}`;
    if (this.#options.unserved?.includes(name)) return undefined;
    const known = findKind(apiVersion, kind);
    if (known) {
      return { apiVersion, kind, plural: known.plural, namespaced: known.namespaced, verbs: [] };
    }
    if (!this.#options.kinds?.includes(name)) return undefined;
    return { apiVersion, kind, plural: `${kind.toLowerCase()}s`, namespaced: true, verbs: [] };
  }

  get(ref: ObjectRef, signal?: AbortSignal): Promise<KubeObject | undefined> {
    return this.#call({ verb: "get", ref }, signal, () => this.objects.get(keyOf(ref)));
  }

  list(query: Query, signal?: AbortSignal): Promise<Listed> {
    const ref = { apiVersion: query.apiVersion, kind: query.kind, namespace: query.namespace };
    return this.#call({ verb: "list", ref }, signal, () => ({
      items: [...this.objects.values()].filter((object) => fits(query, object)),
      resourceVersion: String(this.#revision),
    }));
  }

  async *watch(query: Query, signal: AbortSignal): AsyncIterable<Change> {
    const waiting: Change[] = [];
    let wake: () => void = () => {};
    const hear = (change: Change) => {
      if (change.type !== "all" && !fits(query, change.object)) return;
      waiting.push(change);
      wake();
    };
    this.#watchers.add(hear);
    signal.addEventListener("abort", () => wake(), { once: true });
    try {
      yield { type: "all", items: [...this.objects.values()].filter((o) => fits(query, o)) };
      while (!signal.aborted) {
        const next = waiting.shift();
        if (next) yield next;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      this.#watchers.delete(hear);
    }
  }

  apply(
    object: KubeObject,
    options: { readonly dryRun?: boolean },
    signal?: AbortSignal,
  ): Promise<Written> {
    return this.#call({ verb: "apply", ref: refOf(object) }, signal, () => {
      this.#needNamespace(object);
      const live = this.objects.get(keyOf(refOf(object)));
      return this.#store(merged(live ?? {}, object) as unknown as KubeObject, live, options);
    });
  }

  create(
    object: KubeObject,
    options: { readonly dryRun?: boolean } = {},
    signal?: AbortSignal,
  ): Promise<Written> {
    return this.#call({ verb: "create", ref: refOf(object) }, signal, () => {
      this.#needNamespace(object);
      if (this.objects.has(keyOf(refOf(object)))) {
        throw refusal(409, "AlreadyExists", `${titleOf(refOf(object))} already exists`);
      }
      return this.#store(object, undefined, options);
    });
  }

  replace(object: KubeObject, _options = {}, signal?: AbortSignal): Promise<Written> {
    return this.#call({ verb: "replace", ref: refOf(object) }, signal, () => {
      const live = this.#need(refOf(object));
      const { resourceVersion } = object.metadata;
      if (resourceVersion !== undefined && resourceVersion !== live.metadata.resourceVersion) {
        throw refusal(409, "Conflict", "the object has been modified");
      }
      return this.#store(object, live, {});
    });
  }

  patch(
    ref: ObjectRef,
    patch: unknown,
    options: { readonly type: string; readonly dryRun?: boolean },
    signal?: AbortSignal,
  ): Promise<Written> {
    return this.#call({ verb: "patch", ref }, signal, () => {
      const live = this.#need(ref);
      if (options.type !== "merge") throw new Error("only merge patches are known here");
      return this.#store(patched(live, patch) as KubeObject, live, options);
    });
  }

  delete(
    ref: ObjectRef,
    options: {
      readonly uid?: string;
      readonly resourceVersion?: string;
      readonly dryRun?: boolean;
    } = {},
    signal?: AbortSignal,
  ): Promise<boolean> {
    return this.#call({ verb: "delete", ref }, signal, () => {
      const live = this.objects.get(keyOf(ref));
      if (!live || (options.uid !== undefined && options.uid !== live.metadata.uid)) return false;
      const { resourceVersion } = options;
      if (resourceVersion !== undefined && resourceVersion !== live.metadata.resourceVersion) {
        throw refusal(409, "Conflict", "the resourceVersion in the precondition does not match");
      }
      if (options.dryRun) return true;
      this.objects.delete(keyOf(ref));
      this.#revision++;
      this.#tell({ type: "gone", object: live });
      return true;
    });
  }

  async *logs(): AsyncIterable<string> {}

  async proxied() {
    return { unanswered: "nothing runs here" };
  }

  async may(): Promise<boolean> {
    return true;
  }

  async rules(): Promise<[]> {
    return [];
  }

  close(): void {}

  async #call<T>(call: Call, signal: AbortSignal | undefined, effect: () => T): Promise<T> {
    signal?.throwIfAborted();
    const n = this.calls.push(call);
    await this.#options.before?.(call, n);
    signal?.throwIfAborted();
    const answer = structuredClone(effect());
    await this.#options.after?.(call, n);
    return answer;
  }

  #need(ref: ObjectRef): KubeObject {
    const live = this.objects.get(keyOf(ref));
    if (!live) throw refusal(404, "NotFound", `${titleOf(ref)} not found`);
    return live;
  }

  #needNamespace({ metadata: { namespace } }: KubeObject): void {
    if (!this.#options.strictNamespaces || namespace === undefined) return;
    this.#need({ apiVersion: "v1", kind: "Namespace", name: namespace });
  }

  #store(
    object: KubeObject,
    live: KubeObject | undefined,
    { dryRun = false }: { readonly dryRun?: boolean },
  ): Written {
    const { uid, creationTimestamp, resourceVersion } = live?.metadata ?? {};
    const stored = structuredClone({
      ...object,
      metadata: {
        ...object.metadata,
        uid: uid ?? crypto.randomUUID(),
        creationTimestamp: creationTimestamp ?? new Date().toISOString(),
        resourceVersion: resourceVersion ?? "0",
      },
    });
    // What changes nothing is not written, as with the real one.
    if (live && JSON.stringify(live) === JSON.stringify(stored))
      return { object: live, warnings: [] };
    if (!dryRun) {
      stored.metadata.resourceVersion = String(++this.#revision);
      this.objects.set(keyOf(refOf(stored)), stored);
      this.#tell({ type: "set", object: stored });
    }
    return { object: stored, warnings: [] };
  }

  #tell(change: Change): void {
    for (const hear of this.#watchers) hear(structuredClone(change));
  }
}

function refusal(status: number, reason: string, message: string): ApiError {
  return new ApiError({ status, reason, message, causes: [] });
}

function fits(query: Query, object: KubeObject): boolean {
  const { name, namespace, labels = {} } = object.metadata;
  const fields: Fields = { "metadata.name": name, "metadata.namespace": namespace };
  return (
    object.apiVersion === query.apiVersion &&
    object.kind === query.kind &&
    (query.namespace === undefined || query.namespace === namespace) &&
    selects(parseSelector(query.labels ?? ""), labels) &&
    parseSelector(query.fields ?? "").every(
      ({ key, values }) => labelOf(fields as Record<string, string>, key) === values[0],
    )
  );
}

function merged(live: unknown, wanted: unknown): Fields {
  const result: Fields = { ...(live as Fields) };
  for (const [key, value] of Object.entries(wanted as Fields)) {
    result[key] = isFields(value) && isFields(result[key]) ? merged(result[key], value) : value;
  }
  return result;
}

/** RFC 7386. */
function patched(live: unknown, patch: unknown): unknown {
  if (!isFields(patch)) return patch;
  const result: Fields = isFields(live) ? { ...live } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = patched(result[key], value);
  }
  return result;
}
