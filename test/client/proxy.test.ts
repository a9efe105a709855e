import assert from "node:assert/strict";
import { createServer as createPlain } from "node:http";
import type { createServer as createSecure } from "node:https";
import { type AddressInfo, connect as connectTo, createServer, type Socket } from "node:net";
import { test } from "node:test";
import { connect } from "../../src/client/connect.ts";
import { proxyOf } from "../../src/client/proxy/choose.ts";
import { needs } from "../programs/installed.ts";
import { certificates } from "./certificates.ts";
import { Folder } from "./folder.ts";
import { answer, serve } from "./server.ts";

const { skip } = needs("openssl");
const version = { major: "1", minor: "36", gitVersion: "v1.36.3" };

/** Asks through a proxy for the version of a server whose name only the proxy knows. */
async function ask(proxy: string, environment: Record<string, string> = {}): Promise<string> {
  await using server = await serve((_, seen, response) => {
    assert.equal(seen.name, "kubernetes.example");
    answer(response, 200, version);
  });
  using folder = new Folder();
  const kubeconfig = folder.write("config", {
    "current-context": "c",
    contexts: [{ name: "c", context: { cluster: "c" } }],
    clusters: [
      {
        name: "c",
        cluster: {
          server: `https://kubernetes.example:${server.port}`,
          "certificate-authority-data": Buffer.from(certificates().ca).toString("base64"),
          ...(proxy && { "proxy-url": proxy }),
        },
      },
    ],
  });
  const cluster = await connect({ kubeconfig, environment, budget: 0 });
  try {
    await cluster.version();
    return (await cluster.version()).gitVersion;
  } finally {
    cluster.close();
  }
}

async function listening(
  server:
    | ReturnType<typeof createServer>
    | ReturnType<typeof createPlain>
    | ReturnType<typeof createSecure>,
) {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    [Symbol.dispose]: () => {
      server.close();
      if ("closeAllConnections" in server) server.closeAllConnections();
    },
  };
}

function piped(a: Socket, b: Socket): void {
  a.on("error", () => {})
    .on("close", () => b.destroy())
    .pipe(b);
  b.on("error", () => {})
    .on("close", () => a.destroy())
    .pipe(a);
}

function tunnelling(
  server: ReturnType<typeof createPlain> | ReturnType<typeof createSecure>,
  login?: string,
) {
  const asked: string[] = [];
  server.on("connect", (request, socket: Socket) => {
    asked.push(request.url!);
    const given = request.headers["proxy-authorization"];
    if (login !== undefined && given !== `Basic ${Buffer.from(login).toString("base64")}`)
      return void socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
    const onwards = connectTo(Number(request.url!.split(":").at(-1)), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      piped(socket, onwards);
    });
  });
  return asked;
}

test("goes through a proxy by CONNECT, once for all requests", { skip }, async () => {
  const server = createPlain();
  const asked = tunnelling(server);
  using proxy = await listening(server);
  assert.equal(await ask(`http://${proxy.host}`), "v1.36.3");
  assert.equal(asked.length, 1);
  assert.match(asked[0]!, /^kubernetes.example:\d+$/);
  assert.equal(await ask("", { HTTPS_PROXY: `http://${proxy.host}` }), "v1.36.3");
  assert.equal(await ask("", { https_proxy: proxy.host }), "v1.36.3");
});

test("a proxy may want a login", { skip }, async () => {
  const server = createPlain();
  tunnelling(server, "ada:p@ss");
  using proxy = await listening(server);
  assert.equal(await ask(`http://ada:p%40ss@${proxy.host}`), "v1.36.3");
  await assert.rejects(ask(`http://${proxy.host}`), (error) => {
    assert.match(
      String(error),
      /the proxy http:\/\/127.0.0.1:\d+: it answered 407 for kubernetes.example:\d+: it wants a user and password/,
    );
    return true;
  });
  await assert.rejects(
    ask(`http://ada:canary@${proxy.host}`),
    (error) => !/canary/.test(String(error)),
  );
});

test("a proxy that is not there is named", { skip }, async () => {
  await assert.rejects(
    ask("http://127.0.0.1:1"),
    /the proxy http:\/\/127.0.0.1:1: it cannot be reached \(ECONNREFUSED\)/,
  );
  await assert.rejects(
    ask("socks5://127.0.0.1:1"),
    /the proxy socks5:\/\/127.0.0.1:1: it cannot be reached/,
  );
});

