import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { symlink } from "node:fs/promises";
import { after, before, suite, test } from "node:test";
import { existing, platform, redis, secret, volume } from "../../src/index.ts";
import { resolve } from "../../src/platform/resolve/index.ts";
import { render } from "../../src/render/index.ts";
import type { Resource } from "../control-plane/resources.ts";
import { needs, searchPath } from "./installed.ts";
import { Folder, freePort, rewrite, run, Server } from "./process.ts";
import { environmentVariables, file, mainContainer, object, places } from "./rendered.ts";

const login = secret("login", ["password"]);
const cache = redis("cache", {
  version: "7-alpine",
  storage: volume("cache-data", { size: "1Gi" }),
  password: login.key("password"),
  resources: { cpu: ["100m", "200m"], memory: ["128Mi", "256Mi"] },
  backup: { schedule: "0 3 * * *", keep: 3, to: volume("dumps", { size: "1Gi" }) },
});
const shop = platform("shop", {
  components: { login, cache },
  environments: { live: { namespace: "shop", secrets: existing() } },
});

const tools = ["sh", "date", "find", "sort", "tail", "mv", "rm"];
const password = "it's $ecret";

test("no example dumps its Redis; one that does is to be proven here", () => {
  const names = places.flatMap(({ system, resolved }) =>
    resolved.redis.flatMap(({ backup }) => (backup ? [`${system}: ${backup.name}`] : [])),
  );
  assert.deepEqual(names, []);
});

suite(
  "the backup script of a Redis, run by the CronJob's command",
  needs("redis-server", "busybox"),
  () => {
    const resolved = resolve(shop, "live");
    const objects = render(resolved).map((each) => each.object as unknown as Resource);
    const given = { environment: "live", resolved, objects };
    const container = mainContainer(object(given, "CronJob", "cache-backup"));
    const variables = environmentVariables(container, () => password);
    const script = file(given, "cache-backup", "backup.sh");

    let work: Folder;
    let port: number;
    let server: Server;

    const serve = async (folder: Folder, at: number, ...more: readonly string[]) => {
      const args = ["--port", String(at), "--bind", "127.0.0.1", "--dir", folder.path, ...more];
      return Server.start("redis-server", [...args, "--requirepass", password], {
        folder,
        ready: async () => (await ask(at, "PING")) === "PONG\n",
      });
    };
    const ask = async (at: number, ...words: readonly string[]) =>
      (await run("redis-cli", ["-p", String(at), ...words], { env: { REDISCLI_AUTH: password } }))
        .stdout;

    before(async () => {
      work = await Folder.make();
      port = await freePort();
      await work.write("backup.sh", script);
      await work.folder("bin");
      const { stdout } = await run("sh", ["-c", "command -v busybox"]);
      for (const tool of tools) await symlink(stdout.trim(), work.at("bin", tool));
      // The script names no port; this one is not the usual one.
      const client = `#!/bin/sh\nexec /usr/bin/redis-cli -p "$PORT" "$@"\n`;
      await work.write("bin/redis-cli", client, 0o755);
      server = await serve(work, port);
      for (let n = 0; n < 20; n++) await ask(port, "RPUSH", "list", `entry ${n}`);
      await ask(port, "SET", "text", "“naïve”");
    });
    after(async () => {
      await server.stop();
      await work.remove();
    });

    async function backup(env: Readonly<Record<string, string>> = {}) {
      const folder = await work.folder("dumps");
      const command = [...(container.command ?? []), ...(container.args ?? [])].join("\n");
      const [, ...args] = rewrite(command, [["/etc/backup", work.path]]).split("\n");
      const ended = await run(work.at("bin/sh"), args, {
        env: {
          ...variables,
          REDIS_HOST: "127.0.0.1",
          PORT: String(port),
          BACKUP_FOLDER: folder,
          PATH: `${work.at("bin")}:${searchPath}`,
          ...env,
        },
      });
      return { ...ended, files: readdirSync(folder).sort() };
    }

    test("keeps a dump from which the data comes back, and lets the oldest go", async () => {
      for (const day of ["01", "02", "03"])
        await work.write(`dumps/cache-202501${day}T020000Z.rdb`, "");
      const { code, stderr, files } = await backup();
      assert.equal(code, 0, stderr);
      assert.deepEqual(files.slice(0, 2), [
        "cache-20250102T020000Z.rdb",
        "cache-20250103T020000Z.rdb",
      ]);
      assert.equal(files.length, 3);

      const folder = await Folder.make();
      const at = await freePort();
      await run("cp", [work.at("dumps", files[2] as string), folder.at("dump.rdb")]);
      const restored = await serve(folder, at);
      try {
        assert.equal(
          await ask(at, "LRANGE", "list", "0", "-1"),
          await ask(port, "LRANGE", "list", "0", "-1"),
        );
        assert.equal(await ask(at, "LLEN", "list"), "20\n");
        assert.equal(await ask(at, "GET", "text"), "“naïve”\n");
      } finally {
        await restored.stop();
        await folder.remove();
      }
    });

    async function fails(env: Readonly<Record<string, string>>): Promise<void> {
      const before = readdirSync(await work.folder("dumps")).sort();
      const { code, stdout, files } = await backup(env);
      assert.notEqual(code, 0);
      assert.doesNotMatch(stdout, /kept|removed/);
      assert.deepEqual(files, before);
    }

    test("fails without a trace when the password is wrong", () =>
      fails({ REDISCLI_AUTH: "wrong" }));

    test("fails without a trace when the server is away", () => fails({ PORT: "1" }));

    test("does not keep a dump that was cut short, though the client said nothing", async () => {
      await work.write(
        "cut/redis-cli",
        `#!/bin/sh\n/usr/bin/redis-cli -p "$PORT" "$@" && for part; do :; done && truncate -s -9 "$part"\n`,
        0o755,
      );
      await fails({ PATH: `${work.at("cut")}:${work.at("bin")}:${searchPath}` });
    });
  },
);
