import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { existing, platform, postgres, redis, secret, volume } from "../../src/index.ts";
import { described, describedExample, page } from "../reference/pages.ts";
import { blocksOf } from "../reference/runbook/blocks.ts";
import { needs, searchPath } from "./installed.ts";
import { Postgres } from "./postgres-server.ts";
import { Folder, freePort, rewrite, run, Server } from "./process.ts";
import { environment } from "./rendered.ts";

/** The script inside the pod, of the command of a runbook that restores a dump. */
function restoring(runbook: string): string {
  const scripts = blocksOf(runbook).filter(({ title }) => title === "Restore a dump");
  const found = scripts.flatMap(
    ({ script }) => /sh -c '([^']+)' sh "\$\{DUMP:\?\}"/.exec(script)?.[1] ?? [],
  );
  assert.equal(found.length, 1, "one command restores");
  return found[0] as string;
}

const dump = "content.dump";

suite("a dump comes back by the runbook's command: PostgreSQL", needs("postgres"), () => {
  let server: Postgres;
  let work: Folder;
  let command: string;
  let dumped: string;

  before(async () => {
    const given = environment("thebot", "production");
    const [store] = given.resolved.postgres;
    assert.ok(store);
    command = restoring(page(await describedExample("thebot"), "runbook-production.md"));
    server = await Postgres.prepare(given, store);
    work = await Folder.make();
    await server.startWithDatabase();
    await server.ask(
      `CREATE TABLE message (id bigserial PRIMARY KEY, body text NOT NULL);
       CREATE INDEX message_body ON message (body);
       INSERT INTO message (body) SELECT md5(n::text) FROM generate_series(1, 5000) AS n`,
      server.database,
    );
    dumped = await server.contents(server.database);
    const args = ["--format=custom", `--file=${work.at(dump)}`];
    const { code, stderr } = await server.client("pg_dump", args, {
      ...server.login,
      PGDATABASE: server.database,
    });
    assert.equal(code, 0, stderr);
  });
  after(async () => {
    await server.stop();
    await work.remove();
  });

  /** As in the pod: its variables, its folder of dumps. */
  const restore = (name: string, script = command) =>
    server.client("sh", ["-c", script.replaceAll("/backups", work.path), "sh", name], {
      ...server.login,
      PGDATABASE: server.database,
      PATH: searchPath,
    });

  test("everything is as it was dumped, and what came later is gone", async () => {
    await server.ask(
      "DELETE FROM message WHERE id > 100; CREATE TABLE later (id int); DROP INDEX message_body",
      server.database,
    );
    assert.notEqual(await server.contents(server.database), dumped);
    const { code, stderr } = await restore(dump);
    assert.equal(code, 0, stderr);
    assert.ok((await server.contents(server.database)) === dumped, "equal, to the last row");
  });

  for (const [what, make] of [
    ["a dump that is not there", async () => "nothing.dump"],
    [
      "a dump that was cut short",
      async () => {
        await run("sh", ["-c", `head -c 20000 ${work.at(dump)} > ${work.at("cut.dump")}`]);
        return "cut.dump";
      },
    ],
  ] as const) {
    test(`${what} deletes nothing`, async () => {
      const before = await server.contents(server.database);
      const { code, stderr } = await restore(await make());
      assert.notEqual(code, 0);
      assert.match(stderr, /pg_restore: error/);
      assert.ok((await server.contents(server.database)) === before);
    });
  }

  test("without the look beforehand, such a dump would have emptied the database", async () => {
    const blind = command.replace(/^pg_restore [^&]*&& /, "");
    assert.notEqual(blind, command);
    const before = await server.contents(server.database);
    assert.notEqual((await restore("nothing.dump", blind)).code, 0);
    assert.ok((await server.contents(server.database)) !== before);
    assert.equal((await restore(dump)).code, 0);
  });

  test("the owner that CloudNativePG makes may do what its command does", async () => {
    const login = secret("app", ["username", "password"]);
    const db = postgres("db", {
      version: "15",
      user: login.key("username"),
      password: login.key("password"),
      storage: volume("db", { size: "10Gi" }),
      resources: { cpu: ["100m", "200m"], memory: ["128Mi", "256Mi"] },
      cloudNativePg: { instances: 2, owner: "app" },
      backup: { schedule: "0 2 * * *", keep: 3, to: volume("dumps", { size: "10Gi" }) },
    });
    const shop = platform("shop", {
      components: { db },
      environments: { live: { namespace: "shop", secrets: existing() } },
    });
    const script = restoring(page(await described(shop), "runbook-live.md"));
    await server.ask("CREATE ROLE app LOGIN PASSWORD 'app'");
    await server.ask("CREATE DATABASE app OWNER app");
    const asOwner = { PGUSER: "app", PGPASSWORD: "app", PGDATABASE: "app", PATH: searchPath };
    const sql = (text: string) =>
      server.client("psql", ["-v", "ON_ERROR_STOP=1", "-c", text], asOwner);
    assert.equal(
      (await sql("CREATE TABLE note (id int); INSERT INTO note VALUES (1), (2)")).code,
      0,
    );
    const file = work.at("owner.dump");
    await server.client("pg_dump", ["--format=custom", `--file=${file}`], asOwner);
    assert.equal((await sql("DELETE FROM note; CREATE TABLE later (id int)")).code, 0);
    const moved = script.replaceAll("/backups", work.path);
    const { code, stderr } = await server.client("sh", ["-c", moved, "sh", "owner.dump"], asOwner);
    assert.equal(code, 0, stderr);
    assert.deepEqual(await server.ask("SELECT count(*) FROM note", "app"), ["2"]);
    assert.deepEqual(await server.ask("SELECT to_regclass('later')", "app"), []);
  });
});

