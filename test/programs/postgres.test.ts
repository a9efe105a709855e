import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import type { StatefulSet } from "../../src/kubernetes/types/index.ts";
import { needs } from "./installed.ts";
import { Postgres } from "./postgres-server.ts";
import {
  containerOf,
  environment,
  environments,
  file,
  memoryLimit,
  object,
  podOf,
} from "./thebot.ts";

/** What the server must say of itself; `SHOW` in its own words. */
const settings: Readonly<Record<string, string>> = {
  max_connections: "200",
  shared_buffers: "256MB",
  effective_cache_size: "768MB",
  password_encryption: "scram-sha-256",
};

const named = (conf: string) => conf.matchAll(/^(\w+) = /gm);

async function checkSettings(server: Postgres): Promise<void> {
  for (const [name, value] of Object.entries(settings))
    assert.deepEqual(await server.ask(`SHOW ${name}`), [value], name);
}

suite("PostgreSQL with the rendered files", needs("postgres"), () => {
  const production = environment("production");
  let server: Postgres;
  before(async () => {
    server = await Postgres.prepare(production);
    await server.start();
  });
  after(() => server.stop());

  test("has one configuration in all environments", () => {
    for (const key of ["postgresql.conf", "pg_hba.conf"]) {
      const texts = new Set(environments.map((each) => file(each, "postgres-config", key)));
      assert.equal(texts.size, 1, key);
    }
  });

  test("reads both files from where the arguments say", async () => {
    assert.deepEqual(await server.ask("SHOW config_file"), [
      server.folder.at("config/postgresql.conf"),
    ]);
    assert.deepEqual(await server.ask("SHOW hba_file"), [server.folder.at("config/pg_hba.conf")]);
  });

  test("has every setting of the file, and no other", async () => {
    const names = [...named(file(production, "postgres-config", "postgresql.conf"))].map(
      ([, name]) => name,
    );
    assert.deepEqual(
      names.filter((name) => name !== "listen_addresses").sort(),
      Object.keys(settings).sort(),
    );
    await checkSettings(server);
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
    for (const given of environments) {
      const limit = memoryLimit(containerOf(object(given, "StatefulSet", "postgres")));
      assert.ok(Number(buffers) <= limit * 0.4, `${buffers} of ${limit}`);
    }
  });

  test("has the shared memory of parallel queries, which is 64 MiB unless it is mounted", () => {
    for (const given of environments) {
      const workload = object(given, "StatefulSet", "postgres");
      const mounted = containerOf(workload).volumeMounts?.find((at) => at.mountPath === "/dev/shm");
      const volume = podOf(workload)?.volumes?.find(({ name }) => name === mounted?.name);
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

  test("its probe is content while it runs, and not when it does not", async () => {
    const { readinessProbe } = containerOf(
      object<StatefulSet>(production, "StatefulSet", "postgres"),
    );
    const [program = "", ...args] = readinessProbe?.exec?.command ?? [];
    assert.equal((await server.client(program, args)).code, 0);
    assert.notEqual((await server.client(program, args, { PGPORT: "1" })).code, 0);
  });
});

suite("a fault in PostgreSQL's files is seen", needs("postgres"), () => {
  const broken = async (from: string, to: string, check: (server: Postgres) => Promise<void>) => {
    const server = await Postgres.prepare(environment("production"), (conf) =>
      conf.replace(from, to),
    );
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
      await assert.rejects(checkSettings(server), /max_connections/);
    }));

  test("an unknown method of authentication", () =>
    broken("all scram-sha-256", "all scram-sha-512", (server) =>
      assert.rejects(server.start(), /invalid authentication method "scram-sha-512"/),
    ));
});
