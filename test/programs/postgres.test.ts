import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import type { PostgresStore } from "../../src/platform/resolve/index.ts";
import type { Place } from "../examples/example.ts";
import { type System, systems } from "../examples/systems.ts";
import { needs } from "./installed.ts";
import { Postgres } from "./postgres-server.ts";
import { environmentsOf, file, mainContainer, memoryLimit, podOf, workload } from "./rendered.ts";

/** What the servers must say of themselves; `SHOW` in its own words. */
const everywhere = { password_encryption: "scram-sha-256" };
const expected: Readonly<Partial<Record<System, Readonly<Record<string, string>>>>> = {
  thebot: {
    ...everywhere,
    max_connections: "200",
    shared_buffers: "256MB",
    effective_cache_size: "768MB",
  },
  piyasa: everywhere,
};

const files = ["postgresql.conf", "pg_hba.conf"] as const;
const named = (conf: string) => conf.matchAll(/^(\w+) = /gm);

/** A system's server in each environment that runs it. */
interface Rendered {
  readonly place: Place;
  readonly store: PostgresStore;
}

function serversOf(system: System): readonly Rendered[] {
  return environmentsOf(system).flatMap((place) =>
    place.resolved.postgres.map((store) => ({ place, store })),
  );
}

async function checkSettings(server: Postgres, system: System): Promise<void> {
  for (const [name, value] of Object.entries(expected[system] ?? {}))
    assert.deepEqual(await server.ask(`SHOW ${name}`), [value], name);
}

test("each system that runs a PostgreSQL of its own is known here", () => {
  const found = systems.filter((system) => serversOf(system).length > 0);
  assert.deepEqual(found, Object.keys(expected));
});

for (const system of systems.filter((each) => expected[each])) {
  const rendered = serversOf(system);
  const last = rendered.at(-1) as Rendered;
  const conf = (key: string, { place, store } = last) => file(place, store.names.config, key);

  suite(`PostgreSQL with the rendered files of ${system}`, needs("postgres"), () => {
    let server: Postgres;
    before(async () => {
      server = await Postgres.prepare(last.place, last.store);
      await server.start();
    });
    after(() => server.stop());

    test("is the one that the images promise", async () => {
      for (const { store } of rendered) assert.match(store.image, /:15-/);
      assert.match(String(await server.ask("SHOW server_version")), /^15\./);
    });

    test("has one configuration in all environments", () => {
      for (const key of files)
        assert.equal(new Set(rendered.map((each) => conf(key, each))).size, 1, key);
    });

    test("reads both files from where the arguments say", async () => {
      for (const [setting, key] of [
        ["config_file", "postgresql.conf"],
        ["hba_file", "pg_hba.conf"],
      ])
        assert.deepEqual(await server.ask(`SHOW ${setting}`), [server.folder.at(`config/${key}`)]);
    });

    test("has every setting of the file, and no other", async () => {
      const names = [...named(conf("postgresql.conf"))].map(([, name]) => name);
      assert.deepEqual(
        names.filter((name) => name !== "listen_addresses").sort(),
        Object.keys(expected[system] ?? {}).sort(),
      );
      await checkSettings(server, system);
      // Here it listens on the loopback only, so that line of the file is read but not applied.
      const read = await server.ask("SELECT name, setting, applied FROM pg_file_settings");
      assert.equal(read.length, names.length);
      assert.deepEqual(
        read.filter((line) => !line.endsWith("|t")),
        ["listen_addresses|*|f"],
      );
    });

    test("keeps its caches below the container's memory", async () => {
      const [buffers] = await server.ask("SELECT pg_size_bytes(current_setting('shared_buffers'))");
      for (const { place, store } of rendered) {
        const limit = memoryLimit(mainContainer(workload(place, store.name)));
        assert.ok(Number(buffers) <= limit * 0.4, `${buffers} of ${limit}`);
      }
    });

    test("has the shared memory of parallel queries, which is 64 MiB unless it is mounted", () => {
      for (const { place, store } of rendered) {
        const object = workload(place, store.name);
        const { volumeMounts } = mainContainer(object);
        const mounted = volumeMounts?.find((at) => at.mountPath === "/dev/shm");
        const volume = podOf(object)?.volumes?.find(({ name }) => name === mounted?.name);
        assert.deepEqual(volume?.emptyDir, { medium: "Memory" });
      }
    });

    test("understands every line about who may connect", async () => {
      const rules = await server.ask(
        "SELECT type, database, user_name, address, auth_method, error FROM pg_hba_file_rules ORDER BY 1",
      );
      assert.deepEqual(rules.sort(), [
        "host|{all}|{all}|all|scram-sha-256|",
        "local|{all}|{all}||trust|",
      ]);
    });

    test("lets in who has the password, and nobody else", async () => {
      assert.equal((await server.psql("SELECT 1")).stdout, "1\n");
      const wrong = await server.psql("SELECT 1", "postgres", "wrong");
      assert.notEqual(wrong.code, 0);
      assert.match(wrong.stderr, /password authentication failed/);
      const none = await server.psql("SELECT 1", "postgres", "");
      assert.notEqual(none.code, 0);
      assert.match(none.stderr, /no password supplied/);
      const [stored] = await server.ask(
        "SELECT left(rolpassword, 13) FROM pg_authid WHERE rolcanlogin",
      );
      assert.equal(stored, "SCRAM-SHA-256");
    });

    for (const probe of ["startupProbe", "livenessProbe", "readinessProbe"] as const) {
      test(`its ${probe} is content while it runs, and not when it does not`, async () => {
        const { [probe]: rendered } = mainContainer(workload(last.place, last.store.name));
        const [program = "", ...args] = rendered?.exec?.command ?? [];
        assert.equal((await server.client(program, args)).code, 0);
        assert.notEqual((await server.client(program, args, { PGPORT: "1" })).code, 0);
      });
    }
  });
}

suite("a fault in PostgreSQL's files is seen", needs("postgres"), () => {
  const broken = async (from: string, to: string, check: (server: Postgres) => Promise<void>) => {
    const { place, store } = serversOf("thebot").at(-1) as Rendered;
    const server = await Postgres.prepare(place, store, (conf) => conf.replace(from, to));
    try {
      await check(server);
    } finally {
      await server.stop();
    }
  };

  test("a setting it does not know", () =>
    broken("max_connections", "max_connectionz", (server) =>
      assert.rejects(server.start(), /unrecognized configuration parameter "max_connectionz"/),
    ));

  test("a value that is not the one meant", () =>
    broken("= 200", "= 100", async (server) => {
      await server.start();
      await assert.rejects(checkSettings(server, "thebot"), /max_connections/);
    }));

  test("an unknown method of authentication", () =>
    broken("all scram-sha-256", "all scram-sha-512", (server) =>
      assert.rejects(server.start(), /invalid authentication method "scram-sha-512"/),
    ));
});
