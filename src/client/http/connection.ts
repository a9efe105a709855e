import { type ClientRequest, type IncomingMessage, request as plain } from "node:http";
import { request as secure } from "node:https";
import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { promisify } from "node:util";
import type { Access } from "../access.ts";
import type { Credential } from "../credentials/credentials.ts";
import { Agents } from "./agents.ts";
import type { Answer, Call } from "./call.ts";
import { Cut, Late, Stale, troubleOf } from "./trouble.ts";

/** Limits of one request, in milliseconds. */
export interface Limits {
  /** Until there is a connection. */
  readonly connect: number;
  /** Without a single byte. The server itself ends a request after 60 s. */
  readonly silence: number;
}

interface Exchange {
  readonly call: Call;
  readonly use: "requests" | "streams";
  readonly silence: number;
  readonly signal: AbortSignal | undefined;
}

/** What was sent, and as whom. */
export interface Sent<T> {
  readonly answer: T;
  readonly credential: Credential;
}

/** Sends requests to one server. Nothing is sent twice here. */
export class Connection {
  readonly access: Access;
  /** Whether the server ever answered. */
  hasAnswered = false;
  private readonly agents: Agents;
  /** Connections that were used before. */
  private readonly kept = new WeakSet<Socket>();
  private readonly limits: Limits;

  constructor(
    access: Access,
    limits: Limits,
    environment: Readonly<Record<string, string | undefined>>,
  ) {
    this.access = access;
    this.limits = limits;
    this.agents = new Agents(access, environment);
  }

  /**
   * Asks, and reads the whole answer, whatever its status.
   *
   * @throws ConnectionError, the signal's reason
   */
  async ask(call: Call, signal?: AbortSignal): Promise<Sent<Answer>> {
    const { silence } = this.limits;
    const { answer, credential } = await this.start({ call, use: "requests", silence, signal });
    return { answer: await this.whole(answer, signal), credential };
  }

  /** Asks for an answer that goes on and on; ended after so many milliseconds of silence. */
  async open(call: Call, silence: number, signal?: AbortSignal): Promise<Sent<IncomingMessage>> {
    return this.start({ call, use: "streams", silence, signal });
  }

  /** The rest of an answer. */
  async whole(message: IncomingMessage, signal?: AbortSignal): Promise<Answer> {
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of message) chunks.push(chunk);
      if (!message.complete) throw new Cut();
      const bytes = Buffer.concat(chunks);
      const isPacked = message.headers["content-encoding"] === "gzip";
      const body = (isPacked ? await unpacked(bytes) : bytes).toString("utf8");
      return { status: message.statusCode ?? 0, headers: message.headersDistinct, body };
    } catch (error) {
      signal?.throwIfAborted();
      throw troubleOf(error, this.access.server);
    }
  }

  close(): void {
    this.agents.close();
  }

  private async start(exchange: Exchange): Promise<Sent<IncomingMessage>> {
    const { signal } = exchange;
    signal?.throwIfAborted();
    const credential = await this.access.credentials.current(signal);
    try {
      const answer = await this.send(exchange, credential);
      this.hasAnswered = true;
      return { answer, credential };
    } catch (error) {
      signal?.throwIfAborted();
      throw troubleOf(error, this.access.server);
    }
  }

  private send({ call, use, silence, signal }: Exchange, credential: Credential) {
    const { server } = this.access;
    const path = `${server.pathname.replace(/\/$/, "")}${call.path}`;
    const request = server.protocol === "https:" ? secure : plain;
    return new Promise<IncomingMessage>((resolve, reject) => {
      const options = {
        host: server.hostname.replace(/^\[|\]$/g, ""),
        port: server.port || undefined,
        path,
        method: call.method,
        headers: this.headers(call, use, credential),
        agent: this.agents.of(credential, use),
        signal,
      };
      let isKept = false;
      const sent = request(options, (answer) => {
        sent.setTimeout(0);
        answer.setTimeout(silence, () => answer.destroy(new Late("answer", silence / 1000)));
        resolve(answer);
      });
      const patience = this.limits.silence;
      sent.setTimeout(patience, () => sent.destroy(new Late("answer", patience / 1000)));
      sent.on("error", (error) => reject(isKept && isReset(error) ? new Stale(error) : error));
      sent.on("socket", (socket: TLSSocket) => {
        isKept = this.kept.has(socket);
        if (!isKept) this.expectConnection(sent, socket);
        this.kept.add(socket);
      });
      sent.end(call.body);
    });
  }

  private expectConnection(sent: ClientRequest, socket: TLSSocket): void {
    const { connect } = this.limits;
    const timer = setTimeout(() => sent.destroy(new Late("connect", connect / 1000)), connect);
    const stop = () => clearTimeout(timer);
    socket.once(socket.encrypted ? "secureConnect" : "connect", stop).once("close", stop);
  }

  private headers(call: Call, use: Exchange["use"], { authorization }: Credential) {
    const { isCompressed, impersonation } = this.access;
    return {
      ...impersonation,
      accept: call.accept ?? "application/json",
      "user-agent": "slipway",
      ...(use === "requests" && isCompressed && { "accept-encoding": "gzip" }),
      ...(authorization !== undefined && { authorization }),
      ...call.headers,
      ...(call.body !== undefined && {
        "content-type": call.contentType ?? "application/json",
        "content-length": Buffer.byteLength(call.body),
      }),
    };
  }
}

function isReset(error: Error): boolean {
  return "code" in error && (error.code === "ECONNRESET" || error.code === "EPIPE");
}

async function unpacked(bytes: Buffer): Promise<Buffer> {
  const { gunzip } = await import("node:zlib");
  return promisify(gunzip)(bytes);
}
