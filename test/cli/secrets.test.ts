import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { controller } from "../secrets/controller.ts";
import { folder, shell, slipway } from "./slipway.ts";

const platform = `import { image, platform, sealedSecrets, secret, web, existing, random } from "slipway";
const login = secret("login", ["USER", "PASSWORD"], { generate: { PASSWORD: random() } });
const tls = secret("tls", ["tls.crt", "tls.key"], { type: "kubernetes.io/tls" });
const shop = web("shop", { image: image("shop/app"), port: 80, resources: { cpu: ["1", "1"], memory: ["1Gi", "1Gi"] }, scale: 1, envFrom: [login] });
export default platform("shop", { components: { shop, tls }, environments: {
  dev: { namespace: "shop-dev", secrets: existing() },
  production: { namespace: "shop", secrets: sealedSecrets({ certificate: "sealing.pem" }) },
} });
`;
const files = {
  "sealing.pem": controller().certificate,
  "platform.ts": platform,
  crt: "a\n",
  key: "b\n",
};
const pair = ["--from-file", "tls.crt=crt", "--from-file", "tls.key=key"];

describe("slipway secrets seal", () => {
  test("writes a file for each Secret, says what became of each key, and leaves them alone the next time", () => {
    const cwd = folder({ ...files, ".env": "USER=shop\n" });
    const args = ["secrets", "seal", "-e", "production"];
    const first = slipway([...args, "--from", ".env", ...pair], { cwd });
    assert.deepEqual(
      [first.status, first.stdout, first.stderr],
      [
        0,
        "secrets/production/login.yaml written: sealed USER; made up PASSWORD\n" +
          "secrets/production/tls.yaml written: sealed tls.crt, tls.key\n" +
          "commit what is written: render copies it\n",
        "",
      ],
    );
    const again = slipway(args, { cwd });
    assert.equal(
      again.stdout,
      "secrets/production/login.yaml unchanged\nsecrets/production/tls.yaml unchanged\n",
    );
    const rotated = slipway([...args, "login", "--rotate", "PASSWORD"], { cwd });
    assert.match(
      rotated.stdout,
      /^secrets\/production\/login.yaml written: made up PASSWORD; kept USER\n/,
    );
    const rendered = slipway(["render", "-e", "production", "--tag", "v1"], { cwd });
    assert.equal(rendered.status, 0, rendered.stderr);
    const sealed = readFileSync(join(cwd, "secrets/production/login.yaml"), "utf8");
    assert.ok(
      rendered.stdout.includes(sealed),
      "the file is part of what is rendered, letter by letter",
    );
    assert.equal(
      slipway(["render", "-e", "production", "--tag", "v1"], { cwd }).stdout,
      rendered.stdout,
    );
  });

  test("tells the same to a program", () => {
    const cwd = folder({ ...files, ".env": "USER=shop\n" });
    const args = ["secrets", "seal", "login", "-e", "production", "--from", ".env"];
    const { stdout } = slipway([...args, "--format", "json"], { cwd });
    assert.deepEqual(JSON.parse(stdout), {
      files: [
        {
          path: "secrets/production/login.yaml",
          name: "login",
          given: ["USER"],
          madeUp: ["PASSWORD"],
          kept: [],
          removed: [],
          isWritten: true,
        },
      ],
    });
  });

  test("reads standard input", () => {
    const cwd = folder(files);
    const line = `echo USER=shop | $SLIPWAY secrets seal login -e production --from -`;
    const ran = shell(line, { cwd });
    assert.equal(ran.status, 0, ran.stderr);
    assert.match(ran.stdout, /sealed USER; made up PASSWORD/);
  });

  test("finds everything beside the platform file, and tells commands that can be copied", () => {
    const cwd = folder(
      Object.fromEntries(Object.entries(files).map(([name, text]) => [`a/${name}`, text])),
    );
    const missing = slipway(["render", "-f", "a/platform.ts", "-e", "production", "--tag", "v1"], {
      cwd,
    });
    assert.match(missing.stderr, /there is no a\/secrets\/production\/login\.yaml/);
    const [, command = ""] =
      /fix: slipway (secrets seal .*) --from FILE\n/.exec(missing.stderr) ?? [];
    assert.equal(command, "secrets seal -f a/platform.ts -e production");
    writeFileSync(join(cwd, "env"), "USER=shop\n");
    const ran = slipway([...command.split(" "), "--from", "env", "login"], { cwd });
    assert.match(ran.stdout, /^a\/secrets\/production\/login\.yaml written/);
  });

  test("refuses an env file that git has, and warns of one that it does not ignore", () => {
    const cwd = folder({ ...files, ".env": "USER=shop\n" });
    const git = (...args: string[]) => execFileSync("git", ["-C", cwd, ...args], { stdio: "pipe" });
    git("init", "--quiet");
    const args = ["secrets", "seal", "login", "-e", "production", "--from", ".env"];
    const warned = slipway(args, { cwd });
    assert.equal(warned.status, 0);
    assert.equal(
      warned.stderr,
      "slipway: .env is not in .gitignore; the next commit may take it along\n",
    );
    writeFileSync(join(cwd, ".gitignore"), ".env*\n");
    assert.equal(slipway(args, { cwd }).stderr, "");
    rmSync(join(cwd, ".gitignore"));
    git("add", ".env");
    const refused = slipway(args, { cwd });
    assert.equal(refused.status, 2);
    assert.match(
      refused.stderr,
      /\.env is in a git repository: whoever can read that knows its values already/,
    );
  });

  const wrong: readonly (readonly [args: string, told: RegExp])[] = [
    ["secrets", /^slipway: secrets what\?\n {2}fix: slipway secrets seal\n/],
    ["secrets sael", /^slipway: there is no secrets sael\n {2}fix: did you mean "seal"\?\n/],
    ["secret seal", /^slipway: there is no command secret\n {2}fix: did you mean "secrets"\?\n/],
    ["secrets seal", /which environment\? there are dev, production/],
    ["secrets seal -e dev", /nothing is encrypted in dev: its secrets come from existing\(\)/],
    [
      "secrets seal logn -e production",
      /no encrypted secret of production is called "logn"\n {2}fix: did you mean "login"\?/,
    ],
    ["secrets seal -e production --from nowhere", /there is no file nowhere/],
    ["secrets seal -e production --from-file USER", /--from-file needs a key and a path/],
    ["secrets seal -e production --from-file A=a --from-file A=b", /--from-file A is given twice/],
    ["secrets seal -e production --rotate USER", /--rotate USER: it is not made up/],
    ["secrets seal -e production --format yaml", /there is no format "yaml"/],
    ["secrets seal -e production --tag v1", /there is no option --tag/],
  ];
  const cwd = folder(files);
  for (const [args, told] of wrong) {
    test(`wrong usage: ${args}`, () => {
      const { status, stderr, stdout } = slipway(args.split(" "), { cwd });
      assert.deepEqual([status, stdout], [2, ""]);
      assert.match(stderr, told);
    });
  }

  test("tells how it is used", () => {
    const { status, stdout } = slipway(["secrets", "--help"]);
    assert.equal(status, 0);
    assert.match(stdout, /^slipway secrets seal \[SECRET…\]/);
    assert.equal(slipway(["secrets", "seal", "--help"]).stdout, stdout);
    assert.match(slipway(["--help"]).stdout, /slipway secrets seal/);
  });
});
