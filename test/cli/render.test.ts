import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, test } from "node:test";
import { load, loadAll } from "js-yaml";
import { folder, shell, shop, slipway } from "./slipway.ts";

const production = ["render", "-f", shop, "-e", "production"];

describe("slipway render", () => {
  test("prints YAML documents and a JSON List with the same objects", () => {
    const yaml = slipway(production);
    const json = slipway([...production, "--format", "json"]);
    assert.equal(yaml.status, 0, yaml.stderr);
    const list = JSON.parse(json.stdout);
    assert.deepEqual([list.apiVersion, list.kind], ["v1", "List"]);
    assert.deepEqual(loadAll(yaml.stdout), list.items);
    assert.ok(list.items.length > 40);
  });

  test("takes platform.ts of the working folder, and the only environment", () => {
    const source = readFileSync(shop, "utf8").replace(/ {4}dev: \{[\s\S]*?\n {4}\},\n/, "");
    const ran = slipway(["render"], { cwd: folder({ "platform.ts": source }) });
    assert.equal(ran.status, 0, ran.stderr);
    assert.equal(ran.stdout, slipway(production).stdout);
  });

  test("prints the same bytes wherever and however it is called", () => {
    const first = slipway(production);
    const other = folder();
    const again = [
      slipway(production, { cwd: other }),
      slipway(["render", "-e", "production"], { cwd: dirname(shop) }),
      slipway(["render", "--file", relative(other, shop), "--environment=production"], {
        cwd: other,
      }),
      slipway(production, {
        env: { TZ: "Asia/Kathmandu", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" },
      }),
      slipway(production, { env: { HOME: "/nonexistent", XDG_CACHE_HOME: "/dev/null/x" } }),
    ];
    for (const ran of again) {
      assert.equal(ran.stdout, first.stdout);
      assert.equal(ran.stderr, first.stderr);
    }
  });

  test("takes images and tags from the command line", () => {
    const images = (args: readonly string[]) => {
      const { items } = JSON.parse(slipway([...production, "--format", "json", ...args]).stdout);
      const found = JSON.stringify(items).matchAll(/"image":"([^"]*shop\/[^"]*)"/g);
      return [...new Set([...found].map(([, image]) => image))].sort();
    };
    const registry = "registry.shop.example";
    assert.deepEqual(images([]), [`${registry}/shop/api:v1.0.0`, `${registry}/shop/web:v1.0.0`]);
    assert.deepEqual(images(["--tag", "v2"]), [
      `${registry}/shop/api:v2`,
      `${registry}/shop/web:v2`,
    ]);
    assert.deepEqual(images(["--tag", "v2", "--image", "shop/web=ghcr.io/shop/web:v3"]), [
      "ghcr.io/shop/web:v3",
      `${registry}/shop/api:v2`,
    ]);
  });

  test("shows help and its version", () => {
    const { version } = JSON.parse(
      readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
    );
    assert.equal(slipway(["--version"]).stdout, `${version}\n`);
    for (const args of [["--help"], ["-h"], ["help"], ["render", "--help"], ["render", "-h"]]) {
      const ran = slipway(args);
      assert.equal(ran.status, 0);
      assert.match(ran.stdout, /^slipway/);
      assert.ok(ran.stdout.split("\n").every((line) => line.length <= 100));
    }
    const help = slipway(["render", "--help"]).stdout;
    for (const option of ["-f", "-e", "-o", "--format", "--force", "--image", "--tag", "Examples"])
      assert.ok(help.includes(option), option);
  });
});

describe("what slipway render does to its surroundings", () => {
  test("a reader who leaves early is no error", () => {
    const large = readFileSync(shop, "utf8").replace('"info"', JSON.stringify("x".repeat(500_000)));
    const cwd = folder({ "platform.ts": large });
    const ran = shell("set -o pipefail; $SLIPWAY render -e production | head -1", { cwd });
    assert.equal(ran.stdout, "apiVersion: v1\n");
    assert.equal(ran.stderr, "");
    assert.equal(ran.status, 0);
  });

  test("an output that cannot be written is told", () => {
    const ran = shell(`$SLIPWAY ${production.join(" ")} > /dev/full`);
    assert.equal(ran.stderr, "slipway: the output cannot be written: ENOSPC\n");
    assert.equal(ran.status, 2);
  });

  test("a message that nobody reads does not turn a mistake into success", () => {
    for (const to of ["2>/dev/full", "2> >(exec true)", "2>&-"]) {
      const ran = shell(`$SLIPWAY render -f nowhere.ts ${to}`);
      assert.equal(ran.status, 2, to);
    }
  });

  test("there is colour on a terminal only, and not with NO_COLOR", () => {
    const onTerminal = (before: string) =>
      shell(`script -qec "${before} $SLIPWAY ${production.join(" ")} >/dev/null" /dev/null`, {
        env: { TERM: "xterm-256color", NO_COLOR: "" },
      }).stdout;
    assert.ok(onTerminal("env -u NO_COLOR -u CI").includes("\u001b[1mComponents"));
    assert.ok(!onTerminal("NO_COLOR=1").includes("\u001b["));
    assert.ok(!slipway(production, { env: { NO_COLOR: "" } }).stderr.includes("\u001b["));
  });

  test("what the platform file prints goes to stderr", () => {
    const source = `console.log("hello from the platform");\n${readFileSync(shop, "utf8")}`;
    const ran = slipway(["render", "-e", "production"], { cwd: folder({ "platform.ts": source }) });
    assert.equal(ran.stdout, slipway(production).stdout);
    assert.match(ran.stderr, /^hello from the platform\n/);
  });

  test("a timer that the platform file leaves behind does not keep it waiting", () => {
    const source = `setInterval(() => {}, 1000);\n${readFileSync(shop, "utf8")}`;
    const ran = slipway(["render", "-e", "production"], { cwd: folder({ "platform.ts": source }) });
    assert.equal(ran.status, 0, ran.stderr);
    assert.equal(ran.signal, null);
  });
});

describe("what a platform file imports", () => {
  const small = (image: string) => `import { platform, web } from "slipway";
${image}
const resources = { cpu: ["1", "1"], memory: ["1Gi", "1Gi"] } as const;
const probes = { readiness: "/" };
const api = web("api", { image, port: 80, scale: 1, resources, probes });
export default platform("shop", {
  components: { api },
  environments: { dev: { namespace: "shop" } },
});
`;
  const literal = small('const image = "nginx:1.29";');

  test("is the running program, even beside another copy", () => {
    const decoy = 'throw new Error("the other copy");\n';
    const cwd = folder({
      "platform.ts": literal,
      "node_modules/slipway/package.json": '{"name":"slipway","main":"./index.js"}',
      "node_modules/slipway/index.js": decoy,
    });
    assert.equal(slipway(["render"], { cwd }).status, 0);
  });

  test("may be its neighbours, in TypeScript and JSON", () => {
    const cwd = folder({
      "platform.ts": small(
        'import { image } from "./images.ts";\nimport data from "./data.json" with { type: "json" };\nif (data.ok !== true) throw new Error();',
      ),
      "images.ts":
        'import { text } from "slipway";\nvoid text;\nexport const image: string = "nginx:1.29";\n',
      "data.json": '{ "ok": true }',
      "package.json": '{ "type": "commonjs" }',
    });
    const ran = slipway(["render"], { cwd });
    assert.equal(ran.status, 0, ran.stderr);
  });

  test("does not depend on the package it lies in, nor on what its folder is called", () => {
    for (const name of ["plain", "with space", "with (brackets)", "with#hash", "with%25", "ünï"]) {
      const cwd = folder({
        [`${name}/platform.ts`]: literal,
        [`${name}/wrong.ts`]: literal.replace('"1Gi"]', '"1gb"]'),
        [`${name}/package.json`]: '{"type":"commonjs"}',
      });
      const ran = slipway(["render", "-f", `${name}/platform.ts`], { cwd });
      assert.equal(ran.status, 0, ran.stderr);
      assert.doesNotMatch(ran.stderr, /Warning/);
      const wrong = slipway(["render", "-f", `${name}/wrong.ts`], { cwd });
      assert.ok(wrong.stderr.startsWith(`${name}/wrong.ts:5:`), wrong.stderr);
    }
  });
});

describe("slipway render -o", () => {
  test("writes files, and the summary to stdout", () => {
    const cwd = folder();
    const ran = slipway([...production, "-o", "out"], { cwd });
    assert.equal(ran.stderr, "");
    assert.equal(ran.status, 0);
    assert.match(ran.stdout, /^shop production: \d+ objects, namespace shop\n/);
    const names = readdirSync(join(cwd, "out")).sort();
    assert.match(
      ran.stdout,
      new RegExp(`out: ${names.length - 1} files written, 0 unchanged, 0 removed\n$`),
    );
    const objects = names
      .filter((name) => name.endsWith(".yaml"))
      .flatMap((name) => loadAll(readFileSync(join(cwd, "out", name), "utf8")));
    const printed = loadAll(slipway(production).stdout);
    const byText = (list: unknown[]) => list.map((object) => JSON.stringify(object)).sort();
    assert.deepEqual(byText(objects), byText(printed));
    const again = slipway([...production, "-o", "out"], { cwd });
    assert.match(again.stdout, /out: 0 files written, \d+ unchanged, 0 removed\n$/);
  });

  test("writes JSON Lists with --format json, and removes the YAML it wrote before", () => {
    const cwd = folder();
    slipway([...production, "-o", "out"], { cwd });
    const ran = slipway([...production, "-o", "out", "--format", "json"], { cwd });
    assert.equal(ran.status, 0, ran.stderr);
    const names = readdirSync(join(cwd, "out")).filter((name) => name !== ".slipway");
    assert.ok(names.every((name) => name.endsWith(".json")));
    for (const name of names)
      assert.equal(
        (load(readFileSync(join(cwd, "out", name), "utf8")) as { kind: string }).kind,
        "List",
      );
  });

  test("stops with exit code 2 at a file edited by hand, unless --force is given", () => {
    const cwd = folder();
    slipway([...production, "-o", "out"], { cwd });
    const edit = shell("echo '# edited' >> out/api.yaml", { cwd });
    assert.equal(edit.status, 0);
    const ran = slipway([...production, "-o", "out", "--tag", "v2"], { cwd });
    assert.equal(
      ran.stderr,
      "slipway: out/api.yaml was edited since it was rendered\n" +
        "  fix: change the platform; or --force loses the edit\n",
    );
    assert.equal(ran.stdout, "");
    assert.equal(ran.status, 2);
    const forced = slipway([...production, "-o", "out", "--tag", "v2", "--force"], { cwd });
    assert.equal(forced.status, 0);
    assert.doesNotMatch(readFileSync(join(cwd, "out/api.yaml"), "utf8"), /edited/);
  });

  test("writes nothing when the platform is wrong", () => {
    const source = readFileSync(shop, "utf8").replace("port: 8000", "port: 80000");
    const cwd = folder({ "platform.ts": source });
    const ran = slipway(["render", "-e", "production", "-o", "out"], { cwd });
    assert.equal(ran.status, 2);
    assert.ok(!existsSync(join(cwd, "out")));
  });

  test("finishes a folder that it has begun when Ctrl-C comes, and then ends", () => {
    const cwd = folder({
      "interrupt.mjs": `import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
const rename = fs.renameSync;
let left = 3;
fs.renameSync = (...args) => {
  if (--left === 0) process.kill(process.pid, "SIGINT");
  return rename(...args);
};
syncBuiltinESMExports();
`,
    });
    slipway([...production, "-o", "out"], { cwd });
    const files = readdirSync(join(cwd, "out"));
    const env = { NODE_OPTIONS: `--import ${join(cwd, "interrupt.mjs")}` };
    const ran = slipway([...production, "-o", "out", "--format", "json"], { cwd, env });
    assert.equal(ran.signal, "SIGINT");
    assert.equal(ran.stdout, "");
    const names = readdirSync(join(cwd, "out")).sort();
    assert.deepEqual(names, files.map((name) => name.replace(".yaml", ".json")).sort());
  });
});

describe("a bug of slipway itself", () => {
  test("is told in full, with an exit code of its own", () => {
    const cwd = folder({
      "break.mjs": "Map.groupBy = undefined;\n",
    });
    const env = { NODE_OPTIONS: `--import ${join(cwd, "break.mjs")}` };
    const ran = slipway(production, { env });
    assert.equal(ran.status, 70);
    assert.match(ran.stderr, /^slipway [\d.]+ on Node v[\d.]+ has a bug; please report it/);
    assert.match(ran.stderr, /TypeError: Map\.groupBy is not a function.*\n +at /);
    assert.equal(ran.stdout, "");
  });
});
