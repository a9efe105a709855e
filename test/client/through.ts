import type { IncomingMessage, ServerResponse } from "node:http";
import { request } from "node:https";
import { connect } from "../../src/client/connect.ts";
import { readAccess } from "../../src/client/kubeconfig/access.ts";
import { Folder } from "./folder.ts";
import { type Handler, type Seen, serve } from "./server.ts";

/** What is done to a request: undefined lets it through as it is. */
export type Fault = (n: number, seen: Seen) => Handler | ChangedAnswer | undefined;

/** Lets the request through and does something to the answer. */
export interface ChangedAnswer {
  readonly change: (answer: IncomingMessage, response: ServerResponse) => void;
}

/** A client whose requests to a real API server go through a place where things go wrong. */
export async function connectThrough(kubeconfig: string, fault: Fault, budget = 20_000) {
  const access = await readAccess({ context: undefined, kubeconfig, environment: {} });
  const { certificate, key, authorization } = await access.credentials.current();
  const server = await serve(
    async (n, seen, response) => {
      const wrong = fault(n, seen);
      if (typeof wrong === "function") return wrong(n, seen, response);
      const url = new URL(seen.path, access.server);
      const { host: _, ...given } = seen.headers;
      const headers = { ...given, ...(authorization !== undefined && { authorization }) };
      const options = { method: seen.method, headers, ca: access.trust.ca, cert: certificate, key };
      const sent = request(url, options, (answer) => {
        if (wrong) return wrong.change(answer, response);
        response.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(response);
        answer.on("error", () => response.destroy());
        response.on("close", () => answer.destroy());
      });
      sent.on("error", () => response.destroy());
      sent.end(seen.body);
    },
    { tls: false },
  );
  const folder = new Folder();
  const file = folder.write("config", {
    "current-context": "faulty",
    contexts: [{ name: "faulty", context: { cluster: "c" } }],
    clusters: [{ name: "c", cluster: { server: server.url } }],
  });
  const troubles: string[] = [];
  const onTrouble = (message: string) => troubles.push(message);
  const client = await connect({ kubeconfig: file, environment: {}, budget, onTrouble });
  return {
    client,
    troubles,
    seen: server.seen,
    async [Symbol.asyncDispose]() {
      client.close();
      await server[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}
