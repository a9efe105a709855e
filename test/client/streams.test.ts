import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Discovery } from "../../src/client/api/discovery.ts";
import { logLines } from "../../src/client/api/logs.ts";
import { watchAll } from "../../src/client/api/watch.ts";
import { fixedCredentials } from "../../src/client/credentials/credentials.ts";
import { Api } from "../../src/client/http/api.ts";
import { Connection } from "../../src/client/http/connection.ts";
import { answer, type Handler, refuse, type Seen, serve } from "./server.ts";

const pod = { namespace: "shop", name: "web-1" };

async function world(handler: Handler) {
  const server = await serve(handler, { tls: false });
  const access = {
    target: { context: "c", server: server.url, namespace: "default" },
    server: new URL(server.url),
    trust: { isBlind: false },
    proxy: undefined,
    isCompressed: true,
    impersonation: {},
    credentials: fixedCredentials({}, "nobody"),
  };
  const troubles: string[] = [];
  const connection = new Connection(access, { connect: 1000, silence: 1000 }, {});
  const api = new Api(connection, { budget: 2000, onTrouble: (message) => troubles.push(message) });
  return {
    api,
    troubles,
    seen: server.seen,
    async [Symbol.asyncDispose]() {
      connection.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

const time = (second: number, nano = 0) =>
  `2026-01-01T00:00:${String(second).padStart(2, "0")}.${String(nano).padStart(9, "0")}Z`;

const queryOf = ({ path }: Seen) => Object.fromEntries(new URL(path, "http://a").searchParams);

async function all(lines: AsyncIterable<string>): Promise<string[]> {
  const given: string[] = [];
  for await (const line of lines) given.push(line);
  return given;
}

test("a log goes on behind the last line that was given, through every cut", async () => {
  const lines = [
    `${time(1)} one`,
    `${time(2)} two`,
    `${time(2)} two again`,
    `${time(2)} two at last`,
    `${time(3)} three ä`,
    `${time(4)} `,
  ];
  const play: Handler = (n, seen, response) => {
    const { sinceTime } = queryOf(seen);
    // As the kubelet has it: all lines from that time on.
    const from = sinceTime === undefined ? 0 : lines.findIndex((line) => line >= sinceTime);
    const text = Buffer.from(
      lines
        .slice(from)
        .map((line) => `${line}\n`)
        .join(""),
    );
    response.writeHead(200);
    if (n > 6) return void response.end(text);
    response.write(text.subarray(0, 30 + n * 17), () => response.destroy());
  };
  await using it = await world(play);
  const given = await all(logLines(it.api, pod, { container: "web", follow: true, tail: 100 }));
  assert.deepEqual(given, ["one", "two", "two again", "two at last", "three ä", ""]);
  assert.deepEqual(queryOf(it.seen[0]!), {
    container: "web",
    follow: "true",
    timestamps: "true",
    tailLines: "100",
  });
  assert.ok(it.troubles.length >= 3);
  assert.match(it.troubles[0]!, /^read the log of web-1: .*broke; it goes on$/);
});

test("a log's times are given where they are asked for, and lines without any as they are", async () => {
  await using it = await world(
    (_, __, response) =>
      void response.end(`${time(1)} one\nunable to retrieve container logs for containerd://1`),
  );
  const options = { container: "web", previous: true, timestamps: true };
  assert.deepEqual(await all(logLines(it.api, pod, options)), [
    `${time(1)} one`,
    "unable to retrieve container logs for containerd://1",
  ]);
  assert.equal(queryOf(it.seen[0]!).previous, "true");
});

test("a log that always breaks at the same place is given up", { timeout: 30_000 }, async () => {
  await using it = await world((_, __, response) => {
    response.writeHead(200).write(`${time(1)} one\n`, () => response.destroy());
  });
  const given: string[] = [];
  const read = async () => {
    for await (const line of logLines(it.api, pod, { container: "web", follow: true }))
      given.push(line);
  };
  await assert.rejects(read(), /broke/);
  assert.deepEqual(given, ["one"]);
});

test("a log that is refused is an error in the kubelet's words", async () => {
  const words = 'container "web" in pod "web-1" is waiting to start: ContainerCreating';
  await using it = await world((_, __, response) => refuse(response, 400, "BadRequest", words));
  await assert.rejects(all(logLines(it.api, pod, { container: "web" })), {
    message: words,
    status: 400,
  });
});

const served = {
  kind: "APIResourceList",
  resources: [
    { name: "pods", kind: "Pod", namespaced: true, verbs: ["list", "watch"] },
    { name: "pods/log", kind: "Pod", namespaced: true, verbs: ["get"] },
  ],
};
const object = (name: string, resourceVersion: string) => ({ metadata: { name, resourceVersion } });
const list = (response: ServerResponse, version: string, ...names: string[]) =>
  answer(response, 200, {
    metadata: { resourceVersion: version },
    items: names.map((name) => object(name, "1")),
  });
const pods = { apiVersion: "v1", kind: "Pod", namespace: "shop" };

/** A server that knows pods; `watch` plays the nth watch. */
const knowing = (
  watch: (n: number, response: ServerResponse, query: Record<string, string>) => void,
): Handler => {
  let n = 0;
  let lists = 0;
  return (_, seen, response) => {
    if (seen.path === "/api")
      return answer(response, 200, { kind: "APIVersions", versions: ["v1"] });
    if (seen.path === "/api/v1") return answer(response, 200, served);
    const query = queryOf(seen);
    if (query.watch) return watch(++n, response, query);
    return list(response, String(10 * ++lists), "a");
  };
};

test("a watch that says nothing for longer than it may last is begun anew", async () => {
  const versions: string[] = [];
  await using it = await world(
    knowing((n, response, query) => {
      versions.push(query.resourceVersion!);
      assert.ok(Number(query.timeoutSeconds) >= 1 && Number(query.timeoutSeconds) <= 2);
      assert.equal(query.allowWatchBookmarks, "true");
      response.writeHead(200);
      if (n === 1)
        response.write(`${JSON.stringify({ type: "BOOKMARK", object: object("", "15") })}\n`);
      else response.write(`${JSON.stringify({ type: "ADDED", object: object("b", "16") })}\n`);
    }),
  );
  const stop = new AbortController();
  const watching = { api: it.api, discovery: new Discovery(it.api), timeout: 1, grace: 200 };
  const seen: string[] = [];
  for await (const change of watchAll(watching, pods, stop.signal)) {
    seen.push(change.type);
    if (change.type === "set") stop.abort();
  }
  assert.deepEqual(seen, ["all", "set"]);
  assert.deepEqual(versions, ["10", "15"]);
  assert.match(it.troubles.join(), /watch pods: .* did not answer in time/);
});

test("a watch that is told of an error goes on, and one that cannot be opened ends", async () => {
  const status = { kind: "Status", code: 500, message: "etcd event received with no revision" };
  await using it = await world(
    knowing((n, response) => {
      if (n === 1)
        return void response.end(`${JSON.stringify({ type: "ERROR", object: status })}\n`);
      refuse(
        response,
        403,
        "Forbidden",
        'pods is forbidden: User "ada" cannot watch resource "pods"',
      );
    }),
  );
  const watching = { api: it.api, discovery: new Discovery(it.api), timeout: 1, grace: 200 };
  const read = async () => {
    for await (const _ of watchAll(watching, pods, new AbortController().signal));
  };
  await assert.rejects(read(), /cannot watch resource "pods"/);
  assert.match(it.troubles[0]!, /no revision/);
});

test("an older server is asked for one group's version at a time", async () => {
  await using it = await world(knowing(() => {}));
  const discovery = new Discovery(it.api);
  const [pod, none] = await Promise.all([
    discovery.kindOf("v1", "Pod"),
    discovery.kindOf("v1", "Boat"),
  ]);
  assert.equal(pod?.plural, "pods");
  assert.equal(none, undefined);
  assert.equal(it.seen.filter(({ path }) => path === "/api").length, 1);
});

test("who stops waiting for the kinds leaves the others theirs", async () => {
  await using it = await world(async (n, seen, response) => {
    await sleep(100);
    await knowing(() => {})(n, seen, response);
  });
  const discovery = new Discovery(it.api);
  const stop = AbortSignal.abort(new Error("enough"));
  const [first, second] = await Promise.allSettled([
    discovery.kindOf("v1", "Pod", stop),
    discovery.kindOf("v1", "Pod"),
  ]);
  assert.equal(first.status, "rejected");
  assert.equal(second.status === "fulfilled" && second.value?.plural, "pods");
});
