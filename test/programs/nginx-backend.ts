import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** What a backend behind nginx answers, by path; it also takes WebSockets and sends back what they say. */
export class Backend {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  /** Requests that reached it, as it saw them. */
  readonly seen: IncomingMessage[] = [];
  /** Ends the answer of /api/stream, which has sent its first part long before. */
  release: () => void = () => {};

  private constructor() {
    this.server = createServer((request, response) => this.answer(request, response));
    this.server.on("upgrade", upgrade);
    this.server.on("connection", (socket: Socket) => this.sockets.add(socket));
  }

  static async start(): Promise<Backend> {
    const backend = new Backend();
    backend.server.listen(0, "127.0.0.1");
    await once(backend.server, "listening");
    return backend;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    await once(this.server, "close");
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    this.seen.push(request);
    switch (request.url) {
      case "/api/stream":
        response.writeHead(200, { "content-type": "application/json" });
        response.write('{ "part": "first" }\n');
        this.release = () => response.end('{ "part": "last" }\n');
        return;
      case "/api/large":
        response.writeHead(200, { "content-type": "application/json" });
        response.end(JSON.stringify({ text: "slipway ".repeat(1000) }));
        return;
      case "/api/strict":
        response.writeHead(200, {
          "x-frame-options": "SAMEORIGIN",
          "access-control-allow-origin": "*",
          "referrer-policy": "no-referrer",
        });
        response.end("own headers");
        return;
      case "/api/broken":
        response.writeHead(500).end("broken");
        return;
      default:
        request.resume().on("end", () => response.end("answered"));
    }
  }
}

/** @see RFC 6455, 1.3: the handshake. Frames are sent back as they come. */
function upgrade(request: IncomingMessage, socket: Socket): void {
  const key = `${request.headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
  const accept = createHash("sha1").update(key).digest("base64");
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  socket.on("error", () => {});
  socket.on("data", (data) => socket.write(data));
}
