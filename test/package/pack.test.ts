import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import * as source from "../../src/index.ts";
import { controller } from "../secrets/controller.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const temporary = realpathSync(mkdtempSync(join(tmpdir(), "slipway-pack-")));
const consumer = join(temporary, "consumer");
after(() => rmSync(temporary, { recursive: true, force: true }));

const platform = `import { platform, web } from "slipway";
import type { Deployment } from "slipway/kubernetes";

const resources = { cpu: ["100m", "500m"], memory: ["64Mi", "128Mi"] } as const;
const api = web("api", {
  image: "nginx:1.29",
  port: 8000,
  probes: { readiness: "/ready" },
  resources,
  scale: 2,
});
export const kind: Deployment["kind"] = "Deployment";

export default platform("shop", {
  components: { api },
  // A raw object without a namespace makes the program look up its kind.
  objects: [{ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "raw" } }],
  environments: { production: { namespace: "shop" } },
});
`;

function run(command: string, args: readonly string[], cwd: string) {
  // The Node that runs this test also runs what is tested.
  const path = [dirname(process.execPath), process.env.PATH].join(delimiter);
  const ran = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, PATH: path },
  });
  return { ...ran, told: `${command} ${args.join(" ")}\n${ran.stdout}${ran.stderr}` };
}

describe("the packed package", () => {
  let packed: readonly string[];

  before(() => {
    const pack = run("npm", ["pack", "--json", "--pack-destination", temporary], root);
    assert.equal(pack.status, 0, pack.told);
    const [{ filename, files }] = JSON.parse(pack.stdout.slice(pack.stdout.indexOf("[\n")));
    packed = files.map(({ path }: { path: string }) => path);
    mkdirSync(consumer);
    writeFileSync(
      join(consumer, "package.json"),
      '{ "name": "consumer", "private": true, "type": "module" }\n',
    );
    writeFileSync(join(consumer, "platform.ts"), platform);
    const tarball = join(temporary, filename);
    const install = run(
      "npm",
      ["install", "--prefer-offline", "--no-audit", "--no-fund", tarball],
      consumer,
    );
    assert.equal(install.status, 0, install.told);
  });

  test("holds built JavaScript with its types and licences, no sources and no tests", () => {
    for (const file of [
      "bin/slipway.js",
      "dist/main.js",
      "dist/index.js",
      "dist/index.d.ts",
      "LICENSE",
      "NOTICE",
      "README.md",
    ])
      assert.ok(packed.includes(file), `${file} is missing`);
    const foreign = packed.filter(
      (file) => !/^(bin\/|dist\/|package\.json$|LICENSE$|NOTICE$|README\.md$)/.test(file),
    );
    assert.deepEqual(foreign, []);
    assert.deepEqual(
      packed.filter((file) => /(?<!\.d)\.ts$/.test(file)),
      [],
    );
  });

  test("exports files that are there, and everything that the sources export", () => {
    const { exports, bin } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const targets = Object.values(
      exports as Record<string, string | Record<string, string>>,
    ).flatMap((entry) =>
      typeof entry === "string"
        ? [entry]
        : Object.entries(entry).flatMap(([condition, file]) =>
            condition === "slipway-source" ? [] : [file],
          ),
    );
    for (const target of [...targets, ...Object.values(bin as Record<string, string>)])
      assert.ok(packed.includes(target.replace("./", "")), `${target} is not in the package`);
    const names = run(
      process.execPath,
      [
        "--input-type=module",
        "-e",
        'import * as all from "slipway"; console.log(Object.keys(all).join())',
      ],
      consumer,
    );
    assert.equal(names.stdout.trim(), Object.keys(source).join(), names.told);
  });

  test("renders a platform with npx slipway", () => {
    const ran = run("npx", ["--no-install", "slipway", "render"], consumer);
    assert.equal(ran.status, 0, ran.told);
    assert.match(ran.stdout, /^kind: Deployment$/m);
    assert.match(ran.stdout, /^ {2}name: raw\n {2}namespace: shop$/m);
    const here = run(process.execPath, [join(root, "bin/slipway.js"), "render"], consumer);
    assert.equal(ran.stdout, here.stdout, "the package and the sources render the same");
    assert.match(ran.stderr, /shop production: \d+ objects/);
  });

  test("seals secrets and reads them back, with all that it needs for that in it", () => {
    const { certificate } = controller();
    writeFileSync(join(consumer, "sealing.pem"), certificate);
    writeFileSync(join(consumer, ".env"), "TOKEN=one\n");
    writeFileSync(
      join(consumer, "sealed.ts"),
      `import { platform, sealedSecrets, secret } from "slipway";
const api = secret("api", ["TOKEN"]);
const secrets = sealedSecrets({ certificate: "sealing.pem" });
export default platform("shop", { components: { api }, environments: { production: { namespace: "shop", secrets } } });
`,
    );
    const command = (...args: string[]) =>
      run("npx", ["--no-install", "slipway", ...args, "-f", "sealed.ts"], consumer);
    const sealed = command("secrets", "seal", "--from", ".env");
    assert.equal(sealed.status, 0, sealed.told);
    const ran = command("render");
    assert.equal(ran.status, 0, ran.told);
    assert.match(ran.stdout, /^kind: SealedSecret$/m);
  });

  test("tells mistakes with the line of the platform file", () => {
    writeFileSync(join(consumer, "wrong.ts"), platform.replace("port: 8000", "port: 80000"));
    const ran = run("npx", ["--no-install", "slipway", "render", "-f", "wrong.ts"], consumer);
    assert.match(ran.stderr, /^wrong\.ts:7:3: api: port must be/m);
    assert.equal(ran.status, 2);
    writeFileSync(
      join(consumer, "misused.ts"),
      'import { web } from "slipway";\n(web as any)("api");\n',
    );
    const misused = run("npx", ["--no-install", "slipway", "render", "-f", "misused.ts"], consumer);
    assert.match(misused.stderr, /^misused\.ts:2:13: this call cannot work/m);
  });

  test("type-checks for a strict consumer without any other types", () => {
    const options = [
      "--strict",
      "--noEmit",
      "--skipLibCheck",
      "false",
      "--types",
      "",
      "--target",
      "es2024",
    ];
    const check = (file: string) =>
      run(
        join(root, "node_modules/.bin/tsc"),
        [...options, "--module", "nodenext", file],
        consumer,
      );
    const good = check("platform.ts");
    assert.equal(good.status, 0, good.told);
    writeFileSync(join(consumer, "typo.ts"), platform.replace("scale: 2", "scael: 2"));
    const typo = check("typo.ts");
    assert.match(typo.stdout, /typo\.ts\(\d+,\d+\): error TS\d+: .*'scael'/);
  });
});
