import { isIP } from "node:net";
import { fail } from "../../problem.ts";
import type { Access } from "../access.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Schemes of proxies that we can go through. */
export const PROXY_SCHEMES = ["http:", "https:", "socks5:", "socks5h:"];

/** The proxy between us and the server. */
export interface ProxyFor {
  readonly proxy: URL;
  readonly server: URL;
}

/**
 * The proxy to go through: the kubeconfig's, else `HTTPS_PROXY` (`HTTP_PROXY` for a server without TLS)
 * unless the server is this machine or `NO_PROXY` names it.
 *
 * @throws ProblemError for a proxy in the environment that is none
 * @see golang.org/x/net/http/httpproxy
 */
export function proxyOf(
  { server, proxy }: Pick<Access, "server" | "proxy">,
  environment: Environment,
): ProxyFor | undefined {
  if (proxy !== undefined) return { proxy, server };
  const name = server.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY";
  const given = either(environment, name);
  if (given === "" || !isProxied(server, either(environment, "NO_PROXY"))) return undefined;
  const url = URL.parse(/^[a-z0-9]+:\/\//i.test(given) ? given : `http://${given}`);
  if (url === null || !PROXY_SCHEMES.includes(url.protocol))
    fail({
      message: `${name} of the environment is not the address of a proxy`,
      instead: "http://HOST:PORT, https://HOST:PORT or socks5://HOST:PORT",
    });
  return { proxy: url, server };
}

function either(environment: Environment, name: string): string {
  return environment[name] || environment[name.toLowerCase()] || "";
}

/** Whether NO_PROXY (names, `.domains`, addresses, networks, each with or without a port) lets it through. */
function isProxied(server: URL, exceptions: string): boolean {
  const host = server.hostname.replace(/^\[|\]$/g, "").toLowerCase();
  const port = server.port || (server.protocol === "https:" ? "443" : "80");
  if (host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127.")))
    return false;
  return !exceptions
    .split(",")
    .map((entry) => entry.trim().toLowerCase())
    .some((entry) => entry !== "" && (entry === "*" || isNamed(entry, host, port)));
}

function isNamed(entry: string, host: string, port: string): boolean {
  const [network = "", bits] = entry.split("/");
  if (bits !== undefined && isIP(network)) return isIn(network, Number(bits), host);
  const [, name = entry, wantedPort] =
    /^(?:\[?([^\]]*?)\]?)(?::(\d+))?$/.exec(isIP(entry) ? `[${entry}]` : entry) ?? [];
  if (wantedPort !== undefined && wantedPort !== port) return false;
  if (isIP(name)) return isIP(host) !== 0 && isIn(name, isIP(name) === 4 ? 32 : 128, host);
  const domain = name.replace(/^\*\./, ".");
  return domain.startsWith(".")
    ? host.endsWith(domain)
    : host === domain || host.endsWith(`.${domain}`);
}

function isIn(network: string, bits: number, host: string): boolean {
  const isPossible =
    Number.isInteger(bits) && bits >= 0 && bits <= (isIP(network) === 4 ? 32 : 128);
  if (!isPossible || isIP(host) === 0) return false;
  // Node loads it when it is asked for, which few need.
  const list = new (process.getBuiltinModule("node:net").BlockList)();
  list.addSubnet(network, bits, familyOf(network));
  return list.check(host, familyOf(host));
}

function familyOf(host: string): "ipv4" | "ipv6" {
  return isIP(host) === 6 ? "ipv6" : "ipv4";
}
