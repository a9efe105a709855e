import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import type { StatefulSet } from "../../src/kubernetes/types/index.ts";
import { needs } from "./installed.ts";
import { Folder, freePort, rewrite, run, Server } from "./process.ts";
import {
  containerOf,
  environment,
  environmentOf,
  environments,
  expand,
  file,
  memoryLimit,
  object,
} from "./thebot.ts";

/** What the server must say of itself to CONFIG GET. */
const settings: Readonly<Record<string, string>> = {
  maxmemory: String(384 * 1024 * 1024),
  "maxmemory-policy": "volatile-lru",
  appendonly: "yes",
};

const password = "it's $ecret";
const secrets = { "redis-credentials/REDIS_PASSWORD": password };
const production = environment("production");
const container = containerOf(object<StatefulSet>(production, "StatefulSet", "redis"), "redis");
const variables = environmentOf(container, secrets);

/** A Redis on this machine by the rendered command; only folders and the port are moved. */
class Redis {
  readonly folder: Folder;
  readonly port: number;
  private server: Server | undefined;

  private constructor(folder: Folder, port: number) {
    this.folder = folder;
    this.port = port;
  }

  static async start(change = (conf: string) => conf): Promise<Redis> {
    const redis = new Redis(await Folder.make(), await freePort());
    const { folder, port } = redis;
    await folder.folder("data");
    await folder.folder("bin");
    // The probes name no port; this one is not the usual one.
    const client = `#!/bin/sh\nexec /usr/bin/redis-cli -p "$PORT" "$@"\n`;
    await folder.write("bin/redis-cli", client, 0o755);
    const conf = change(file(production, "redis-config", "redis.conf"));
    await folder.write("config/redis.conf", rewrite(conf, [["/data", folder.at("data")]]));
    const rendered = (container.command ?? []).map((arg) => expand(arg, variables));
    const [program = "", ...args] = rewrite(rendered.join("\n"), [
      ["/etc/redis/", `${folder.at("config")}/`],
    ]).split("\n");
    const here = ["--port", String(port), "--bind", "127.0.0.1"];
    try {
      redis.server = await Server.start(program, [...args, ...here], {
        folder,
        env: variables,
        ready: async () => (await redis.ask("PING"))[0] === "PONG",
      });
    } catch (error) {
      await folder.remove();
      throw error;
    }
    return redis;
  }

  async stop(): Promise<void> {
    await this.server?.stop();
    await this.folder.remove();
  }

  /** A command of the pod, with its variables. */
  inPod(command: readonly string[], env: Readonly<Record<string, string>> = {}, port = this.port) {
    const [program = "", ...args] = command;
    const path = `${this.folder.at("bin")}:/usr/bin:/bin`;
    return run(program, args, { env: { ...variables, PATH: path, PORT: String(port), ...env } });
  }

  async ask(...words: readonly string[]): Promise<string[]> {
    const { stdout } = await this.inPod(["redis-cli", ...words]);
    return stdout.split("\n").slice(0, -1);
  }
}

async function checkSettings(redis: Redis): Promise<void> {
  for (const [name, value] of Object.entries(settings))
    assert.deepEqual(await redis.ask("CONFIG", "GET", name), [name, value]);
}

suite("Redis by the rendered command with the rendered redis.conf", needs("redis-server"), () => {
  let redis: Redis;
  before(async () => {
    redis = await Redis.start();
  });
  after(() => redis.stop());

  test("has one configuration and one command in all environments", () => {
    const rendered = environments.map((given) => {
      const { command, args } = containerOf(object(given, "StatefulSet", "redis"), "redis");
      return JSON.stringify([file(given, "redis-config", "redis.conf"), command, args]);
    });
    assert.equal(new Set(rendered).size, 1);
  });

  test("has every setting of the file, and no other", async () => {
    const lines = file(production, "redis-config", "redis.conf").trimEnd().split("\n");
    const names = lines.map((line) => line.split(" ")[0]);
    assert.deepEqual(names.sort(), [...Object.keys(settings), "dir"].sort());
    await checkSettings(redis);
    assert.deepEqual(await redis.ask("CONFIG", "GET", "dir"), ["dir", redis.folder.at("data")]);
  });

  test("keeps its data below the container's memory", async () => {
    for (const given of environments) {
      const limit = memoryLimit(containerOf(object(given, "StatefulSet", "redis"), "redis"));
      const [, maxmemory] = await redis.ask("CONFIG", "GET", "maxmemory");
      // Rewriting the log copies pages that change meanwhile, and clients have buffers.
      assert.ok(Number(maxmemory) > 0 && Number(maxmemory) <= limit * 0.8, `${maxmemory}`);
    }
  });

  test("answers who has the password, and nobody else", async () => {
    assert.deepEqual(await redis.ask("SET", "a", "1"), ["OK"]);
    for (const REDISCLI_AUTH of ["wrong", ""]) {
      const { stdout } = await redis.inPod(["redis-cli", "GET", "a"], { REDISCLI_AUTH });
      assert.match(stdout, /^NOAUTH/);
    }
  });

  test("keeps what was written over a restart", async () => {
    const again = redis.folder.at("data", "appendonlydir");
    const { stdout } = await run("sh", ["-c", `cat ${again}/*.incr.aof`]);
    assert.match(stdout, /SET\r\n\$1\r\na\r\n/);
  });

  for (const probe of ["startupProbe", "livenessProbe", "readinessProbe"] as const) {
    test(`its ${probe} is content only when the server answers it`, async () => {
      const command = container[probe]?.exec?.command ?? [];
      assert.equal((await redis.inPod(command)).code, 0);
      assert.notEqual((await redis.inPod(command, { REDISCLI_AUTH: "wrong" })).code, 0);
      assert.notEqual((await redis.inPod(command, {}, await freePort())).code, 0);
      const bare = await redis.inPod(["redis-cli", "PING"], { REDISCLI_AUTH: "wrong" });
      assert.equal(bare.code, 0, "the bare client would be content with a refusal");
    });
  }
});

suite("a fault in redis.conf is seen", needs("redis-server"), () => {
  test("a setting it does not know", () =>
    assert.rejects(
      Redis.start((conf) => conf.replace("maxmemory ", "maxmemry ")),
      /Bad directive/,
    ));

  test("a value that is not the one meant", async () => {
    const redis = await Redis.start((conf) => conf.replace("volatile-lru", "noeviction"));
    try {
      await assert.rejects(checkSettings(redis), /volatile-lru/);
    } finally {
      await redis.stop();
    }
  });
});
