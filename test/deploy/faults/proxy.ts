import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Agent, createServer, request as send } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dump, load } from "js-yaml";
import { certificates } from "../../client/certificates.ts";
import { alter } from "./answers.ts";
import type { Fault } from "./faults.ts";

/** A request as the proxy sees it. */
export interface Seen {
  /** From 1 up, in the order in which requests came. */
  readonly n: number;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** A watch or a log that is followed: its answer does not end by itself. */
  readonly isStream: boolean;
  readonly userAgent: string;
}

/** What became of a request: the status that the client was given, or what was done to it. */
export interface Logged extends Seen {
  readonly outcome: string;
}

/** Asked for each request; undefined lets it through. */
export type Hook = (n: number, request: Seen) => Fault | undefined;

export interface FaultyProxy extends AsyncDisposable {
  readonly server: string;
  /** Path of a kubeconfig that points to the proxy, with the users of the one behind it. */
  readonly kubeconfig: string;
  /** Requests that are over, in the order of their ends. */
  readonly log: readonly Logged[];
  /** How many requests came. */
  readonly count: number;
  /** From now on; undefined lets everything through. */
  hook: Hook | undefined;
}

/**
 * A proxy before an API server on which things go wrong: HTTP/1.1 over TLS with a certificate of its own,
 * on a port of this machine. Clients that log in by certificate cannot pass, those with tokens can.
 *
 * @param kubeconfig of the server behind it
 */
export async function faultyProxy(kubeconfig: string, hook?: Hook): Promise<FaultyProxy> {
  const { ca, server: pair } = certificates();
  const config = load(readFileSync(kubeconfig, "utf8")) as Kubeconfig;
  const { cluster } = config.clusters[0]!;
  const agent = new Agent({
    keepAlive: true,
    ca: Buffer.from(cluster["certificate-authority-data"], "base64"),
  });
  const log: Logged[] = [];
  const sockets = new Set<Socket>();
  let count = 0;
  const handle = async (incoming: IncomingMessage, response: ServerResponse) => {
    count += 1;
    const seen = seenOf(count, incoming);
    const fault = proxy.hook?.(seen.n, seen);
    const outcome = await pass(incoming, response, seen, fault, { agent, server: cluster.server });
    log.push({ ...seen, outcome });
  };
  const listener = createServer(
    { cert: pair.cert, key: pair.key, ALPNProtocols: ["http/1.1"] },
    (incoming, response) => void handle(incoming, response),
  );
  listener.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const server = `https://127.0.0.1:${(listener.address() as AddressInfo).port}`;
  const folder = mkdtempSync(join(tmpdir(), "slipway-proxy-"));
  const proxy = {
    server,
    kubeconfig: join(folder, "kubeconfig"),
    log,
    get count() {
      return count;
    },
    hook,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      agent.destroy();
      await new Promise((resolve) => listener.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
  const own = { server, "certificate-authority-data": Buffer.from(ca).toString("base64") };
  const clusters = config.clusters.map(({ name }) => ({ name, cluster: own }));
  writeFileSync(proxy.kubeconfig, dump({ ...config, clusters }), { mode: 0o600 });
  return proxy;
}

interface Kubeconfig {
  clusters: { name: string; cluster: { server: string; "certificate-authority-data": string } }[];
}

function seenOf(n: number, incoming: IncomingMessage): Seen {
  const path = incoming.url ?? "/";
  return {
    n,
    method: incoming.method ?? "GET",
    path,
    isStream: /[?&](watch|follow)=(true|1)\b/.test(path),
    userAgent: incoming.headers["user-agent"] ?? "",
  };
}

interface Behind {
  readonly agent: Agent;
  readonly server: string;
}

/** Does to one request what the fault says, and answers what became of it. */
async function pass(
  incoming: IncomingMessage,
  response: ServerResponse,
  seen: Seen,
  fault: Fault | undefined,
  behind: Behind,
): Promise<string> {
  const body = await bodyOf(incoming);
  if (fault?.kind === "delay") await new Promise((resolve) => setTimeout(resolve, fault.ms));
  if (fault?.kind === "drop" && fault.when === "before") {
    await fault.first?.();
    response.destroy();
    return "dropped before";
  }
  if (fault?.kind === "answer" && !fault.isForwarded)
    return alter(response, seen, undefined, fault);
  const answer = await forward(incoming, seen, body, behind);
  if (!answer) {
    response.destroy();
    return "unreachable";
  }
  const outcome = await alter(response, seen, answer, fault);
  return fault?.kind === "delay" ? `delayed ${outcome}` : outcome;
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of message) chunks.push(chunk as Buffer);
  } catch {
    // The client has gone; what it has sent is passed on as it is.
  }
  return Buffer.concat(chunks);
}

/** Sends a request to the server behind; undefined where that does not answer. */
function forward(incoming: IncomingMessage, seen: Seen, body: Buffer, behind: Behind) {
  const { connection: _, host: __, "transfer-encoding": ___, ...headers } = incoming.headers;
  return new Promise<IncomingMessage | undefined>((resolve) => {
    const length = body.length > 0 ? { "content-length": body.length } : {};
    const sent = send(
      new URL(seen.path, behind.server),
      { method: seen.method, headers: { ...headers, ...length }, agent: behind.agent },
      resolve,
    );
    sent.on("error", () => resolve(undefined));
    sent.end(body);
  });
}
