import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import type { RedisStore } from "../../src/platform/resolve/index.ts";
import type { Place } from "../examples/example.ts";
import { type System, systems } from "../examples/systems.ts";
import { needs } from "./installed.ts";
import { freePort } from "./process.ts";
import { Redis } from "./redis-server.ts";
import { environmentsOf, file, mainContainer, memoryLimit, workload } from "./rendered.ts";

/** What a server must say of itself to CONFIG GET, and whether it asks for a password. */
interface Expected {
  readonly password: boolean;
  readonly settings: Readonly<Record<string, string>>;
}

const maxmemory = String(384 * 1024 * 1024);
const expected: Readonly<Partial<Record<System, Expected>>> = {
  thebot: {
    password: true,
    settings: { maxmemory, "maxmemory-policy": "volatile-lru", appendonly: "yes" },
  },
  wbot: {
    password: false,
    settings: { maxmemory, "maxmemory-policy": "allkeys-lru" },
  },
  piyasa: {
    password: false,
    settings: { maxmemory, "maxmemory-policy": "volatile-lru", appendonly: "yes" },
  },
};

/** A system's server in each environment that runs it. */
interface Rendered {
  readonly place: Place;
  readonly store: RedisStore;
}

function serversOf(system: System): readonly Rendered[] {
  return environmentsOf(system).flatMap((place) =>
    place.resolved.redis.map((store) => ({ place, store })),
  );
}

async function checkSettings(redis: Redis, settings: Expected["settings"]): Promise<void> {
  for (const [name, value] of Object.entries(settings))
    assert.deepEqual(await redis.ask("CONFIG", "GET", name), [name, value]);
}

test("each system that runs a Redis of its own is known here", () => {
  const found = systems.filter((system) => serversOf(system).length > 0);
  assert.deepEqual(found.sort(), Object.keys(expected).sort());
});

for (const [system, { password, settings }] of Object.entries(expected)) {
  const rendered = serversOf(system as System);
  const last = rendered.at(-1) as Rendered;
  const container = mainContainer(workload(last.place, last.store.name));
  const conf = ({ place, store } = last) => file(place, store.names.config, "redis.conf");

  suite(`Redis by the rendered command of ${system}`, needs("redis-server"), () => {
    let redis: Redis;
    before(async () => {
      redis = await Redis.start(last.place, last.store);
    });
    after(() => redis.stop());

    test("is the one that the images promise", async () => {
      for (const { store } of rendered) assert.match(store.image, /:7-/);
      const [, version = ""] = await redis.ask("INFO", "server");
      assert.match(version, /^redis_version:7\./);
    });

    test("has one configuration and one command in all environments", () => {
      const texts = rendered.map(({ place, store }) => {
        const { command, args } = mainContainer(workload(place, store.name));
        return JSON.stringify([conf({ place, store }), command, args]);
      });
      assert.equal(new Set(texts).size, 1);
    });

    test("has every setting of the file, and no other", async () => {
      const lines = conf().trimEnd().split("\n");
      const names = lines.map((line) => line.split(" ")[0]);
      assert.deepEqual(names.sort(), [...Object.keys(settings), "dir"].sort());
      await checkSettings(redis, settings);
      assert.deepEqual(await redis.ask("CONFIG", "GET", "dir"), ["dir", redis.folder.at("data")]);
    });

    test("keeps its data below the container's memory", async () => {
      for (const { place, store } of rendered) {
        const limit = memoryLimit(mainContainer(workload(place, store.name)));
        const [, most] = await redis.ask("CONFIG", "GET", "maxmemory");
        // Rewriting the log copies pages that change meanwhile, and clients have buffers.
        assert.ok(Number(most) > 0 && Number(most) <= limit * 0.8, `${most}`);
      }
    });

    test(`answers ${password ? "who has the password, and nobody else" : "without a password"}`, async () => {
      assert.deepEqual(await redis.ask("SET", "a", "1"), ["OK"]);
      for (const REDISCLI_AUTH of ["wrong", ""]) {
        const { stdout } = await redis.inPod(["redis-cli", "GET", "a"], { REDISCLI_AUTH });
        assert.match(stdout, password ? /^NOAUTH/ : /^1\n/);
      }
    });

    test("keeps what was written over a restart", async () => {
      assert.deepEqual(await redis.ask("SET", "kept", "1"), ["OK"]);
      // Where it logs what is written, the log alone must do; else the snapshot of the last goodbye.
      if (settings.appendonly === "yes") await redis.ask("CONFIG", "SET", "save", "");
      await redis.restart();
      assert.deepEqual(await redis.ask("GET", "kept"), ["1"]);
    });

    for (const probe of ["startupProbe", "livenessProbe", "readinessProbe"] as const) {
      test(`its ${probe} is content only when the server answers it`, async () => {
        const command = container[probe]?.exec?.command ?? [];
        assert.equal((await redis.inPod(command)).code, 0);
        assert.notEqual((await redis.inPod(command, {}, await freePort())).code, 0);
        if (!password) return;
        assert.notEqual((await redis.inPod(command, { REDISCLI_AUTH: "wrong" })).code, 0);
        const bare = await redis.inPod(["redis-cli", "PING"], { REDISCLI_AUTH: "wrong" });
        assert.equal(bare.code, 0, "the bare client would be content with a refusal");
      });
    }
  });
}

suite("a fault in redis.conf is seen", needs("redis-server"), () => {
  const { place, store } = serversOf("thebot").at(-1) as Rendered;
  const start = (change: (conf: string) => string) => Redis.start(place, store, change);

  test("a setting it does not know", () =>
    assert.rejects(
      start((conf) => conf.replace("maxmemory ", "maxmemry ")),
      /Bad directive/,
    ));

  test("a value that is not the one meant", async () => {
    const redis = await start((conf) => conf.replace("volatile-lru", "noeviction"));
    try {
      await assert.rejects(checkSettings(redis, expected.thebot?.settings ?? {}), /volatile-lru/);
    } finally {
      await redis.stop();
    }
  });
});
