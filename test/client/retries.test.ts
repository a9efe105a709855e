import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { test } from "node:test";
import { type ConnectOptions, connect } from "../../src/client/connect.ts";
import { ApiError, ConnectionError } from "../../src/client/errors.ts";
import { needs } from "../programs/installed.ts";
import { certificates } from "./certificates.ts";
import { Folder } from "./folder.ts";
import { answer, type Handler, refuse, type Seen, serve } from "./server.ts";

const { skip } = needs("openssl");
const CANARY = "canary-4711-secret";

const core = {
  kind: "APIResourceList",
  groupVersion: "v1",
  resources: [{ name: "configmaps", kind: "ConfigMap", namespaced: true, verbs: ["get"] }],
};
const map = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "a", namespace: "shop" },
  data: { secret: CANARY },
};
const ref = { apiVersion: "v1", kind: "ConfigMap", namespace: "shop", name: "a" };

/** A cluster whose objects are played; `play` hears the nth request for one. */
async function cluster(play: Handler, options: ConnectOptions = {}) {
  const folder = new Folder();
  let n = 0;
  const server = await serve((_, seen, response) => {
    if (seen.path === "/api/v1") return answer(response, 200, core);
    if (seen.path === "/api")
      return answer(response, 200, { kind: "APIVersions", versions: ["v1"] });
    return play(++n, seen, response);
  });
  const kubeconfig = folder.write("config", {
    "current-context": "c",
    contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
    clusters: [
      {
        name: "c",
        cluster: {
          server: server.url,
          "certificate-authority-data": Buffer.from(certificates().ca).toString("base64"),
        },
      },
    ],
    users: [{ name: "u", user: { token: CANARY } }],
  });
  const troubles: string[] = [];
  const onTrouble = (message: string) => troubles.push(message);
  const client = await connect({
    kubeconfig,
    onTrouble,
    budget: 3000,
    environment: {},
    ...options,
  });
  return {
    client,
    troubles,
    asked: () => server.seen.filter(({ path }) => path.includes("/configmaps")),
    async [Symbol.asyncDispose]() {
      client.close();
      await server[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}

const ok = (response: ServerResponse) => answer(response, 200, map);

/** Faults that pass: what the server does once, and what is told of it. */
const passing: Record<string, { readonly fault: Handler; readonly told: RegExp | undefined }> = {
  "429 with a wait": {
    fault: (_, __, response) =>
      refuse(response, 429, "TooManyRequests", "busy", { "retry-after": "1" }),
    told: /429.*again in 1\.0 s/,
  },
  "429 of a server without words": {
    fault: (_, __, response) => void response.writeHead(429).end(),
    told: /429/,
  },
  "500 of etcd": {
    fault: (_, __, response) =>
      refuse(response, 500, "InternalError", "etcdserver: leader changed"),
    told: /leader changed/,
  },
  "500 of a webhook that is late": {
    fault: (_, __, response) =>
      refuse(
        response,
        500,
        "InternalError",
        'Internal error occurred: failed calling webhook "a.b.c": context deadline exceeded',
      ),
    told: /failed calling webhook "a.b.c"/,
  },
  "502 of a load balancer": {
    fault: (_, __, response) =>
      void response.writeHead(502).end("<html><h1>502 Bad Gateway</h1></html>"),
    told: /502.*Bad Gateway/,
  },
  "503": {
    fault: (_, __, response) => refuse(response, 503, "ServiceUnavailable", "apiserver not ready"),
    told: /503/,
  },
  "504": {
    fault: (_, __, response) => refuse(response, 504, "Timeout", "request did not complete"),
    told: /504/,
  },
  "403 of a quota that nobody has counted yet": {
    fault: (_, __, response) =>
      refuse(
        response,
        403,
        "Forbidden",
        'configmaps "a" is forbidden: status unknown for quota: q',
      ),
    told: /status unknown/,
  },
  "409 of a busy object": {
    fault: (_, __, response) =>
      refuse(response, 409, "Conflict", 'Operation cannot be fulfilled on configmaps "a": changed'),
    told: /cannot be fulfilled/,
  },
  "410 out of nowhere": {
    fault: (_, __, response) => refuse(response, 410, "Expired", "gone"),
    told: /410/,
  },
  // Kept connections that break are sent again without a word.
  "a connection that is dropped": {
    fault: (_, __, response) => void response.socket!.destroy(),
    told: undefined,
  },
  "a connection that is dropped in the head": {
    fault: (_, __, response) => {
      response.socket!.end("HTTP/1.1 200 OK\r\nContent-");
    },
    told: undefined,
  },
  "a body that is cut": {
    fault: (_, __, response) => {
      response.writeHead(200, { "content-length": "1000" });
      response.write('{"apiVersion":"v1",');
      setTimeout(() => response.socket!.destroy(), 20);
    },
    told: /broke/,
  },
  "a chunked body that is cut": {
    fault: (_, __, response) => {
      response.writeHead(200).write('{"apiVersion":"v1",');
      setTimeout(() => response.socket!.destroy(), 20);
    },
    told: /broke/,
  },
  "a body that ends early without anybody noticing": {
    fault: (_, __, response) => void response.writeHead(200).end('{"apiVersion":"v1","kind":'),
    told: /no JSON/,
  },
  "a server that is silent": {
    fault: () => {},
    told: /did not answer in time: nothing came for 0.4 s/,
  },
};

for (const [name, { fault, told }] of Object.entries(passing))
  test(`goes on after ${name}`, { skip }, async () => {
    const play: Handler = (n, seen, response) =>
      n % 2 === 1 ? fault(n, seen, response) : ok(response);
    await using it = await cluster(play, { silence: 400 });
    assert.equal((await it.client.apply(map, { manager: "slipway" })).object.metadata.name, "a");
    assert.equal((await it.client.get(ref))?.metadata.name, "a");
    assert.equal(await it.client.delete(ref), true);
    assert.equal(it.asked().length, 6);
    if (told === undefined) return;
    assert.equal(it.troubles.length, 3, it.troubles.join("\n"));
    assert.match(it.troubles[0]!, told);
    assert.match(it.troubles[0]!, /^apply ConfigMap shop\/a: .*; again in \d\.\d s$/);
    assert.doesNotMatch(it.troubles.join(), new RegExp(CANARY));
  });

/** Refusals that are final: asked once. */
const final: readonly (readonly [number, string, string])[] = [
  [400, "BadRequest", 'strict decoding error: unknown field "spec.replica"'],
  [403, "Forbidden", 'configmaps "a" is forbidden: User "ada" cannot patch resource "configmaps"'],
  [403, "Forbidden", 'admission webhook "w.example" denied the request: no'],
  [405, "MethodNotAllowed", "the server does not allow this method on the requested resource"],
  [409, "AlreadyExists", 'configmaps "a" already exists'],
  [415, "UnsupportedMediaType", "the body of the request was in an unknown format"],
  [422, "Invalid", 'ConfigMap "a" is invalid: data: Invalid value'],
  [
    500,
    "",
    "failed to create typed patch object (shop/a; /v1, Kind=ConfigMap): .x: duplicate entries",
  ],
];

for (const [status, reason, message] of final)
  test(`${status} ${reason}: ${message.slice(0, 40)} is final`, { skip }, async () => {
    await using it = await cluster((_, __, response) => refuse(response, status, reason, message));
    const error = await it.client.apply(map, { manager: "slipway" }).catch((thrown) => thrown);
    assert.ok(error instanceof ApiError);
    assert.equal(error.status, status);
    assert.equal(error.reason, reason);
    assert.ok(error.message.includes(message), error.message);
    assert.equal(it.asked().length, 1);
    assert.deepEqual(it.troubles, []);
  });

test("gives up after its budget, with the true fault and how often it tried", {
  skip,
}, async () => {
  await using it = await cluster(
    (_, __, response) => refuse(response, 503, "ServiceUnavailable", "apiserver is shutting down"),
    { budget: 600 },
  );
  const started = Date.now();
  const error = await it.client.get(ref).catch((thrown) => thrown);
  assert.ok(error instanceof ApiError);
  assert.equal(error.status, 503);
  assert.match(
    error.message,
    /read ConfigMap shop\/a \(503\): apiserver is shutting down \(tried \d times in 0\.\d s\)/,
  );
  assert.ok(Date.now() - started < 1500);
  assert.ok(it.asked().length >= 3 && it.asked().length <= 8, String(it.asked().length));
});

test("a wait that is longer than the budget is not begun", { skip }, async () => {
  const headers = { "retry-after": "3600" };
  await using it = await cluster((_, __, response) => refuse(response, 429, "", "later", headers));
  const error = await it.client.get(ref).catch((thrown) => thrown);
  assert.equal(error.retryAfter, 3600);
  assert.equal(it.asked().length, 1);
});

test("pauses grow", { skip }, async () => {
  const times: number[] = [];
  await using it = await cluster(
    (n, __, response) => {
      times.push(Date.now());
      return n < 5 ? refuse(response, 503, "", "no") : ok(response);
    },
    { budget: 20_000 },
  );
  await it.client.get(ref);
  const gaps = times.slice(1).map((time, index) => time - times[index]!);
  for (const [index, gap] of gaps.entries()) {
    const most = 100 * 2 ** index;
    assert.ok(gap >= most / 2 - 5 && gap < most + 80, `pause ${index}: ${gap} of ${most}`);
  }
});

test("the object that a lost answer created is told as there already", { skip }, async () => {
  await using it = await cluster((n, _, response) =>
    n === 1
      ? response.socket!.destroy() && undefined
      : refuse(response, 409, "AlreadyExists", 'configmaps "a" already exists'),
  );
  const error = await it.client.create(map).catch((thrown) => thrown);
  assert.equal(error.reason, "AlreadyExists");
  assert.equal(it.asked().length, 2);
});

test("a deletion whose answer was lost counts as one", { skip }, async () => {
  await using it = await cluster((n, _, response) =>
    n === 1
      ? void response.socket!.destroy()
      : refuse(response, 404, "NotFound", 'configmaps "a" not found'),
  );
  assert.equal(await it.client.delete(ref, { uid: "u" }), true);
  assert.equal(await it.client.delete(ref, { uid: "u" }), false);
  const sent = JSON.parse(it.asked()[0]!.body);
  assert.deepEqual(sent.preconditions, { uid: "u" });
  assert.equal(sent.propagationPolicy, "Background");
});

test("a replacement by resourceVersion is not forced on a changed object", { skip }, async () => {
  const words = 'Operation cannot be fulfilled on configmaps "a": the object has been modified';
  await using it = await cluster((_, __, response) => refuse(response, 409, "Conflict", words));
  const versioned = { ...map, metadata: { ...map.metadata, resourceVersion: "7" } };
  const refused = await it.client.replace(versioned).catch((thrown) => thrown);
  assert.equal(refused.reason, "Conflict");
  assert.equal(it.asked().length, 1);
});

test("an abort ends a pause at once, with its reason", { skip }, async () => {
  const headers = { "retry-after": "2" };
  await using it = await cluster((_, __, response) => refuse(response, 429, "", "later", headers));
  const stop = new AbortController();
  const reason = new Error("Ctrl-C");
  setTimeout(() => stop.abort(reason), 100);
  const started = Date.now();
  await assert.rejects(it.client.get(ref, stop.signal), reason);
  assert.ok(Date.now() - started < 600);
  await assert.rejects(it.client.get(ref, stop.signal), reason);
  assert.equal(it.asked().length, 1);
});

test("an abort ends a request that is under way", { skip }, async () => {
  await using it = await cluster(() => {});
  const stop = new AbortController();
  const reason = new Error("Ctrl-C");
  setTimeout(() => stop.abort(reason), 100);
  await assert.rejects(it.client.get(ref, stop.signal), reason);
});

test("401 is asked once more, then told with where the login comes from", { skip }, async () => {
  await using it = await cluster((_, __, response) =>
    refuse(response, 401, "Unauthorized", "Unauthorized"),
  );
  const error = await it.client.get(ref).catch((thrown) => thrown);
  assert.ok(error instanceof ApiError);
  assert.equal(error.status, 401);
  assert.match(
    error.message,
    /does not accept our login \(401\): user "u" of .*config, by its token; .*log in again/,
  );
  assert.doesNotMatch(error.message, new RegExp(CANARY));
  assert.equal(it.asked().length, 2);
});

test("what the server quotes of a body it cannot read is left out", { skip }, async () => {
  const words = `json: cannot unmarshal string, error found in #10 byte of ...|{"secret":"${CANARY}"|..., bigger context ...|${CANARY}|...`;
  await using it = await cluster((_, __, response) => refuse(response, 400, "BadRequest", words));
  const error = await it.client.apply(map, { manager: "m" }).catch((thrown) => thrown);
  assert.match(error.message, /json: cannot unmarshal string$/);
});

test("warnings are told with their quotes", { skip }, async () => {
  const header = '299 - "spec.x: \\"a\\" is deprecated"';
  await using it = await cluster((_, __, response) =>
    answer(response, 200, map, { warning: header }),
  );
  const { warnings } = await it.client.apply(map, { manager: "m" });
  assert.deepEqual(warnings, ['spec.x: "a" is deprecated']);
});

test("at most 32 requests are under way at once", { skip }, async () => {
  let now = 0;
  let most = 0;
  const waiting = (_: number, __: Seen, response: ServerResponse) => {
    most = Math.max(most, ++now);
    setTimeout(() => {
      now--;
      ok(response);
    }, 200);
  };
  await using it = await cluster(waiting);
  await Promise.all(Array.from({ length: 100 }, () => it.client.get(ref)));
  assert.ok(most <= 32 && most > 8, String(most));
});

test("a connection that the server closed while it was idle is nobody's fault", {
  skip,
}, async () => {
  await using it = await cluster((n, _, response) => {
    if (n % 2 === 0) return void response.socket!.destroy();
    ok(response);
  });
  await it.client.get(ref);
  assert.equal((await it.client.get(ref))?.metadata.name, "a");
  assert.deepEqual(it.troubles, []);
});

test("no connection is an error in words", { skip }, async () => {
  using folder = new Folder();
  const config = (server: string) =>
    folder.write("config", {
      "current-context": "c",
      contexts: [{ name: "c", context: { cluster: "c" } }],
      clusters: [{ name: "c", cluster: { server } }],
    });
  const fault = async (server: string) => {
    const client = await connect({ kubeconfig: config(server), environment: {} });
    const error = await client.version().catch((thrown) => thrown);
    client.close();
    assert.ok(error instanceof ConnectionError, String(error));
    return `${error.trouble}: ${error.message}`;
  };
  assert.match(
    await fault("https://127.0.0.1:1"),
    /^unreachable: nobody listens at 127.0.0.1:1: is the cluster running/,
  );
  assert.match(await fault("https://no-such-host.invalid"), /^unreachable: .*no-such-host.invalid/);
  await using tls = await serve((_, __, response) => ok(response));
  assert.match(
    await fault(tls.url),
    /^untrusted: the certificate of 127.0.0.1:\d+ is signed by nobody we trust: put .* certificate-authority-data/,
  );
  await using plain = await serve((_, __, response) => ok(response), { tls: false });
  assert.match(await fault(plain.url.replace("http:", "https:")), /^untrusted: .* speaks no TLS/);
});
