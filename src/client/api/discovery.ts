import { fieldsIn, isFields } from "../../kubernetes/fields.ts";
import { splitApiVersion } from "../../kubernetes/versions.ts";
import type { ServedKind } from "../cluster.ts";
import { ApiError } from "../errors.ts";
import type { Api } from "../http/api.ts";
import { unlessAborted } from "../http/pause.ts";
import { versionPath } from "./paths.ts";

const AGGREGATED = ["v2", "v2beta1"]
  .map((version) => `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`)
  .join(",");

/**
 * Which kinds the server serves, asked when they are first needed: all of `/api` or of `/apis` at once
 * where the server can (1.26), else one group's version. A kind that was not there is asked anew.
 *
 * @see k8s.io/api/apidiscovery/v2
 */
export class Discovery {
  private readonly api: Api;
  private readonly known = new Map<string, ServedKind>();
  private readonly roots = new Map<string, Promise<void>>();

  constructor(api: Api) {
    this.api = api;
  }

  async kindOf(
    apiVersion: string,
    kind: string,
    signal?: AbortSignal,
  ): Promise<ServedKind | undefined> {
    const key = keyOf(apiVersion, kind);
    if (!this.known.has(key))
      await this.askAll(apiVersion.includes("/") ? "/apis" : "/api", signal);
    if (!this.known.has(key)) await this.askVersion(apiVersion, signal);
    return this.known.get(key);
  }

  /** It may have gone: it is asked for when it is needed next. */
  forget({ apiVersion, kind }: ServedKind): void {
    this.known.delete(keyOf(apiVersion, kind));
  }

  /** Once, for all who wait for it; whose signal ends waits no longer. */
  private async askAll(root: "/api" | "/apis", signal?: AbortSignal): Promise<void> {
    const asked = this.roots.get(root) ?? this.all(root);
    this.roots.set(root, asked);
    asked.catch(() => this.roots.delete(root));
    await unlessAborted(asked, signal);
  }

  private async all(root: string): Promise<void> {
    const what = "ask which kinds are served";
    const accept = `${AGGREGATED},application/json`;
    const { value } = await this.api.json({ method: "GET", path: root, what, accept });
    if (!isFields(value) || value.kind !== "APIGroupDiscoveryList") return;
    for (const group of listIn(value.items)) this.learnGroup(group);
  }

  private learnGroup(group: Record<string, unknown>): void {
    const name = isFields(group.metadata) ? textIn(group.metadata.name) : "";
    for (const version of listIn(group.versions)) {
      const apiVersion =
        name === "" ? textIn(version.version) : `${name}/${textIn(version.version)}`;
      for (const each of listIn(version.resources)) {
        const kind = isFields(each.responseKind) ? textIn(each.responseKind.kind) : "";
        this.learn({
          apiVersion,
          kind,
          plural: textIn(each.resource),
          namespaced: each.scope === "Namespaced",
          verbs: textsIn(each.verbs),
        });
      }
    }
  }

  private async askVersion(apiVersion: string, signal?: AbortSignal): Promise<void> {
    const { group } = splitApiVersion(apiVersion);
    const what = `ask what ${group || "the core group"} serves`;
    try {
      const path = versionPath(apiVersion);
      const { value } = await this.api.json({ method: "GET", path, what }, signal);
      for (const each of listIn(isFields(value) ? value.resources : undefined)) {
        const plural = textIn(each.name);
        if (plural.includes("/")) continue;
        const namespaced = each.namespaced === true;
        const verbs = textsIn(each.verbs);
        this.learn({ apiVersion, kind: textIn(each.kind), plural, namespaced, verbs });
      }
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 404)) throw error;
    }
  }

  private learn(served: ServedKind): void {
    const key = keyOf(served.apiVersion, served.kind);
    if (served.kind !== "" && !this.known.has(key)) this.known.set(key, served);
  }
}

function keyOf(apiVersion: string, kind: string): string {
  return `${apiVersion} ${kind}`;
}

function listIn(value: unknown): Record<string, unknown>[] {
  return fieldsIn(value);
}

function textIn(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}
