import { Agent as PlainAgent } from "node:http";
import { Agent } from "node:https";
import { createSecureContext } from "node:tls";
import type { Access } from "../access.ts";
import type { Credential } from "../credentials/credentials.ts";
import { type ProxyFor, proxyOf } from "../proxy/choose.ts";
import { TunnelAgent } from "../proxy/tunnel.ts";

/** So many requests are under way at once; more wait. Watches and logs do not count. */
const SOCKETS = 32;

/** Keeps connections between requests; makes new ones when our certificate changes. */
export class Agents {
  private readonly access: Access;
  private readonly proxy: ProxyFor | undefined;
  private readonly all: Agent[] = [];
  private made:
    | { readonly credential: Credential; readonly requests: Agent; readonly streams: Agent }
    | undefined;

  constructor(access: Access, environment: Readonly<Record<string, string | undefined>>) {
    this.access = access;
    this.proxy = proxyOf(access, environment);
  }

  of(credential: Credential, use: "requests" | "streams"): Agent {
    const { made } = this;
    if (made && isSameIdentity(made.credential, credential)) return made[use];
    this.retire();
    const requests = this.make(credential, SOCKETS);
    const streams = this.make(credential, Number.POSITIVE_INFINITY);
    this.made = { credential, requests, streams };
    this.all.push(requests, streams);
    return this.made[use];
  }

  close(): void {
    for (const agent of this.all) agent.destroy();
  }

  /** What is under way with the old certificate ends as it would. */
  private retire(): void {
    const idle = Object.values(this.made?.requests.freeSockets ?? {});
    for (const socket of idle.flat()) socket?.destroy();
  }

  private make({ certificate, key }: Credential, maxSockets: number): Agent {
    const { server, trust } = this.access;
    const options = {
      keepAlive: true,
      // The kernel notices a machine that is gone.
      keepAliveMsecs: 15_000,
      maxSockets,
      // The least busy connection would be the one that the server closes next.
      scheduling: "lifo" as const,
      servername: trust.serverName ?? nameFor(server),
      rejectUnauthorized: !trust.isBlind,
      // Made once: reading the certificates again for each connection takes longer than most answers.
      ...(server.protocol === "https:" && {
        secureContext: createSecureContext({ ca: trust.ca, cert: certificate, key }),
      }),
    };
    if (this.proxy) return new TunnelAgent(options, this.proxy);
    // The type of an https agent is that of an http agent with more options.
    return server.protocol === "http:" ? (new PlainAgent(options) as Agent) : new Agent(options);
  }
}

/** TLS has no names for addresses. */
function nameFor({ hostname }: URL): string {
  return /^\[|^[\d.]+$/.test(hostname) ? "" : hostname;
}

function isSameIdentity(a: Credential, b: Credential): boolean {
  return isSame(a.certificate, b.certificate) && isSame(a.key, b.key);
}

function isSame(a: Buffer | undefined, b: Buffer | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && a.equals(b));
}
