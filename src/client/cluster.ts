import type { KubeObject, ObjectRef } from "./object.ts";

/** Where requests go, without anything secret: it is shown before the first one. */
export interface Target {
  /** The name of the kubeconfig's context; `in-cluster` inside a pod. */
  readonly context: string;
  readonly server: string;
  /** The namespace of the context; default `default`. */
  readonly namespace: string;
}

export interface ServerVersion {
  readonly major: number;
  readonly minor: number;
  /** Such as `v1.36.3`. */
  readonly gitVersion: string;
}

/** A kind that the server serves. */
export interface ServedKind {
  readonly apiVersion: string;
  readonly kind: string;
  /** The resource's name in paths, such as `deployments`. */
  readonly plural: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}

/** Which objects of a kind. */
export interface Query {
  readonly apiVersion: string;
  readonly kind: string;
  /** All namespaces by default. */
  readonly namespace?: string | undefined;
  readonly labels?: string | undefined;
  readonly fields?: string | undefined;
}

export interface Listed {
  readonly items: readonly KubeObject[];
  readonly resourceVersion: string;
}

/** What a watch tells. */
export type Change =
  /** All that there is; what was known before and is not among it is gone. Again after every break that cannot be continued. */
  | { readonly type: "all"; readonly items: readonly KubeObject[] }
  | { readonly type: "set"; readonly object: KubeObject }
  | { readonly type: "gone"; readonly object: KubeObject };

export interface ApplyOptions {
  readonly manager: string;
  readonly dryRun?: boolean;
  /** Takes fields of other managers. */
  readonly force?: boolean;
}

/** What the server made of a write. */
export interface Written {
  readonly object: KubeObject;
  /** The texts of its Warning headers. */
  readonly warnings: readonly string[];
}

export interface DeleteOptions {
  /** Only the object with this uid. */
  readonly uid?: string | undefined;
  readonly resourceVersion?: string | undefined;
  /** Default: `Background`. */
  readonly propagation?: "Background" | "Foreground" | "Orphan";
  readonly dryRun?: boolean;
}

export interface LogOptions {
  readonly container: string;
  /** Of the container's run before this one. */
  readonly previous?: boolean;
  /** The last lines only. */
  readonly tail?: number;
  /** Goes on until the container ends. */
  readonly follow?: boolean;
  readonly timestamps?: boolean;
  readonly sinceSeconds?: number;
}

/** A GET to a program in a pod. */
export interface Asked {
  readonly port: number;
  /** With its query. */
  readonly path: string;
  /** Default: without TLS. */
  readonly isSecure?: boolean;
  /** Beside those that every request has; `host` names the site to a program that has several. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds. Default: 40,000, in which an API server gives up connecting. */
  readonly timeout?: number;
}

/** What a program answered, without its content: or why nobody did. */
export type Answered = { readonly status: number } | { readonly unanswered: string };

/** What we may do in a namespace, whatever an object is called. `*` stands for all. */
export interface Rule {
  readonly verbs: readonly string[];
  readonly groups: readonly string[];
  /** Such as `pods` and `pods/log`. */
  readonly resources: readonly string[];
}

/** How an object is changed in part. */
export type PatchType = "json" | "merge" | "strategic";

/**
 * A Kubernetes API, real or embedded. Every method may be called again with the same effect: what broke
 * on the way is sent again within it (429, 5xx, broken connections), as long as its signal lets it.
 *
 * All throw ApiError for a refusal and ConnectionError where no answer came; with an aborted signal its
 * reason.
 */
export interface Cluster {
  readonly target: Target;
  version(signal?: AbortSignal): Promise<ServerVersion>;
  /** Undefined for what the server does not serve. Asked anew for a kind that was not there. */
  kindOf(apiVersion: string, kind: string, signal?: AbortSignal): Promise<ServedKind | undefined>;
  /** Undefined where it is not there. */
  get(ref: ObjectRef, signal?: AbortSignal): Promise<KubeObject | undefined>;
  /** Page by page, all of it. An empty list for a kind that is not served. */
  list(query: Query, signal?: AbortSignal): Promise<Listed>;
  /** First `all`, then what happens, through every break, until the signal ends it (quietly). */
  watch(query: Query, signal: AbortSignal): AsyncIterable<Change>;
  /** Server-side apply, with strict validation of fields. */
  apply(object: KubeObject, options: ApplyOptions, signal?: AbortSignal): Promise<Written>;
  create(
    object: KubeObject,
    options?: { readonly manager?: string; readonly dryRun?: boolean },
    signal?: AbortSignal,
  ): Promise<Written>;
  /** Replaces it; with a resourceVersion in it only what it was read as. */
  replace(
    object: KubeObject,
    options?: { readonly manager?: string },
    signal?: AbortSignal,
  ): Promise<Written>;
  patch(
    ref: ObjectRef,
    patch: unknown,
    options: {
      readonly type: PatchType;
      readonly manager?: string;
      readonly subresource?: string;
      readonly dryRun?: boolean;
    },
    signal?: AbortSignal,
  ): Promise<Written>;
  /** Whether it was there: one that is gone already, or is another by its uid, is no error. */
  delete(ref: ObjectRef, options?: DeleteOptions, signal?: AbortSignal): Promise<boolean>;
  /** Lines. */
  logs(
    pod: { readonly namespace: string; readonly name: string },
    options: LogOptions,
    signal?: AbortSignal,
  ): AsyncIterable<string>;
  /**
   * Asks a program in a pod through the API server's proxy. What the program answers is no refusal,
   * whatever its status; what the server says itself is.
   */
  proxied(
    pod: { readonly namespace: string; readonly name: string },
    asked: Asked,
    signal?: AbortSignal,
  ): Promise<Answered>;
  /** Whether we may: a SelfSubjectAccessReview. */
  may(
    access: {
      readonly verb: string;
      readonly group: string;
      readonly resource: string;
      readonly subresource?: string;
      readonly namespace?: string | undefined;
      readonly name?: string;
    },
    signal?: AbortSignal,
  ): Promise<boolean>;
  /**
   * What we may do in a namespace, as far as the server can tell: a SelfSubjectRulesReview. Nothing says
   * that what is not among it is denied.
   */
  rules(namespace: string, signal?: AbortSignal): Promise<readonly Rule[]>;
  /** Ends all connections. */
  close(): void;
}
