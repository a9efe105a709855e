import type { ServerTrust } from "../access.ts";
import { PROXY_SCHEMES } from "../proxy/choose.ts";
import type { Part } from "./fields.ts";
import { CERTIFICATE, material } from "./files.ts";

/** The server of a cluster, and how to know it. */
export interface Server {
  readonly url: URL;
  readonly trust: ServerTrust;
  readonly proxy: URL | undefined;
  readonly isCompressed: boolean;
  /** What credential programs may be told of it: the cluster's extension for them. */
  readonly execConfig: unknown;
}

export function serverOf(cluster: Part): Server {
  const ca = material(cluster, "certificate-authority", CERTIFICATE);
  const isBlind = cluster.isOn("insecure-skip-tls-verify");
  if (isBlind && ca !== undefined)
    cluster.fail("insecure-skip-tls-verify", {
      message:
        "insecure-skip-tls-verify is set beside a certificate authority, which kubectl refuses too",
      instead: "the certificate authority alone",
    });
  const url = urlOf(cluster, ca !== undefined || isBlind);
  return {
    url,
    trust: { ca, isBlind, serverName: cluster.text("tls-server-name") },
    proxy: proxyIn(cluster),
    isCompressed: !cluster.isOn("disable-compression"),
    execConfig: extensionOf(cluster),
  };
}

/** An address without a scheme is one of TLS where something says so. */
function urlOf(cluster: Part, isSecure: boolean): URL {
  const server = cluster.text("server");
  const instead = "https://HOST:PORT";
  if (server === undefined)
    return cluster.fail("server", { message: "the cluster has no server", instead });
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(server) ? "" : isSecure ? "https://" : "http://";
  const url = URL.parse(scheme + server);
  if (url === null || !["https:", "http:"].includes(url.protocol))
    return cluster.fail("server", { message: `"${server}" is no address of a server`, instead });
  if (url.username !== "" || url.password !== "")
    return cluster.fail("server", {
      message: "the address of the server holds a login",
      instead: "username and password of the user",
    });
  url.search = "";
  url.hash = "";
  return url;
}

function proxyIn(cluster: Part): URL | undefined {
  const text = cluster.text("proxy-url");
  if (text === undefined) return undefined;
  const url = URL.parse(text);
  if (url && PROXY_SCHEMES.includes(url.protocol) && url.hostname !== "") return url;
  return cluster.fail("proxy-url", {
    message: "proxy-url is no address of a proxy",
    instead: "http://HOST:PORT, https://HOST:PORT or socks5://HOST:PORT",
  });
}

function extensionOf(cluster: Part): unknown {
  const ours = cluster.parts("extensions").find((each) => each.raw("name") === EXEC_EXTENSION);
  return ours?.raw("extension");
}

/** @see k8s.io/client-go/tools/clientcmd/client_config.go, clusterExtensionKey */
const EXEC_EXTENSION = "client.authentication.k8s.io/exec";
