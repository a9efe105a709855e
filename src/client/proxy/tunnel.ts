import { request } from "node:http";
import { Agent, type AgentOptions, request as secureRequest } from "node:https";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { connect as secured } from "node:tls";
import { ConnectionError } from "../errors.ts";
import type { ProxyFor } from "./choose.ts";
import { type Endpoint, Refused } from "./endpoint.ts";
import { socksTunnel } from "./socks.ts";

/** How long a proxy may take to reach the server, in milliseconds. */
const PATIENCE = 15_000;

/** An agent whose connections go through a proxy that passes on bytes, so that TLS is between us and the server. */
export class TunnelAgent extends Agent {
  private readonly way: ProxyFor;

  constructor(options: AgentOptions, way: ProxyFor) {
    super(options);
    this.way = way;
  }

  override createConnection(
    options: AgentOptions,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | null | undefined {
    const { proxy, server } = this.way;
    const open = proxy.protocol.startsWith("socks5") ? socksTunnel : httpTunnel;
    open(proxy, endpoint(server), AbortSignal.timeout(PATIENCE)).then(
      (socket) =>
        callback?.(null, server.protocol === "https:" ? secured({ ...options, socket }) : socket),
      (error: unknown) => callback?.(proxyTrouble(error, proxy), undefined as unknown as Duplex),
    );
    return undefined;
  }
}

function endpoint({ hostname, port, protocol }: URL): Endpoint {
  const host = hostname.replace(/^\[|\]$/g, "");
  return { host, port: Number(port) || (protocol === "https:" ? 443 : 80) };
}

/** By the method CONNECT. */
function httpTunnel(proxy: URL, { host, port }: Endpoint, signal: AbortSignal): Promise<Socket> {
  const path = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  const { username, password } = proxy;
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const headers = {
    host: path,
    ...(username !== "" && {
      "proxy-authorization": `Basic ${Buffer.from(login).toString("base64")}`,
    }),
  };
  const send = proxy.protocol === "https:" ? secureRequest : request;
  return new Promise((resolve, reject) => {
    const asked = send({
      host: proxy.hostname,
      port: proxy.port || (proxy.protocol === "https:" ? 443 : 80),
      method: "CONNECT",
      path,
      headers,
      agent: false,
      signal,
    });
    asked.on("error", reject);
    asked.on("connect", (answer, socket: Socket) => {
      if (answer.statusCode === 200) return resolve(socket);
      socket.destroy();
      const hint = answer.statusCode === 407 ? ": it wants a user and password in its URL" : "";
      reject(new Refused(`it answered ${answer.statusCode} for ${path}${hint}`));
    });
    asked.on("response", (answer) => {
      answer.destroy();
      reject(new Refused(`it answered ${answer.statusCode} for ${path}`));
    });
    asked.end();
  });
}

function proxyTrouble(error: unknown, { protocol, host }: URL): ConnectionError {
  const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
  const why = error instanceof Refused ? error.message : `it cannot be reached${code}`;
  return new ConnectionError("unreachable", `the proxy ${protocol}//${host}: ${why}`, {
    cause: error,
  });
}
