import assert from "node:assert/strict";
import { existsSync, readdirSync, statSync } from "node:fs";
import { chmod, symlink } from "node:fs/promises";
import { after, before, beforeEach, suite, test } from "node:test";
import { needs, searchPath } from "./installed.ts";
import { backupOf, login, Postgres } from "./postgres-server.ts";
import { Folder, rewrite, run } from "./process.ts";
import { environment } from "./thebot.ts";

/** The tools that the image has; it is an Alpine, so they are those of busybox. */
const tools = ["sh", "date", "find", "sort", "tail", "mv", "rm"];

suite("the backup script, run by the CronJob's command", needs("postgres", "busybox"), () => {
  const { command, variables, script } = backupOf(environment("production"));
  const keep = Number(variables.BACKUP_KEEP);
  let server: Postgres;
  let work: Folder;
  let count = 0;

  before(async () => {
    server = await Postgres.prepare(environment("production"));
    work = await Folder.make();
    await server.start();
    await work.write("backup.sh", script);
    await work.folder("bin");
    const { stdout } = await run("sh", ["-c", "command -v busybox"]);
    for (const tool of tools) await symlink(stdout.trim(), work.at("bin", tool));
    await server.ask("CREATE DATABASE thebot");
    await server.ask(
      `CREATE TABLE message (id bigserial PRIMARY KEY, body text NOT NULL, sent timestamptz);
       CREATE INDEX message_sent ON message (sent);
       CREATE VIEW latest AS SELECT * FROM message ORDER BY id DESC LIMIT 10;
       INSERT INTO message (body, sent)
         SELECT md5(n::text) || E' – “naïve”\\n''quoted''', now() - n * interval '1 minute'
         FROM generate_series(1, 20000) AS n`,
      "thebot",
    );
  });
  after(async () => {
    await server.stop();
    await work.remove();
  });

  let folder = "";
  beforeEach(async () => {
    count++;
    folder = await work.folder(`backups-${count}`);
  });
  const files = () => readdirSync(folder).sort();

  /** The rendered command with the rendered variables; only folders, host and port are moved. */
  async function backup(
    change: { env?: Record<string, string>; path?: string; first?: string } = {},
  ) {
    const [shell = "", ...args] = rewrite(command.join("\n"), [
      ["/etc/backup/backup.sh", work.at("backup.sh")],
    ]).split("\n");
    const line = `${change.first ?? ":"}; exec ${shell} "$@"`;
    return run(work.at("bin/sh"), ["-c", line, "sh", ...args], {
      env: {
        ...variables,
        PGHOST: "127.0.0.1",
        PGPORT: String(server.port),
        BACKUP_FOLDER: folder,
        PATH: [change.path, work.at("bin"), searchPath].filter(Boolean).join(":"),
        ...change.env,
      },
    });
  }

  /** Everything in a database as text; the key that newer versions put around it differs each time. */
  async function contents(database: string): Promise<string> {
    const { code, stdout, stderr } = await server.client("pg_dump", [], {
      PGUSER: login.user,
      PGPASSWORD: login.password,
      PGDATABASE: database,
    });
    assert.equal(code, 0, stderr);
    return stdout.replace(/^\\(un)?restrict .*$/gm, "");
  }

  /** A program of this name that goes before the real one on the search path. */
  async function standIn(name: string, text: string): Promise<string> {
    const path = await work.write(`stand-in-${count}/${name}`, `#!/bin/sh\n${text}\n`, 0o755);
    await chmod(path, 0o755);
    return work.at(`stand-in-${count}`);
  }

  const old = (day: number) => `thebot-202501${String(day).padStart(2, "0")}T020000Z.dump`;

  test("keeps a dump from which the database comes back as it was", async () => {
    const { code, stdout, stderr } = await backup();
    assert.equal(code, 0, stderr);
    const [name = "", ...others] = files();
    assert.deepEqual(others, []);
    assert.match(name, /^thebot-\d{8}T\d{6}Z\.dump$/);
    assert.equal(stdout, `kept ${name}\n`);
    assert.equal(statSync(`${folder}/${name}`).mode & 0o777, 0o600, "for its owner only");

    await server.ask("CREATE DATABASE restored");
    const restored = await server.client(
      "pg_restore",
      ["--exit-on-error", "--dbname=restored", `${folder}/${name}`],
      { PGUSER: login.user, PGPASSWORD: login.password },
    );
    assert.equal(restored.code, 0, restored.stderr);
    const before = await contents("thebot");
    assert.ok(before.includes("“naïve”") && before.length > 1_000_000, "there is content");
    assert.ok((await contents("restored")) === before, "equal, to the last row");
  });

  test("lets the oldest go beyond the number to keep, and nothing else", async () => {
    const strangers = [
      "notes.txt",
      "thebot-before-the-move.dump",
      "thebot-eu-20240101T020000Z.dump",
    ];
    for (const name of strangers) await work.write(`backups-${count}/${name}`, "");
    for (let day = 1; day <= keep + 3; day++) await work.write(`backups-${count}/${old(day)}`, "");
    const { code, stdout } = await backup();
    assert.equal(code, 0);
    const dumps = files().filter((name) => !strangers.includes(name));
    assert.equal(dumps.length, keep);
    assert.equal(dumps[0], old(5));
    assert.deepEqual(
      files().filter((name) => strangers.includes(name)),
      strangers,
    );
    assert.equal(stdout.match(/^removed /gm)?.length, 4);
  });

  /** Each leaves the older dumps alone, keeps no new one, and fails the Job. */
  async function fails(change: Parameters<typeof backup>[0], why: RegExp): Promise<void> {
    for (let day = 1; day <= keep + 1; day++) await work.write(`backups-${count}/${old(day)}`, "");
    const before = files();
    const { code, stdout, stderr } = await backup(change);
    assert.notEqual(code, 0);
    assert.match(stderr, why);
    assert.equal(stdout, "");
    assert.deepEqual(files(), before);
  }

  test("fails without a trace when the password is wrong", () =>
    fails({ env: { PGPASSWORD: "wrong" } }, /password authentication failed/));

  test("fails without a trace when the server is away", () =>
    fails({ env: { PGPORT: "1" } }, /[Cc]onnection/));

  test("fails without a trace when there is no room for the dump", () =>
    fails({ first: "ulimit -f 64" }, /File size limit|File too large|could not write|^$/));

  test("does not keep a dump that was cut short, though pg_dump said nothing", async () => {
    const cut = `pg_dump=$(PATH="${searchPath}" command -v pg_dump)
"$pg_dump" "$@" && for arg; do case $arg in --file=*) truncate -s -20000 "\${arg#--file=}";; esac; done`;
    await fails({ path: await standIn("pg_dump", cut) }, /pg_restore: error/);
  });

  test("clears away what a killed run left behind", async () => {
    await work.write(`backups-${count}/.part-thebot-20250101T020000Z.dump`, "half");
    assert.equal((await backup()).code, 0);
    assert.equal(existsSync(`${folder}/.part-thebot-20250101T020000Z.dump`), false);
  });

  test("a script that forgets to read the dump back is seen", async () => {
    await work.write("careless.sh", script.replace(/^pg_restore.*$/m, ""));
    const path = await standIn(
      "pg_dump",
      'for arg; do case $arg in --file=*) : > "${arg#--file=}";; esac; done',
    );
    const { code } = await run(work.at("bin/sh"), [work.at("careless.sh")], {
      env: { ...variables, BACKUP_FOLDER: folder, PATH: `${path}:${work.at("bin")}` },
    });
    assert.equal(code, 0, "it would keep an empty dump");
    assert.equal(files().length, 1);
    await fails({ path }, /pg_restore: error/);
  });
});
