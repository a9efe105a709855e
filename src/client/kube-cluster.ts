import { isFields, valueAt } from "../kubernetes/fields.ts";
import { Discovery } from "./api/discovery.ts";
import { listAll } from "./api/list.ts";
import { logLines } from "./api/logs.ts";
import { objectIn } from "./api/objects.ts";
import { proxied } from "./api/proxied.ts";
import { rulesIn } from "./api/rules.ts";
import { watchAll } from "./api/watch.ts";
import * as writes from "./api/writes.ts";
import type {
  Answered,
  Asked,
  Cluster,
  Listed,
  LogOptions,
  Query,
  Rule,
  ServedKind,
  ServerVersion,
  Target,
} from "./cluster.ts";
import { ApiError } from "./errors.ts";
import type { Api } from "./http/api.ts";
import { type KubeObject, type ObjectRef, refOf, titleOf } from "./object.ts";

/** Seconds that a watch lasts at least before it is continued by the next one. */
const WATCH = 45;

/** Milliseconds beyond that after which a watch that says nothing is given up. */
const GRACE = 10_000;

/** A cluster over HTTP. */
export class KubeCluster implements Cluster {
  readonly target: Target;
  private readonly api: Api;
  private readonly discovery: Discovery;

  constructor(api: Api) {
    this.api = api;
    this.target = api.connection.access.target;
    this.discovery = new Discovery(api);
  }

  async version(signal?: AbortSignal): Promise<ServerVersion> {
    const call = { method: "GET", path: "/version", what: "ask for the server's version" } as const;
    const { value } = await this.api.json(call, signal);
    const { major, minor, gitVersion } = isFields(value) ? value : {};
    const number = (text: unknown) => Number.parseInt(String(text), 10) || 0;
    return { major: number(major), minor: number(minor), gitVersion: String(gitVersion) };
  }

  kindOf(apiVersion: string, kind: string, signal?: AbortSignal): Promise<ServedKind | undefined> {
    return this.discovery.kindOf(apiVersion, kind, signal);
  }

  async get(ref: ObjectRef, signal?: AbortSignal): Promise<KubeObject | undefined> {
    const place = await this.placeOf(ref, signal);
    if (!place) return undefined;
    const path = writes.objectPath(place, ref.name, {});
    try {
      const what = `read ${titleOf(ref)}`;
      return objectIn((await this.api.json({ method: "GET", path, what }, signal)).value);
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return undefined;
      throw error;
    }
  }

  async list(query: Query, signal?: AbortSignal): Promise<Listed> {
    const served = await this.kindOf(query.apiVersion, query.kind, signal);
    if (!served) return { items: [], resourceVersion: "" };
    return listAll(this.api, this.discovery, served, query, signal);
  }

  watch(query: Query, signal: AbortSignal) {
    const { api, discovery } = this;
    return watchAll({ api, discovery, timeout: WATCH, grace: GRACE }, query, signal);
  }

  async apply(object: KubeObject, options: Parameters<Cluster["apply"]>[1], signal?: AbortSignal) {
    const place = await this.required(refOf(object), signal);
    return writes.apply(this.api, place, object, options, signal);
  }

  async create(
    object: KubeObject,
    options: Parameters<Cluster["create"]>[1] = {},
    signal?: AbortSignal,
  ) {
    const place = await this.required(refOf(object), signal);
    return writes.create(this.api, place, object, options, signal);
  }

  async replace(
    object: KubeObject,
    options: Parameters<Cluster["replace"]>[1] = {},
    signal?: AbortSignal,
  ) {
    const place = await this.required(refOf(object), signal);
    return writes.replace(this.api, place, object, options, signal);
  }

  async patch(
    ref: ObjectRef,
    patch: unknown,
    options: Parameters<Cluster["patch"]>[2],
    signal?: AbortSignal,
  ) {
    const place = await this.required(ref, signal);
    return writes.patch(this.api, place, ref, patch, options, signal);
  }

  async delete(
    ref: ObjectRef,
    options: Parameters<Cluster["delete"]>[1] = {},
    signal?: AbortSignal,
  ): Promise<boolean> {
    const place = await this.placeOf(ref, signal);
    return place ? writes.remove(this.api, place, ref, options, signal) : false;
  }

  logs(
    pod: { readonly namespace: string; readonly name: string },
    options: LogOptions,
    signal?: AbortSignal,
  ) {
    return logLines(this.api, pod, options, signal);
  }

  proxied(
    pod: { readonly namespace: string; readonly name: string },
    asked: Asked,
    signal?: AbortSignal,
  ): Promise<Answered> {
    return proxied(this.api, pod, asked, signal);
  }

  async may(access: Parameters<Cluster["may"]>[0], signal?: AbortSignal): Promise<boolean> {
    const body = {
      apiVersion: "authorization.k8s.io/v1",
      kind: "SelfSubjectAccessReview",
      spec: { resourceAttributes: access },
    };
    const call = {
      method: "POST",
      path: "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
      what: "ask for our rights",
      body: JSON.stringify(body),
    } as const;
    const { value } = await this.api.json(call, signal);
    return valueAt(value, ["status", "allowed"]) === true;
  }

  async rules(namespace: string, signal?: AbortSignal): Promise<readonly Rule[]> {
    const body = {
      apiVersion: "authorization.k8s.io/v1",
      kind: "SelfSubjectRulesReview",
      spec: { namespace },
    };
    const call = {
      method: "POST",
      path: "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews",
      what: "ask for our rights",
      body: JSON.stringify(body),
    } as const;
    const { value } = await this.api.json(call, signal);
    return rulesIn(valueAt(value, ["status", "resourceRules"]));
  }

  close(): void {
    this.api.connection.close();
  }

  private async placeOf(ref: ObjectRef, signal?: AbortSignal) {
    const served = await this.kindOf(ref.apiVersion, ref.kind, signal);
    const namespace = ref.namespace ?? this.target.namespace;
    return served && { served, namespace };
  }

  private async required(ref: ObjectRef, signal?: AbortSignal) {
    const place = await this.placeOf(ref, signal);
    if (place) return place;
    const { apiVersion, kind } = ref;
    const message = `the server does not serve ${kind} of ${apiVersion}, which ${titleOf(ref)} needs`;
    throw new ApiError({ status: 404, reason: "NotFound", message, causes: [] });
  }
}
