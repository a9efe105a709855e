import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { chmod, symlink } from "node:fs/promises";
import { after, before, beforeEach, suite, test } from "node:test";
import { needs, searchPath } from "./installed.ts";
import { backupOf, Postgres } from "./postgres-server.ts";
import { Folder, rewrite, run } from "./process.ts";
import { places } from "./rendered.ts";

/** The tools that the image has; it is an Alpine, so they are those of busybox. */
const tools = ["sh", "date", "find", "sort", "tail", "mv", "rm"];

/** Where dumps are made, by the name of the CronJob, and how many are kept. */
const expected: Readonly<Record<string, number>> = {
  "thebot dev: postgres-backup": 14,
  "thebot staging: postgres-backup": 14,
  "thebot production: postgres-backup": 14,
  "piyasa prod: db-backup": 7,
};

const backups = places.flatMap((place) =>
  place.resolved.postgres.flatMap((store) =>
    store.backup ? [{ place, store, name: store.backup.name }] : [],
  ),
);
const nameOf = ({ place, name }: (typeof backups)[number]) =>
  `${place.system} ${place.environment}: ${name}`;

/** Equal scripts with equal commands and variables are run once. */
const different = new Map(
  backups.map((backup) => [JSON.stringify(backupOf(backup.place, backup.name)), backup]),
);

test("each backup that is rendered is known here, with what it keeps", () => {
  const found = backups.map((backup) => [
    nameOf(backup),
    Number(backupOf(backup.place, backup.name).variables.BACKUP_KEEP),
  ]);
  assert.deepEqual(Object.fromEntries(found), expected);
});

