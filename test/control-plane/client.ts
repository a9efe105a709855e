import { readFileSync } from "node:fs";
import { Agent, request as send } from "node:https";
import { dirname, resolve } from "node:path";
import { load } from "js-yaml";

/** What the API server answered. */
export interface Answer {
  readonly status: number;
  /** The parsed JSON, or the text where it is none. */
  readonly body: unknown;
  /** The texts of the Warning headers. */
  readonly warnings: readonly string[];
}

/** Sends one request to the API server. A body that is no string is sent as JSON. */
export type Request = (
  method: string,
  path: string,
  body?: unknown,
  contentType?: string,
) => Promise<Answer>;

interface Kubeconfig {
  "current-context"?: string;
  contexts?: { name: string; context: { cluster: string; user: string } }[];
  clusters?: { name: string; cluster: Record<string, string | boolean> }[];
  users?: { name: string; user: Record<string, unknown> }[];
}

/**
 * A client for the server that a kubeconfig's current context names.
 *
 * @throws Error when the file names no server, or wants a login program (use a token or certificates)
 */
export function connect(kubeconfig: string): { server: string; request: Request; close(): void } {
  const config = load(readFileSync(kubeconfig, "utf8")) as Kubeconfig;
  const context = config.contexts?.find(({ name }) => name === config["current-context"])?.context;
  const cluster = config.clusters?.find(({ name }) => name === context?.cluster)?.cluster;
  const user = config.users?.find(({ name }) => name === context?.user)?.user ?? {};
  if (typeof cluster?.server !== "string") {
    throw new Error(`${kubeconfig}: the current context names no cluster with a server`);
  }
  if (user.exec) {
    throw new Error(`${kubeconfig}: logs in with a program; write a token or certificate into it`);
  }
  const material = (owner: Record<string, unknown>, name: string) => {
    const data = owner[`${name}-data`];
    if (typeof data === "string") return Buffer.from(data, "base64");
    const file = owner[name];
    return typeof file === "string" ? readFileSync(resolve(dirname(kubeconfig), file)) : undefined;
  };
  const agent = new Agent({
    keepAlive: true,
    maxSockets: 16,
    ca: material(cluster, "certificate-authority"),
    cert: material(user, "client-certificate"),
    key: material(user, "client-key"),
    rejectUnauthorized: cluster["insecure-skip-tls-verify"] !== true,
  });
  const server = cluster.server;
  const token = typeof user.token === "string" ? user.token : undefined;
  return {
    server,
    request: (method, path, body, contentType) =>
      exchange({ url: new URL(path, server), agent, token, method, body, contentType }),
    close: () => agent.destroy(),
  };
}

interface Exchange {
  url: URL;
  agent: Agent;
  token: string | undefined;
  method: string;
  body: unknown;
  contentType: string | undefined;
}

function exchange({ url, agent, token, method, body, contentType }: Exchange): Promise<Answer> {
  const payload = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
  const headers = {
    accept: "application/json",
    "user-agent": "test-bed",
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(payload !== undefined && {
      "content-type": contentType ?? "application/json",
      "content-length": Buffer.byteLength(payload),
    }),
  };
  return new Promise((resolve, reject) => {
    const sent = send(url, { agent, method, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("error", reject);
      response.on("end", () => {
        resolve({
          status: response.statusCode ?? 0,
          body: parsed(text),
          warnings: (response.headersDistinct.warning ?? []).map(warningText),
        });
      });
    });
    sent.on("error", reject);
    sent.end(payload);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** `299 - "text"`, with quotes and backslashes in the text escaped (RFC 7234). */
function warningText(header: string): string {
  const quoted = /^\d+ \S+ "((?:[^"\\]|\\.)*)"/.exec(header)?.[1];
  return quoted === undefined ? header : quoted.replaceAll(/\\(.)/g, "$1");
}
