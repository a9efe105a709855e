import { ApiError, ConnectionError } from "../errors.ts";
import type { Call } from "./call.ts";
import { backOff, pause } from "./pause.ts";
import { Stale } from "./trouble.ts";

/** How long to try, and whom to tell. */
export interface Patience {
  /** Milliseconds from the first failure on. */
  readonly budget: number;
  /** Hears of each failure that will be tried again. Without secrets. */
  readonly onTrouble: (message: string) => void;
}

/** One thing that is tried until it works. */
export interface Trying<T> {
  readonly attempt: (failures: number) => Promise<T>;
  /** Whether the server was reached before: what was there may come back, what never was is a mistake. */
  readonly wasReached: () => boolean;
  readonly call: Call;
  readonly signal?: AbortSignal | undefined;
}

/** So often at most where it will hardly help. */
const FEW = 4;
/** So often a kept connection may turn out to be closed without anybody being told. */
const STALE = 3;

/**
 * Tries again what broke on the way, with growing pauses, until it works or time is up.
 *
 * @throws the last error, with how often it was tried; the signal's reason
 */
export async function persist<T>(trying: Trying<T>, { budget, onTrouble }: Patience): Promise<T> {
  const { call, attempt, signal } = trying;
  let since: number | undefined;
  let stale = 0;
  for (let failures = 1; ; failures++) {
    try {
      return await attempt(failures - 1);
    } catch (error) {
      signal?.throwIfAborted();
      const worth = worthOf(error, trying);
      if (error instanceof ConnectionError && worth !== "none") call.onLost?.();
      if (isStale(error) && stale++ < STALE) continue;
      since ??= Date.now();
      const wait = Math.max(backOff(failures), askedFor(error));
      const isOver = Date.now() - since + wait > budget;
      if (worth === "none" || isOver || (worth === "little" && failures >= FEW))
        throw failures > 1 ? tried(error, failures, Date.now() - since) : error;
      onTrouble(`${call.what}: ${(error as Error).message}; again in ${seconds(wait)}`);
      await pause(wait, signal);
    }
  }
}

function worthOf(error: unknown, trying: Trying<unknown>): "none" | "little" | "much" {
  if (error instanceof ConnectionError) {
    if (error.trouble === "untrusted" || error.trouble === "credentials") return "none";
    if (trying.wasReached()) return "much";
    return error.trouble === "unreachable" ? "none" : "little";
  }
  return error instanceof ApiError ? worthOfRefusal(error, trying.call) : "none";
}

function worthOfRefusal({ status, reason, message, causes }: ApiError, call: Call) {
  switch (status) {
    case 429:
    case 502:
    case 503:
    case 504:
      return "much";
    case 500:
      if (OUR_FAULT.test(message)) return "none";
      return PASSING_FAULT.test(message) ? "much" : "little";
    case 408:
      return "little";
    case 410:
      return call.hasVersion ? "none" : "little";
    case 403:
      return NOT_READY.test(message) ? "much" : "none";
    case 409:
      if (reason === "AlreadyExists" || causes.length > 0) return "none";
      return (call.isConflictPassing ?? call.method === "GET") || QUOTA_CONFLICT.test(message)
        ? "little"
        : "none";
    default:
      return "none";
  }
}

/** Internal errors that are somebody else's who may come back: webhooks, etcd, aggregated servers. */
const PASSING_FAULT =
  /failed calling webhook|conversion webhook|etcdserver|leader changed|time(?:d )?out|deadline exceeded|connection re(?:fused|set)|unexpected EOF|no endpoints available|not yet|dial tcp/i;

/** What a server-side apply cannot merge, which the server tells as an internal error. */
const OUR_FAULT = /failed to create typed (?:patch|live) object/;

/** A server, or a quota, that has just come up. */
const NOT_READY = /not yet ready to handle request|status unknown for quota/;

/** The server counts usage with a check of its own that may lose against another request. */
const QUOTA_CONFLICT = /cannot be fulfilled on resourcequotas/;

function isStale(error: unknown): boolean {
  return error instanceof ConnectionError && error.cause instanceof Stale;
}

function askedFor(error: unknown): number {
  return error instanceof ApiError ? (error.retryAfter ?? 0) * 1000 : 0;
}

function tried(error: unknown, times: number, milliseconds: number): unknown {
  const said = ` (tried ${times} times in ${seconds(milliseconds)})`;
  if (error instanceof ConnectionError)
    return new ConnectionError(error.trouble, error.message + said, { cause: error.cause });
  if (!(error instanceof ApiError)) return error;
  const { status, reason, message, causes, retryAfter } = error;
  return new ApiError({ status, reason, message: message + said, causes, retryAfter });
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(milliseconds < 9_950 ? 1 : 0)} s`;
}