for (const appendonly of ["yes", "no"] as const) {
  const title = `a dump comes back by the runbook's command: Redis, appendonly ${appendonly}`;
  suite(title, needs("redis-server"), () => {
    const password = "it's $ecret";
    let work: Folder;
    let port: number;
    let server: Server;

    const ask = async (...words: readonly string[]) =>
      (await run("redis-cli", ["-p", String(port), ...words], { env: { REDISCLI_AUTH: password } }))
        .stdout;
    const serve = async () => {
      const args = ["--port", String(port), "--bind", "127.0.0.1", "--dir", work.at("data")];
      const more = ["--requirepass", password, "--appendonly", appendonly];
      return Server.start("redis-server", [...args, ...more], {
        folder: work,
        ready: async () => (await ask("PING")) === "PONG\n",
      });
    };

    before(async () => {
      work = await Folder.make();
      port = await freePort();
      await work.folder("data");
      await work.folder("dumps");
      const client = `#!/bin/sh\nexec /usr/bin/redis-cli -p ${port} "$@"\n`;
      await work.write("bin/redis-cli", client, 0o755);
      server = await serve();
    });
    after(async () => {
      await server.stop();
      await work.remove();
    });

    test("the server starts again with what was dumped, and nothing else", async () => {
      const login = secret("login", ["password"]);
      const cache = redis("cache", {
        version: "7-alpine",
        storage: volume("cache-data", { size: "1Gi" }),
        password: login.key("password"),
        settings: { appendonly },
        resources: { cpu: ["100m", "200m"], memory: ["128Mi", "256Mi"] },
        backup: { schedule: "0 3 * * *", keep: 3, to: volume("dumps", { size: "1Gi" }) },
      });
      const shop = platform("shop", {
        components: { login, cache },
        environments: { live: { namespace: "shop", secrets: existing() } },
      });
      const command = restoring(page(await described(shop), "runbook-live.md"));
      for (let n = 0; n < 20; n++) await ask("RPUSH", "list", `entry ${n}`);
      await run("redis-cli", ["-p", String(port), "--rdb", work.at("dumps/content.rdb")], {
        env: { REDISCLI_AUTH: password },
      });
      await ask("DEL", "list");
      await ask("SET", "later", "1");

      const script = rewrite(command, [
        ["/backups", work.at("dumps")],
        ["/data", work.at("data")],
      ]);
      const env = { REDISCLI_AUTH: password, PATH: `${work.at("bin")}:${searchPath}` };
      const missing = await run("sh", ["-c", script, "sh", "nothing.rdb"], { env });
      assert.notEqual(missing.code, 0);
      assert.equal(await ask("GET", "later"), "1\n", "a dump that is not there changes nothing");

      const { code, stderr } = await run("sh", ["-c", script, "sh", "content.rdb"], { env });
      assert.equal(code, 0, stderr);
      await server.stop();
      server = await serve();
      assert.equal(await ask("LLEN", "list"), "20\n");
      assert.equal(await ask("EXISTS", "later"), "0\n");
      assert.equal(await ask("CONFIG", "GET", "appendonly"), `appendonly\n${appendonly}\n`);
    });
  });
}
