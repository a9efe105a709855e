import type { Answered, Asked } from "../cluster.ts";
import { ApiError } from "../errors.ts";
import type { Api } from "../http/api.ts";
import type { Answer, Call } from "../http/call.ts";
import { isStatus } from "../http/refusal.ts";

/** Milliseconds. An API server gives a connection up after 30 s. */
const PATIENCE = 40_000;

/** @see k8s.io/apimachinery/pkg/util/proxy/transport.go */
const UNREACHED = /error trying to reach service: ?/;

/**
 * Asks a program in a pod through the API server's proxy.
 *
 * @throws ApiError where the server itself refuses: no right to the proxy, no such pod; ConnectionError;
 *   the signal's reason
 */
export async function proxied(
  api: Api,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  { port, path, isSecure = false, headers, timeout = PATIENCE }: Asked,
  signal?: AbortSignal,
): Promise<Answered> {
  const patience = AbortSignal.timeout(timeout);
  const pod = `${isSecure ? "https:" : ""}${encodeURIComponent(name)}:${port}`;
  const call: Call = {
    method: "GET",
    path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${pod}/proxy/${escaped(path)}`,
    what: `ask ${name} for ${path}`,
    accept: "*/*",
    headers,
  };
  let unanswered: string | undefined;
  const isOwn = (answer: Answer) => {
    if (!isStatus(answer)) return false;
    const unreached = answer.status === 503 ? UNREACHED.exec(answer.body) : null;
    if (unreached) unanswered = reasonIn(answer.body);
    return !unreached;
  };
  try {
    const both = signal ? AbortSignal.any([signal, patience]) : patience;
    const status = await api.status(call, isOwn, both);
    return unanswered === undefined ? { status } : { unanswered };
  } catch (error) {
    signal?.throwIfAborted();
    if (patience.aborted) return { unanswered: `no answer within ${timeout / 1000} s` };
    if (
      error instanceof ApiError &&
      error.status === 400 &&
      /address not allowed/.test(error.message)
    )
      return { unanswered: error.message };
    throw error;
  }
}

/** Why the server did not reach it, in its own words. */
function reasonIn(body: string): string {
  const { message } = JSON.parse(body) as { readonly message?: unknown };
  return String(message).replace(UNREACHED, "");
}

/** Without the slash at its beginning; what may not stand in a request is escaped, what is escaped stays. */
function escaped(path: string): string {
  return path.replace(/^\//, "").replace(/[^\x21-\x7e]+/g, encodeURIComponent);
}