for (const backup of different.values()) {
  const { place, store, name: cron } = backup;
  const { command, variables, script } = backupOf(place, cron);

  suite(`${nameOf(backup)}, run by the CronJob's command`, needs("postgres", "busybox"), () => {
    const keep = Number(variables.BACKUP_KEEP);
    let server: Postgres;
    let work: Folder;
    let database: string;
    let count = 0;

    before(async () => {
      server = await Postgres.prepare(place, store);
      work = await Folder.make();
      await server.startWithDatabase();
      ({ database } = server);
      await work.write("backup.sh", script);
      await work.folder("bin");
      const { stdout } = await run("sh", ["-c", "command -v busybox"]);
      for (const tool of tools) await symlink(stdout.trim(), work.at("bin", tool));
      await server.ask(
        `CREATE TABLE message (id bigserial PRIMARY KEY, body text NOT NULL, sent timestamptz);
           CREATE INDEX message_sent ON message (sent);
           CREATE VIEW latest AS SELECT * FROM message ORDER BY id DESC LIMIT 10;
           INSERT INTO message (body, sent)
             SELECT md5(n::text) || E' – “naïve”\\n''quoted''', now() - n * interval '1 minute'
             FROM generate_series(1, 20000) AS n`,
        database,
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
    async function dump(
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

    /** A pg_dump that goes before the real one on the search path and then does this to the file. */
    async function pgDumpThat(does: string): Promise<string> {
      const text = `#!/bin/sh
pg_dump=$(PATH="${searchPath}" command -v pg_dump)
"$pg_dump" "$@" && for arg; do case $arg in --file=*) file=\${arg#--file=}; ${does} ;; esac; done
`;
      const path = await work.write(`stand-in-${count}/pg_dump`, text, 0o755);
      await chmod(path, 0o755);
      return work.at(`stand-in-${count}`);
    }

    const old = (day: number) => `${database}-202501${String(day).padStart(2, "0")}T020000Z.dump`;
    const put = async (...names: readonly string[]) => {
      for (const name of names) await work.write(`backups-${count}/${name}`, "");
    };
    const oldDays = (days: number) => Array.from({ length: days }, (_, day) => old(day + 1));

    test("keeps a dump from which an empty PostgreSQL gets everything back as it was", async () => {
      const { code, stdout, stderr } = await dump();
      assert.equal(code, 0, stderr);
      const [name = "", ...others] = files();
      assert.deepEqual(others, []);
      assert.match(name, new RegExp(`^${database}-\\d{8}T\\d{6}Z\\.dump$`));
      assert.equal(stdout, `kept ${name}\n`);
      assert.equal(statSync(`${folder}/${name}`).mode & 0o777, 0o600, "for its owner only");

      const empty = await Postgres.prepare(place, store);
      try {
        await empty.startWithDatabase();
        assert.match(String(await empty.ask("SHOW server_version")), /^15\./);
        assert.ok(!(await empty.contents(database)).includes("CREATE TABLE"), "it is empty");
        const restored = await empty.client(
          "pg_restore",
          ["--exit-on-error", `--dbname=${database}`, `${folder}/${name}`],
          empty.login,
        );
        assert.equal(restored.code, 0, restored.stderr);
        const before = await server.contents(database);
        assert.ok(before.includes("“naïve”") && before.length > 1_000_000, "there is content");
        assert.ok((await empty.contents(database)) === before, "equal, to the last row");
        await empty.ask("DELETE FROM message WHERE id = 20000", database);
        assert.ok((await empty.contents(database)) !== before, "one row less would be seen");
      } finally {
        await empty.stop();
      }
    });

    test("lets the oldest go beyond the number to keep, and nothing else", async () => {
      const strangers = [
        "notes.txt",
        `${database}-before-the-move.dump`,
        `${database}-eu-20240101T020000Z.dump`,
      ];
      await put(...strangers, ...oldDays(keep + 3));
      const { code, stdout } = await dump();
      assert.equal(code, 0);
      const dumps = files().filter((name) => !strangers.includes(name));
      assert.equal(dumps.length, keep);
      assert.equal(dumps[0], old(5));
      assert.deepEqual(
        files().filter((name) => strangers.includes(name)),
        strangers.sort(),
      );
      assert.equal(stdout.match(/^removed /gm)?.length, 4);
    });

    /** Each leaves the older dumps alone, keeps no new one, and fails the Job. */
    async function fails(change: Parameters<typeof dump>[0], why: RegExp): Promise<void> {
      await put(...oldDays(keep + 1));
      const before = files();
      const { code, stdout, stderr } = await dump(change);
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

    test("does not keep a dump that was cut short, though pg_dump said nothing", async () =>
      fails({ path: await pgDumpThat('truncate -s -20000 "$file"') }, /pg_restore: error/));

    test("does not keep a dump in which one byte is another", async () => {
      const spoil = 'printf x | dd of="$file" bs=1 seek=100000 conv=notrunc status=none';
      const copy = `cp "$file" "${work.at("sound.dump")}"; ${spoil}; cp "$file" "${work.at("spoilt.dump")}"`;
      await work.write("sound.dump", "", 0o666);
      await work.write("spoilt.dump", "", 0o666);
      await fails({ path: await pgDumpThat(copy) }, /pg_restore: error/);
      const [sound, spoilt] = ["sound", "spoilt"].map((name) =>
        readFileSync(work.at(`${name}.dump`)),
      ) as [Buffer, Buffer];
      assert.equal(sound.length, spoilt.length);
      const changed = sound.filter((byte, index) => byte !== spoilt[index]);
      assert.equal(changed.length, 1);
    });

    test("clears away what a killed run left behind", async () => {
      const part = `.part-${old(1)}`;
      await put(part);
      assert.equal((await dump()).code, 0);
      assert.equal(existsSync(`${folder}/${part}`), false);
    });

    test("a script that forgets to read the dump back is seen", async () => {
      await work.write("careless.sh", script.replace(/^pg_restore.*$/m, ""));
      const path = await pgDumpThat(': > "$file"');
      const { code } = await run(work.at("bin/sh"), [work.at("careless.sh")], {
        env: {
          ...variables,
          PGHOST: "127.0.0.1",
          PGPORT: String(server.port),
          BACKUP_FOLDER: folder,
          PATH: `${path}:${work.at("bin")}:${searchPath}`,
        },
      });
      assert.equal(code, 0, "it would keep an empty dump");
      assert.equal(files().length, 1);
      await fails({ path }, /pg_restore: error/);
    });
  });
}
