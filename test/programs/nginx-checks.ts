import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { createGunzip, gunzipSync } from "node:zlib";
import type { SiteFacts } from "./nginx-facts.ts";
import { type Answer, type Site, title } from "./nginx-site.ts";

const noTls = { headers: { "x-forwarded-proto": "" } };

const safe: Readonly<Record<string, string>> = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "strict-origin-when-cross-origin",
  "strict-transport-security": "max-age=31536000; includeSubDomains",
};

function isSafe(answer: Answer, what: string): void {
  for (const [name, value] of Object.entries(safe))
    assert.deepEqual(answer.all(name), [value], `${name} on ${what}`);
}

const isPage = (answer: Answer) => assert.ok(answer.body.toString().includes(title));

/** The checks that a site's facts ask for. */
export function checksOf(facts: SiteFacts): readonly string[] {
  return Object.keys(checks).filter((name) => only[name]?.(facts) ?? true);
}

/** What a browser, a probe and a backend may count on. */
export const checks: Readonly<Record<string, (site: Site) => Promise<void>>> = {
  "gives the page for every path of the application": async (site) => {
    for (const path of ["/", "/chats/42", "/config", "/assets", "/assets/gone.css"]) {
      const answer = await site.ask(path);
      assert.equal(answer.status, 200, path);
      isPage(answer);
      assert.equal(answer.headers["cache-control"], "no-cache", `${path} is asked for anew`);
    }
    const script = await site.ask("/assets/app.js");
    assert.match(script.body.toString(), /console\.log/);
    assert.equal(script.headers["content-type"], "application/javascript");
  },

  "answers a probe, which says nothing of TLS": async (site) => {
    const answer = await site.ask("/index.html", { headers: { "x-forwarded-proto": "" } });
    assert.equal(answer.status, 200);
    isPage(answer);
  },

  "sends people without TLS to https": async (site) => {
    const { host, handedOn } = site.facts;
    const paths = ["/", "/chats/42?tab=1", "/config/config.json"];
    for (const path of [...paths, ...handedOn.map((each) => `${each}users`)]) {
      const answer = await site.ask(path, noTls);
      assert.equal(answer.status, 301, path);
      assert.equal(answer.headers.location, `https://${host}${path}`);
    }
    assert.equal(site.backend.seen.length, 0, "nothing was handed on");
  },

  "answers people without TLS, for there is none": async (site) => {
    const { port } = site;
    for (const host of [site.facts.host, "localhost:5173", `127.0.0.1:${port}`]) {
      const page = await site.ask("/chats/42", { headers: { host } });
      assert.equal(page.status, 200, host);
      isPage(page);
      assert.equal(
        (await site.ask("/api/users", { headers: { host } })).body.toString(),
        "answered",
      );
    }
    assert.equal(site.backend.seen.at(-1)?.headers["x-forwarded-proto"], "http");
  },

  "puts the safe headers on every sort of answer, once": async (site) => {
    isSafe(await site.ask("/"), "the page");
    isSafe(await site.ask("/index.html"), "the probe's answer");
    isSafe(await site.ask("/assets/app.js"), "a file");
    isSafe(await site.ask("/", noTls), "an answer without TLS");
    isSafe(await site.ask("/api/users"), "a handed-on answer");
    isSafe(await site.ask("/api/strict"), "an answer with headers of its own");
    isSafe(await site.ask("/api/broken"), "an error of the backend");
    isSafe(await site.ask("/", { method: "PUT" }), "an error of nginx");
    if (site.facts.settings) isSafe(await site.ask("/config/config.json"), "the settings");
  },

  "lets the allowed page call, and no other": async (site) => {
    const { origin = "" } = site.facts;
    for (const path of ["/index.html", "/assets/app.js", "/api/users", "/api/strict"]) {
      const answer = await site.ask(path, { headers: { origin } });
      assert.deepEqual(answer.all("access-control-allow-origin"), [origin], path);
      assert.ok(answer.all("vary").join().includes("Origin"), `${path} varies`);
      for (const other of ["https://evil.example", `${origin}.evil.example`, "null"]) {
        const refused = await site.ask(path, { headers: { origin: other } });
        assert.deepEqual(refused.all("access-control-allow-origin"), [], `${path} for ${other}`);
      }
    }
  },

  "leaves calls from elsewhere to the backend": async (site) => {
    const headers = { origin: "https://evil.example" };
    for (const path of ["/index.html", "/assets/app.js", "/api/users"])
      assert.deepEqual((await site.ask(path, { headers })).all("access-control-allow-origin"), []);
    const own = await site.ask("/api/strict", { headers });
    assert.deepEqual(own.all("access-control-allow-origin"), ["*"]);
  },

  "answers the allowed page's preflight itself": async (site) => {
    const { origin = "" } = site.facts;
    const headers = {
      "access-control-request-method": "DELETE",
      "access-control-request-headers": "authorization,content-type",
    };
    const ask = (from: string) =>
      site.ask("/api/users", { method: "OPTIONS", headers: { ...headers, origin: from } });
    const answer = await ask(origin);
    assert.equal(answer.status, 204);
    assert.equal(answer.headers["access-control-allow-origin"], origin);
    assert.match(String(answer.headers["access-control-allow-methods"]), /\bDELETE\b/);
    assert.equal(answer.headers["access-control-allow-headers"], "authorization,content-type");
    assert.equal(site.backend.seen.length, 0, "the backend was not asked");
    const refused = await ask("https://evil.example");
    assert.equal(refused.headers["access-control-allow-origin"], undefined);
    assert.equal(refused.headers["access-control-allow-methods"], undefined);
  },

  "compresses files and answers": async (site) => {
    for (const path of ["/assets/app.js", "/api/large"]) {
      const plain = await site.ask(path);
      const small = await site.ask(path, { headers: { "accept-encoding": "gzip" } });
      assert.equal(small.headers["content-encoding"], "gzip", path);
      assert.ok(small.body.length * 5 < plain.body.length);
      assert.deepEqual(gunzipSync(small.body), plain.body);
    }
  },

  "hands WebSockets on in both directions": async (site) => {
    const asked = request({
      host: "127.0.0.1",
      port: site.port,
      path: `${site.facts.handedOn.at(1) ?? site.facts.handedOn[0]}chat/`,
      headers: {
        ...site.arrival,
        connection: "Upgrade",
        upgrade: "websocket",
        "sec-websocket-version": "13",
        "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
      },
      agent: false,
    }).end();
    const [response, socket] = await Promise.race([
      once(asked, "upgrade"),
      once(asked, "response").then(([refused]) => {
        refused.resume();
        throw new Error(`no upgrade but ${refused.statusCode}`);
      }),
    ]);
    assert.equal(response.headers["sec-websocket-accept"], "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    socket.write("ping");
    const [echo] = await once(socket, "data");
    assert.equal(String(echo), "ping");
    socket.destroy();
  },

  "hands a stream on while it still runs, compressed too": async (site) => {
    const firstOf = async () => {
      const response = await site.open("/api/stream", { headers: { "accept-encoding": "gzip" } });
      assert.equal(response.headers["content-encoding"], "gzip");
      const parts = response.pipe(createGunzip())[Symbol.asyncIterator]();
      return { parts, first: await parts.next() };
    };
    // The backend sends no more before it is told to: what waits for more waits in vain.
    const inVain = sleep(3000, undefined, { ref: false });
    const got = await Promise.race([firstOf(), inVain]);
    site.backend.release();
    assert.ok(got, "the first part is held back");
    assert.match(String(got.first.value), /first/);
    assert.match(String((await got.parts.next()).value), /last/);
  },

  "serves the settings of the environment": async (site) => {
    const { file = "", says } = site.facts.settings ?? {};
    const answer = await site.ask(`/config/${file}`);
    assert.equal(answer.headers["content-type"], "application/json");
    assert.equal(JSON.parse(answer.body.toString()).appName, says);
  },

  "keeps a log file for each pod": async (site) => {
    await site.ask("/logged/by/name");
    assert.match(readFileSync(site.accessLog, "utf8"), /"GET \/logged\/by\/name HTTP\/1.1" 200/);
  },

  "takes bodies up to their most": async (site) => {
    const size = site.facts.body * 1024 * 1024;
    const upload = (bytes: number) =>
      site.ask("/api/upload", { method: "POST", body: Buffer.alloc(bytes) });
    assert.equal((await upload(size)).status, 200);
    const refused = await upload(size + 1);
    assert.equal(refused.status, 413);
    isSafe(refused, "a refused body");
  },

  "tells the backend who asks, and how": async (site) => {
    const { host, httpsOnly, handedOn } = site.facts;
    for (const path of handedOn.map((each) => `${each}a.png`)) {
      await site.ask(path, { headers: { "x-forwarded-for": "203.0.113.7" } });
      const seen = site.backend.seen.at(-1)?.headers;
      assert.equal(site.backend.seen.at(-1)?.url, path);
      assert.equal(seen?.host, host);
      assert.equal(seen?.["x-forwarded-proto"], httpsOnly ? "https" : "http");
      assert.equal(seen?.["x-forwarded-for"], "203.0.113.7, 127.0.0.1");
      assert.equal(seen?.["x-real-ip"], "127.0.0.1");
      assert.equal(seen?.connection, undefined, "the connection is kept");
    }
  },
};

/** Checks that not every site asks for. */
const only: Readonly<Record<string, (facts: SiteFacts) => boolean>> = {
  "sends people without TLS to https": ({ httpsOnly }) => httpsOnly,
  "answers people without TLS, for there is none": ({ httpsOnly }) => !httpsOnly,
  "lets the allowed page call, and no other": ({ origin }) => origin !== undefined,
  "leaves calls from elsewhere to the backend": ({ origin }) => origin === undefined,
  "answers the allowed page's preflight itself": ({ origin }) => origin !== undefined,
  "serves the settings of the environment": ({ settings }) => settings !== undefined,
  "keeps a log file for each pod": ({ logs }) => logs,
};