/** A SOCKS 5 server that passes everything on to this machine. */
function socks(login?: string) {
  const asked: string[] = [];
  const server = createServer(async (socket) => {
    socket.on("error", () => {});
    const next = () => new Promise<Buffer>((resolve) => socket.once("data", resolve));
    const greeting = await next();
    assert.equal(greeting[0], 5);
    const method = login === undefined ? 0 : 2;
    if (!greeting.subarray(2).includes(method)) return void socket.end(Buffer.from([5, 255]));
    socket.write(Buffer.from([5, method]));
    if (login !== undefined) {
      const given = await next();
      const user = given.subarray(2, 2 + given[1]!).toString();
      const secret = given.subarray(3 + given[1]!).toString();
      socket.write(Buffer.from([1, `${user}:${secret}` === login ? 0 : 1]));
      if (`${user}:${secret}` !== login) return;
    }
    const wanted = await next();
    const name = wanted.subarray(5, 5 + wanted[4]!).toString();
    asked.push(name);
    const onwards = connectTo(wanted.readUInt16BE(5 + wanted[4]!), "127.0.0.1", () => {
      // In two pieces, with an address of IPv6.
      socket.write(Buffer.from([5, 0, 0]));
      setTimeout(() => {
        socket.write(Buffer.from([4, ...new Array(18).fill(0)]));
        piped(socket, onwards);
      }, 20);
    });
    onwards.on("error", () => socket.end(Buffer.from([5, 5, 0, 1, 0, 0, 0, 0, 0, 0])));
  });
  return { server, asked };
}

test("goes through a SOCKS 5 proxy, which looks up the name", { skip }, async () => {
  const { server, asked } = socks();
  using proxy = await listening(server);
  assert.equal(await ask(`socks5://${proxy.host}`), "v1.36.3");
  assert.deepEqual(asked, ["kubernetes.example"]);
  const strict = socks("ada:pw");
  using guarded = await listening(strict.server);
  assert.equal(await ask(`socks5://ada:pw@${guarded.host}`), "v1.36.3");
  await assert.rejects(
    ask(`socks5://ada:no@${guarded.host}`),
    /it refuses the user or the password/,
  );
  await assert.rejects(ask(`socks5://${guarded.host}`), /it wants another login/);
});

/** As golang.org/x/net/http/httpproxy has it. */
const exceptions: readonly (readonly [string, string, boolean])[] = [
  ["https://a.example", "", true],
  ["https://a.example", "*", false],
  ["https://a.example", "b.example, a.example", false],
  ["https://a.example", "example", false],
  ["https://example", ".example", true],
  ["https://a.example", ".example", false],
  ["https://a.example", "*.example", false],
  ["https://ba.example", "a.example", true],
  ["https://A.example", "a.EXAMPLE", false],
  ["https://a.example:6443", "a.example:6443", false],
  ["https://a.example:6443", "a.example:443", true],
  ["https://a.example", "a.example:443", false],
  ["https://10.1.2.3", "10.0.0.0/8", false],
  ["https://11.1.2.3", "10.0.0.0/8", true],
  ["https://10.1.2.3", "10.1.2.3", false],
  ["https://10.1.2.3:6443", "10.1.2.3:6443", false],
  ["https://[fd00::1]", "fd00::/8", false],
  ["https://[fd00::1]", "fd00::1", false],
  ["https://[fd00::1]:6443", "[fd00::1]:6443", false],
  ["https://localhost", "", false],
  ["https://127.0.0.1:6443", "", false],
  ["https://127.9.9.9", "", false],
  ["https://[::1]", "", false],
];
for (const [server, NO_PROXY, isProxied] of exceptions)
  test(`NO_PROXY="${NO_PROXY}" and ${server}`, () => {
    const environment = { HTTPS_PROXY: "http://proxy:3128", NO_PROXY };
    const way = proxyOf({ server: new URL(server), proxy: undefined }, environment);
    assert.equal(way !== undefined, isProxied);
  });

test("a proxy of the environment that is none is an error", () => {
  const server = new URL("https://a.example");
  const of = (HTTPS_PROXY: string) => proxyOf({ server, proxy: undefined }, { HTTPS_PROXY });
  assert.throws(
    () => of("ftp://proxy"),
    /HTTPS_PROXY of the environment is not the address of a proxy/,
  );
  assert.equal(of("proxy:3128")?.proxy.href, "http://proxy:3128/");
});
