import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { compiler } from "./compile.ts";

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** A small client of the compiler's language server over stdio, for the files of one folder. */
export class LanguageServer {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, (message: Message) => void>();
  readonly #folder: string;
  #received = Buffer.alloc(0);
  #last = 0;

  constructor(folder: string) {
    this.#folder = folder;
    this.#process = spawn(process.execPath, [compiler, "--lsp", "--stdio"], { cwd: folder });
    this.#process.stdout?.on("data", (chunk: Buffer) => this.#receive(chunk));
  }

  async start(): Promise<void> {
    const documentation = ["markdown", "plaintext"];
    await this.request("initialize", {
      processId: process.pid,
      rootUri: this.uri("."),
      capabilities: {
        textDocument: {
          hover: { contentFormat: documentation },
          completion: {
            completionItem: {
              documentationFormat: documentation,
              resolveSupport: { properties: ["documentation", "detail"] },
            },
          },
        },
      },
    });
    this.#send({ method: "initialized", params: {} });
    for (const file of readdirSync(this.#folder).filter((name) => name.endsWith(".ts"))) {
      const text = readFileSync(join(this.#folder, file), "utf8");
      const textDocument = { uri: this.uri(file), languageId: "typescript", version: 1, text };
      this.#send({ method: "textDocument/didOpen", params: { textDocument } });
    }
  }

  uri(file: string): string {
    return pathToFileURL(join(this.#folder, file)).href;
  }

  async request(method: string, params?: unknown): Promise<unknown> {
    const id = ++this.#last;
    const answered = new Promise<Message>((resolve) => this.#waiting.set(id, resolve));
    this.#send({ id, method, params });
    const { result, error } = await answered;
    if (error) throw new Error(`${method}: ${error.message}`);
    return result;
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once("exit", resolve));
    try {
      await this.request("shutdown");
      this.#send({ method: "exit" });
    } finally {
      this.#process.stdin?.end();
    }
    await ended;
  }

  #send(message: object): void {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    this.#process.stdin?.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  #receive(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk]);
    for (;;) {
      const head = this.#received.indexOf("\r\n\r\n");
      const length = Number(
        /Content-Length: (\d+)/i.exec(this.#received.toString("latin1", 0, head))?.[1],
      );
      const end = head + 4 + length;
      if (head < 0 || this.#received.length < end) return;
      const message: Message = JSON.parse(this.#received.toString("utf8", head + 4, end));
      this.#received = this.#received.subarray(end);
      this.#answer(message);
    }
  }

  #answer(message: Message): void {
    if (message.id === undefined) return;
    if (message.method === undefined) {
      this.#waiting.get(message.id)?.(message);
      this.#waiting.delete(message.id);
    } else {
      // What the server asks of an editor (its settings, to watch files) has no bearing here.
      const asked = message as { id: number; params?: { items?: unknown[] } };
      const result = asked.params?.items?.map(() => null) ?? null;
      this.#send({ id: asked.id, result });
    }
  }
}
