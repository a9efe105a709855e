import { createServer as createPlain, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer, type ServerOptions } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { certificates } from "./certificates.ts";

/** A request that a server saw. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headersDistinct"];
  /** The CN of the client's certificate. */
  readonly client: string | undefined;
  /** The name that the client asked for by TLS. */
  readonly name: string | undefined;
  readonly body: string;
}

/** Answers the nth request (from 1). */
export type Handler = (n: number, seen: Seen, response: ServerResponse) => void | Promise<void>;

/** A server that is told what to answer. */
export interface Server extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly seen: readonly Seen[];
}

/** Serves on loopback until it is disposed. */
export async function serve(
  handler: Handler,
  { tls = true, ...options }: ServerOptions & { readonly tls?: boolean } = {},
): Promise<Server> {
  const seen: Seen[] = [];
  const listen = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const socket = request.socket as TLSSocket;
    const one: Seen = {
      method: request.method!,
      path: request.url!,
      headers: request.headersDistinct,
      client: tls ? commonName(socket) : undefined,
      name: tls ? (socket.servername as string | false) || undefined : undefined,
      body: Buffer.concat(chunks).toString(),
    };
    seen.push(one);
    await handler(seen.length, one, response);
  };
  const server = tls
    ? createServer({ ...certificates().server, ...options }, listen)
    : createPlain(listen);
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => {}).on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls ? "https" : "http"}://127.0.0.1:${port}`,
    port,
    seen,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function commonName(socket: TLSSocket): string | undefined {
  const certificate = socket.getPeerCertificate();
  return certificate && "subject" in certificate ? String(certificate.subject?.CN) : undefined;
}

/** Answers with JSON. */
export function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}

/** Answers with a Status, as the API server does. */
export function refuse(
  response: ServerResponse,
  code: number,
  reason: string,
  message: string,
  headers: Record<string, string> = {},
): void {
  answer(
    response,
    code,
    { kind: "Status", apiVersion: "v1", status: "Failure", message, reason, code },
    headers,
  );
}
