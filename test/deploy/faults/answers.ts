import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "./faults.ts";
import type { Seen } from "./proxy.ts";

/** Kubernetes' reasons for the codes that a fault answers. */
const REASONS: Readonly<Record<number, string>> = {
  401: "Unauthorized",
  409: "Conflict",
  410: "Expired",
  429: "TooManyRequests",
  500: "InternalError",
  503: "ServiceUnavailable",
};

/**
 * Gives the client an answer, as the fault alters it, and says what became of the request.
 *
 * @param answer of the server, undefined where it was not asked
 */
export async function alter(
  response: ServerResponse,
  seen: Seen,
  answer: IncomingMessage | undefined,
  fault: Fault | undefined,
): Promise<string> {
  if (fault?.kind === "answer") {
    if (answer) await wholeOf(answer);
    return refuse(response, fault.status, fault.retryAfter);
  }
  if (!answer) throw new Error("only a fault's own answer needs none of the server");
  const status = answer.statusCode ?? 0;
  if (seen.isStream && status === 200) return stream(response, answer, fault);
  const whole = await wholeOf(answer);
  if (fault?.kind === "drop") {
    await fault.first?.();
    response.destroy();
    return `dropped after ${status}`;
  }
  if (!whole) {
    response.destroy();
    return "unreachable";
  }
  const { "transfer-encoding": _, connection: __, ...headers } = answer.headers;
  if (!bodiless(seen.method, status)) headers["content-length"] = String(whole.length);
  response.writeHead(status, headers);
  if (fault?.kind === "truncate" && whole.length > 1) {
    await new Promise((resolve) => response.write(whole.subarray(0, whole.length / 2), resolve));
    response.destroy();
    return `truncated ${status}`;
  }
  response.end(whole);
  return String(status);
}

const bodiless = (method: string, status: number) =>
  method === "HEAD" || status === 204 || status === 304;

/** The body of an answer; undefined where it broke off. */
async function wholeOf(answer: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of answer) chunks.push(chunk as Buffer);
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks);
}

/** Passes a watch or log on while it goes, up to where the fault ends it. */
async function stream(
  response: ServerResponse,
  answer: IncomingMessage,
  fault: Fault | undefined,
): Promise<string> {
  const { "transfer-encoding": _, connection: __, ...headers } = answer.headers;
  response.writeHead(200, headers);
  response.flushHeaders();
  const over = new Promise<string>((resolve) => {
    answer.on("data", (chunk: Buffer) => response.write(chunk));
    answer.on("end", () => resolve("200"));
    answer.on("error", () => resolve("unreachable"));
    response.on("close", () => resolve("200, left"));
  });
  const outcome = await Promise.race([over, endedBy(fault, response)]);
  answer.destroy();
  if (outcome === "200" || outcome === "expired") response.end();
  else response.destroy();
  return outcome;
}

/** Ends a stream as a fault says; never for a fault that does not. */
async function endedBy(fault: Fault | undefined, response: ServerResponse): Promise<string> {
  switch (fault?.kind) {
    case "drop":
      await fault.first?.();
      return "dropped after 200";
    case "truncate":
      await sleep(100, undefined, { ref: false });
      response.write('{"type":"MODI');
      return "truncated 200";
    case "cut":
      await sleep(fault.ms, undefined, { ref: false });
      return "cut";
    case "expire": {
      await sleep(fault.ms, undefined, { ref: false });
      const object = status(410, "too old resource version: 1 (2)");
      response.write(`${JSON.stringify({ type: "ERROR", object })}\n`);
      return "expired";
    }
    default:
      return new Promise(() => {});
  }
}

function refuse(response: ServerResponse, code: number, retryAfter: number | undefined): string {
  const body = JSON.stringify(status(code, `asked for by a fault: ${code}`));
  response.writeHead(code, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    ...(retryAfter !== undefined && { "retry-after": String(retryAfter) }),
  });
  response.end(body);
  return `answered ${code}`;
}

function status(code: number, message: string) {
  const reason = REASONS[code] ?? "Unknown";
  return { kind: "Status", apiVersion: "v1", status: "Failure", message, reason, code };
}
