import { once } from "node:events";
import { symlink } from "node:fs/promises";
import { type IncomingHttpHeaders, type IncomingMessage, request } from "node:http";
import { connect } from "node:net";
import { hostname } from "node:os";
import { Backend } from "./nginx-backend.ts";
import type { SiteFacts } from "./nginx-facts.ts";
import { Folder, freePort, rewrite, run, Server } from "./process.ts";

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Every value of a header that was sent, in order. */
  all(name: string): readonly string[];
  readonly body: Buffer;
}

interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/** What every page of these sites has in it. */
export const title = "a page of nobody else";

/** A rendered nginx.conf, moved from the pod's folders and names to a folder and ports of this machine. */
export class Site {
  readonly folder: Folder;
  readonly backend: Backend;
  readonly port: number;
  readonly facts: SiteFacts;
  private server: Server | undefined;

  private constructor(folder: Folder, backend: Backend, port: number, facts: SiteFacts) {
    this.folder = folder;
    this.backend = backend;
    this.port = port;
    this.facts = facts;
  }

  /** @param settings the file that is served beside the pages, where there is one */
  static async prepare(facts: SiteFacts, conf: string, settings?: string): Promise<Site> {
    const [folder, backend, port] = await Promise.all([Folder.make(), Backend.start(), freePort()]);
    const site = new Site(folder, backend, port, facts);
    await folder.folder("cache");
    await folder.folder("log");
    await folder.write("html/index.html", `<!doctype html><title>${title}</title>`);
    await folder.write("html/assets/app.js", `console.log("${"a page ".repeat(500)}");`);
    if (settings !== undefined) {
      // A mounted ConfigMap is a folder of links, as the kubelet lays it out.
      const { file = "" } = facts.settings ?? {};
      await folder.write(`html/config/..data/${file}`, settings);
      await symlink(`..data/${file}`, folder.at("html/config", file));
    }
    await folder.write(
      "nginx.conf",
      rewrite(conf, [
        ["pid /tmp/nginx.pid;", `pid ${folder.at("nginx.pid")};`],
        ["/var/cache/nginx/", `${folder.at("cache")}/`],
        ...(facts.logs ? [["/var/log/nginx/", `${folder.at("log")}/`] as const] : []),
        ["root /usr/share/nginx/html;", `root ${folder.at("html")};`],
        [`listen ${facts.port};`, `listen 127.0.0.1:${port};`],
        [`server ${facts.backend};`, `server 127.0.0.1:${backend.port};`],
      ]),
    );
    return site;
  }

  /** How a request arrives from the one who ended its TLS, or from one who saw none. */
  get arrival(): { readonly host: string; readonly "x-forwarded-proto": string } {
    const { host, httpsOnly } = this.facts;
    return { host, "x-forwarded-proto": httpsOnly ? "https" : "" };
  }

  private get arguments(): string[] {
    return ["-e", this.folder.at("error.log"), "-c", this.folder.at("nginx.conf")];
  }

  /** What `nginx -t` says of the configuration. */
  async test(): Promise<{ code: number; printed: string }> {
    // It opens /dev/stdout by name, which must be a file or a pipe of its own.
    const printed = await this.folder.write("printed", "");
    const command = 'nginx -t "$@" > "$0" 2>&1; code=$?; cat "$0"; exit $code';
    const { code, stdout } = await run("sh", ["-c", command, printed, ...this.arguments]);
    return { code, printed: stdout };
  }

  async start(): Promise<void> {
    this.server = await Server.start("nginx", [...this.arguments, "-g", "daemon off;"], {
      folder: this.folder,
      ready: () => accepts(this.port),
    });
  }

  async stop(): Promise<void> {
    await this.server?.stop();
    await this.backend.stop();
    await this.folder.remove();
  }

  get accessLog(): string {
    return this.folder.at("log", `${hostname().toLowerCase()}.log`);
  }

  /** The answer's head as soon as it is there; its body may still be coming. */
  async open(path: string, asking: Asking = {}): Promise<IncomingMessage> {
    const asked = request({
      host: "127.0.0.1",
      port: this.port,
      path,
      method: asking.method ?? "GET",
      headers: { ...this.arrival, ...asking.headers },
      agent: false,
    });
    asked.on("error", () => {}); // a refused body: the answer has already come
    asked.end(asking.body);
    const [response] = (await once(asked, "response")) as [IncomingMessage];
    return response;
  }

  async ask(path: string, asking: Asking = {}): Promise<Answer> {
    const response = await this.open(path, asking);
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    return {
      status: response.statusCode ?? 0,
      headers: response.headers,
      all: (name) => response.headersDistinct[name] ?? [],
      body: Buffer.concat(chunks),
    };
  }
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
