import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { delimiter, join } from "node:path";
import { describe, test } from "node:test";
import { folder, type Ran, slipway } from "../cli/slipway.ts";
import { controller } from "./controller.ts";

/** What must never appear: the value, in base64 at each offset, in hexadecimal, and most of it in pieces. */
const canary = "kAnArI3nVoGeL7xQ";
const forms = [
  canary,
  ...[0, 1, 2].map((shift) =>
    Buffer.from("_".repeat(shift) + canary)
      .toString("base64")
      .slice(shift === 0 ? 0 : 4, -4),
  ),
  Buffer.from(canary).toString("hex"),
  canary.slice(0, 9),
  canary.slice(-9),
];
const leaks = (text: string) => forms.filter((form) => text.includes(form));
const isClean = (ran: Ran, what: string) =>
  assert.deepEqual([leaks(ran.stdout), leaks(ran.stderr)], [[], []], what);

const recipient = `age1${"q".repeat(58)}`;
const platform = `
import { dotenv, existing, externalSecrets, fernet, generated, image, keyPair, platform, postgres, random, sealedSecrets, secret, sops, volume, web } from "slipway";
const keys = ["USER", "PASSWORD", "TOKEN", "pem", "TRACING", "MADE", "BOX", "JWT", "HALF"] as const;
const generate = { MADE: random(), BOX: fernet(), JWT: keyPair({ public: "HALF" }) };
const login = secret("login", keys, { optional: ["TRACING"], generate });
const resources = { cpu: ["100m", "1"], memory: ["64Mi", "1Gi"] } as const;
const db = postgres("db", { version: "15", storage: volume("data", { size: "1Gi" }), user: login.key("USER"), password: login.key("PASSWORD"), resources });
const shop = web("shop", { image: image("shop/app"), port: 80, resources, scale: 1, envFrom: [login], mounts: { "/secrets": login }, env: { URL: db.url } });
const place = { domain: "shop.example", images: { tag: "v1" } };
export default platform("shop", { components: { shop, db, login }, environments: {
  existing: { ...place, namespace: "shop-a", secrets: existing() },
  generated: { ...place, namespace: "shop-b", secrets: generated() },
  external: { ...place, namespace: "shop-c", secrets: externalSecrets({ store: "vault", path: "shop" }) },
  dotenv: { ...place, namespace: "shop-d", secrets: dotenv({ file: ".env" }) },
  sealed: { ...place, namespace: "shop-e", secrets: sealedSecrets({ certificate: "sealing.pem" }) },
  sops: { ...place, namespace: "shop-f", secrets: sops({ age: ["${recipient}"] }) },
} });
`;
const environments = ["existing", "generated", "external", "dotenv", "sealed", "sops"];

/** A sops that notes how it was called, and does one of several things with what it reads. */
const fakeSops = `#!${process.execPath}
const { appendFileSync, readFileSync } = require("node:fs");
const input = readFileSync(0, "utf8");
const said = [process.argv.slice(2), process.env];
appendFileSync(process.env.HOME + "/calls", JSON.stringify(said) + "\\n");
const mode = readFileSync(process.env.HOME + "/mode", "utf8");
const pieces = Object.values(JSON.parse(input).data ?? {}).map((value) => Buffer.from(value, "base64").toString());
if (mode === "fails") { console.error("invalid recipient " + input); process.exit(1); }
if (mode === "fails in pieces") { for (const piece of pieces) console.error(piece.slice(0, 12) + "\\n" + piece.slice(12)); process.exit(1); }
if (mode === "copies") { console.log(input); process.exit(0); }
if (mode === "chatters") { console.log("done: " + input); process.exit(0); }
const object = JSON.parse(input);
for (const key of Object.keys(object.data)) object.data[key] = "ENC[AES256_GCM,data:AAAA,iv:AAAA,tag:AAAA,type:str]";
console.log(JSON.stringify({ ...object, sops: { age: [{ recipient: "${recipient}" }], mac: "ENC[AES256_GCM,data:AAAA,iv:AAAA,tag:AAAA,type:str]" } }));
`;

