import { isFields } from "../../kubernetes/fields.ts";
import type { Change, Listed, Query, ServedKind } from "../cluster.ts";
import { ApiError } from "../errors.ts";
import type { Api } from "../http/api.ts";
import { backOff, pause } from "../http/pause.ts";
import { refusalIn } from "../http/refusal.ts";
import type { KubeObject } from "../object.ts";
import type { Discovery } from "./discovery.ts";
import { isBreak, linesOf } from "./lines.ts";
import { listAll } from "./list.ts";
import { itemIn } from "./objects.ts";
import { kindPath, withQuery } from "./paths.ts";

/** What a watch asks of the client. */
export interface Watching {
  readonly api: Api;
  readonly discovery: Discovery;
  /** Seconds after which the server ends a watch; up to half as much again, so that not all end at once. */
  readonly timeout: number;
  /** Milliseconds beyond that after which a watch that says nothing is given up. */
  readonly grace: number;
}

const NOTHING: Listed = { items: [], resourceVersion: "" };

/** A watch that lasts shorter, in milliseconds, and tells nothing counts as a failure. */
const SHORT = 1_000;

/**
 * First all there is, then what happens, through every break, until the signal ends it (quietly).
 *
 * @see k8s.io/client-go/tools/cache/reflector.go
 */
export async function* watchAll(
  watching: Watching,
  query: Query,
  signal: AbortSignal,
): AsyncGenerator<Change> {
  try {
    for (;;) {
      const { served, listed } = await start(watching, query, signal);
      yield { type: "all", items: listed.items };
      if (served) yield* new Follower(watching, query, served, signal).from(listed.resourceVersion);
      else await pause(backOff(4), signal);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** A kind that is not served has no objects, and may be served later. */
async function start({ api, discovery }: Watching, query: Query, signal: AbortSignal) {
  const served = await discovery.kindOf(query.apiVersion, query.kind, signal);
  const listed = served && (await listAll(api, discovery, served, query, signal));
  return listed && listed.resourceVersion !== ""
    ? { served, listed }
    : { served: undefined, listed: NOTHING };
}

/** Watches from a version on, again and again, until the server has forgotten that version. */
class Follower {
  private readonly watching: Watching;
  private readonly query: Query;
  private readonly served: ServedKind;
  private readonly signal: AbortSignal;
  private version = "";
  private failures = 0;

  constructor(watching: Watching, query: Query, served: ServedKind, signal: AbortSignal) {
    this.watching = watching;
    this.query = query;
    this.served = served;
    this.signal = signal;
  }

  async *from(version: string): AsyncGenerator<Change> {
    this.version = version;
    for (;;) {
      const before = { version: this.version, at: Date.now() };
      try {
        yield* this.once();
      } catch (error) {
        this.signal.throwIfAborted();
        if (error instanceof ApiError && GONE.includes(error.status)) return;
        if (!(error instanceof Interrupted)) throw error;
        this.watching.api.onTrouble(`${this.what}: ${error.message}; it goes on`);
      }
      const isFruitless = this.version === before.version && Date.now() - before.at < SHORT;
      this.failures = isFruitless ? this.failures + 1 : 0;
      if (this.failures > 0) await pause(backOff(this.failures), this.signal);
    }
  }

  private get what(): string {
    return `watch ${this.served.plural}`;
  }

  private async *once(): AsyncGenerator<Change> {
    const { api, timeout, grace } = this.watching;
    const seconds = Math.ceil(timeout * (1 + Math.random() / 2));
    const { labels, fields, namespace } = this.query;
    const path = withQuery(kindPath(this.served, namespace), {
      watch: true,
      allowWatchBookmarks: true,
      resourceVersion: this.version,
      timeoutSeconds: seconds,
      labelSelector: labels,
      fieldSelector: fields,
    });
    const silence = seconds * 1000 + grace;
    const call = { method: "GET", path, what: this.what, hasVersion: true } as const;
    const message = await api.open(call, silence, this.signal);
    try {
      for await (const line of linesOf(message, api.connection.access.server, this.signal)) {
        const change = this.read(line);
        if (change) yield change;
      }
    } catch (error) {
      if (!isBreak(error) && !isPassing(error)) throw error;
      throw new Interrupted((error as Error).message);
    }
  }

  private read(line: string): Change | undefined {
    if (line === "") return undefined;
    const { type, object } = parsed(line);
    if (type === "ERROR") throw refusalIn(object, this.what);
    const { apiVersion, kind } = this.served;
    if (type === "BOOKMARK") return this.note(object);
    const item = itemIn(object, apiVersion, kind);
    this.note(item);
    return { type: type === "DELETED" ? "gone" : "set", object: item };
  }

  private note(object: unknown): undefined {
    const { metadata } = object as KubeObject;
    if (typeof metadata?.resourceVersion === "string") this.version = metadata.resourceVersion;
  }
}

/** Gone is what was known of that version, or the kind itself. */
const GONE = [404, 410];

/** Errors that a running watch may be told and that do not end it. */
function isPassing(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 429 || error.status >= 500);
}

/** A watch that was running ended before its time. */
class Interrupted extends Error {}

/** A line that is no event was cut; the watch goes on from the event before it. */
function parsed(line: string): { type: string; object: unknown } {
  try {
    const value: unknown = JSON.parse(line);
    if (isFields(value) && typeof value.type === "string")
      return { type: value.type, object: value.object };
  } catch {}
  throw new Interrupted("an event was cut");
}