const values = `USER=${canary}u\nPASSWORD=${canary}p\nTOKEN=${canary} t\nTRACING=${canary}\n`;
const pem = `-----BEGIN CERTIFICATE-----\n${canary}\n-----END CERTIFICATE-----\n`;
const home = folder();
const temporary = folder();
const at = folder({
  "platform.ts": platform,
  "sealing.pem": controller().certificate,
  ".env": values,
  pem,
});
writeFileSync(join(home, "sops"), fakeSops);
chmodSync(join(home, "sops"), 0o755);

function run(args: readonly string[], mode = "works"): Ran {
  writeFileSync(join(home, "mode"), mode);
  const env = { HOME: home, TMPDIR: temporary, PATH: [home, process.env.PATH].join(delimiter) };
  return slipway(args, { cwd: at, env });
}
const seal = (environment: string, mode?: string, ...more: string[]) =>
  run(
    ["secrets", "seal", "-e", environment, "--from", ".env", "--from-file", "pem=pem", ...more],
    mode,
  );

/** Every file below a folder but those that hold the values on purpose. */
function filesIn(path: string): string[] {
  const own = new Set([".env", "pem"]);
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !own.has(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}
function nothingOnDisk(): void {
  for (const root of [at, home, temporary])
    for (const file of filesIn(root))
      assert.deepEqual(leaks(readFileSync(file, "latin1")), [], file);
}

describe("a canary in every value", () => {
  test("would be seen: in the env file, in base64 and in pieces", () => {
    assert.notDeepEqual(leaks(values), []);
    for (const before of ["", "a", "ab"])
      assert.notDeepEqual(leaks(Buffer.from(`${before}${canary}p`).toString("base64")), [], before);
    assert.notDeepEqual(leaks(`${canary.slice(0, 12)}\n${canary.slice(12)}`), []);
  });

  test("is nowhere after sealing: not in what is told, written, or handed to sops as an argument", () => {
    for (const environment of ["sealed", "sops"]) {
      const ran = seal(environment);
      assert.equal(ran.status, 0, ran.stderr);
      assert.match(ran.stdout, /written: sealed USER, PASSWORD, TOKEN, TRACING, pem; made up MADE/);
      isClean(ran, environment);
      assert.ok(existsSync(join(at, `secrets/${environment}/login.yaml`)));
    }
    assert.ok(existsSync(join(home, "calls")), "the arguments and the environment of sops");
    nothingOnDisk();
  });

  test("is in nothing that is rendered, of any environment in any format", () => {
    const help = run(["render", "--help"]).stdout;
    const formats = /--format (\S+)/.exec(help)?.[1]?.split("|") ?? [];
    assert.ok(formats.includes("yaml") && formats.includes("json"));
    for (const environment of environments) {
      for (const format of formats.filter((one) => one !== "kustomize")) {
        const printed = run(["render", "-e", environment, "--format", format]);
        assert.equal(printed.status, 0, printed.stderr);
        isClean(printed, environment);
        const out = ["-o", join("out", environment, format)];
        isClean(run(["render", "-e", environment, "--format", format, ...out]), environment);
      }
    }
    if (formats.includes("kustomize")) {
      const tree = run(["render", "--format", "kustomize", "-o", "out/kustomize"]);
      assert.equal(tree.status, 0, tree.stderr);
      isClean(tree, "kustomize");
    }
    if (run(["--help"]).stdout.includes("slipway docs")) {
      const docs = run(["docs", "-o", "out/docs"]);
      assert.equal(docs.status, 0, docs.stderr);
      isClean(docs, "docs");
    }
    assert.ok(filesIn(join(at, "out")).length > environments.length * 2);
    nothingOnDisk();
  });

  for (const mode of ["fails", "fails in pieces", "copies", "chatters"]) {
    test(`is nowhere when sops ${mode}, and nothing is written`, () => {
      rmSync(join(at, "secrets/sops"), { recursive: true, force: true });
      const ran = seal("sops", mode);
      assert.equal(ran.status, 2);
      assert.match(ran.stderr, /sops could not encrypt login/);
      isClean(ran, mode);
      assert.ok(!existsSync(join(at, "secrets/sops")));
      nothingOnDisk();
    });
  }

  test("is nowhere when the env file, the certificate or a value is wrong", () => {
    const wrong: readonly (readonly [env: string, told: RegExp])[] = [
      [`USER="${canary}"\n`, /\.env, line 1: the value of USER begins with a quote/],
      [`USER=${canary} # ${canary}\n`, /\.env, line 1: a comment follows/],
      [`${canary}\n`, /\.env, line 1: has no "="/],
      [`export USER=${canary}\n`, /line 1: begins with "export"/],
      [`${canary}==\n`, /line 1: has no value/],
      [`US ER${canary}=1\n`, /line 1: what stands before the "=" is not the name of a key/],
      [`USER=${canary}\nUSER=${canary}\n`, /line 2: USER stands on line 1 already/],
      [`USR=${canary}\n`, /no secret has a key USR/],
      [`USER=${canary}\n`, /there is no value for PASSWORD, TOKEN of login/],
      [`USER=a\nPASSWORD=${canary}/@\nTOKEN=b\n`, /PASSWORD of login stands in a URL/],
    ];
    try {
      for (const [env, told] of wrong) {
        writeFileSync(join(at, ".env"), env);
        rmSync(join(at, "secrets"), { recursive: true, force: true });
        const ran = seal("sealed");
        assert.equal(ran.status, 2);
        assert.match(ran.stderr, told);
        isClean(ran, env.replaceAll(canary, "…"));
      }
    } finally {
      writeFileSync(join(at, ".env"), values);
    }
    writeFileSync(
      join(at, "JWT"),
      `-----BEGIN PRIVATE KEY-----\n${canary}\n-----END PRIVATE KEY-----\n`,
    );
    const key = seal("sealed", "works", "--from-file", "JWT=JWT");
    assert.match(key.stderr, /JWT is not a private key in PEM/);
    isClean(key, "a private key that is none");
    rmSync(join(at, "JWT"));
    const certificate = readFileSync(join(at, "sealing.pem"));
    for (const text of [
      canary,
      `-----BEGIN CERTIFICATE-----\n${canary}\n-----END CERTIFICATE-----\n`,
      `-----BEGIN RSA PRIVATE KEY-----\n${canary}\n`,
    ]) {
      writeFileSync(join(at, "sealing.pem"), text);
      const ran = seal("sealed");
      assert.match(ran.stderr, /sealing\.pem (is not a certificate|holds a private key)/);
      isClean(ran, "a certificate that is none");
    }
    writeFileSync(join(at, "sealing.pem"), certificate);
    nothingOnDisk();
  });

  test("is nowhere when it lies in plain text where an encrypted file should be", () => {
    const lying = [
      `apiVersion: v1\nkind: Secret\nmetadata: { name: login, namespace: shop-e }\nstringData: { TOKEN: ${canary} }\n`,
      `stringData: { TOKEN: *${canary} }\n`,
      `stringData: { TOKEN: "${canary}\n`,
      `${canary}\n`,
    ];
    const path = join(at, "secrets/sealed");
    mkdirSync(path, { recursive: true });
    for (const text of lying) {
      writeFileSync(join(path, "login.yaml"), text);
      for (const ran of [run(["render", "-e", "sealed"]), seal("sealed")]) {
        assert.equal(ran.status, 2);
        isClean(ran, text.replaceAll(canary, "…"));
      }
    }
    rmSync(path, { recursive: true });
  });

  test("is nowhere when it stands in the platform file itself, in an object or as a private key", () => {
    const raw = (part: string) => `import { image, platform, sops, web } from "slipway";
const shop = web("shop", { image: "shop/app:1", port: 80, resources: { cpu: ["1", "1"], memory: ["1Gi", "1Gi"] }, scale: 1 });
export default platform("shop", { components: { shop }, environments: { production: { namespace: "shop" } }, ${part} });\n`;
    const wrong: readonly (readonly [string, RegExp])[] = [
      [
        raw(
          `objects: [{ apiVersion: "v1", kind: "Secret", metadata: { name: "a" }, stringData: { A: "${canary}" } }]`,
        ),
        /raw\.ts:3:\d+: the Secret a holds A in plain text/,
      ],
      [
        `import { sops } from "slipway";\nsops({ age: ["AGE-SECRET-KEY-1${canary}"] as never });\n`,
        /raw\.ts:2:1: sops: age holds a private key/,
      ],
    ];
    for (const [text, told] of wrong) {
      writeFileSync(join(at, "raw.ts"), text);
      const ran = run(["render", "-f", "raw.ts"]);
      assert.match(ran.stderr, told);
      isClean(ran, told.source);
    }
    rmSync(join(at, "raw.ts"));
  });
});
