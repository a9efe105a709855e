import assert from "node:assert/strict";
import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { dump } from "js-yaml";
import { existing, fernet, keyPair, random, sealedSecrets } from "../../src/index.ts";
import { toYaml } from "../../src/yaml.ts";
import { controller } from "./controller.ts";
import { document, folder, type Given, sealIn, shop, told, unsealed } from "./shop.ts";

const { certificate, key } = controller();
const store = sealedSecrets({ certificate: "sealing.pem" });
const place = (values = "", more: Record<string, string> = {}) => {
  const path = folder({ "sealing.pem": certificate, "values.env": values, ...more });
  return { path, from: { envFile: join(path, "values.env") } };
};
const of = (secrets?: Given["secrets"], environment?: object) =>
  shop({ store, ...(secrets && { secrets }), ...(environment && { environment }) });
const value = (path: string, name: string, secret = "api") =>
  unsealed(document(path, secret), name, key);
const messages = async (work: () => unknown) =>
  (await told(work)).map(({ message, instead }) => [message, instead]);

describe("values", () => {
  test("are given in an env file, and sealed one by one", async () => {
    const { path, from } = place("TOKEN=one\nPASSWORD=two\n");
    const [done] = await sealIn(path, of(), from);
    assert.deepEqual(done?.given, ["TOKEN", "PASSWORD"]);
    assert.equal(value(path, "TOKEN"), "one");
    assert.equal(value(path, "PASSWORD"), "two");
    assert.deepEqual(Object.keys(document(path).spec.encryptedData), ["PASSWORD", "TOKEN"]);
  });

  test("that nobody gives are all named at once, with what to do, and nothing is written", async () => {
    const { path, from } = place("TOKEN=one\n");
    const two = of({ api: [["TOKEN", "PASSWORD", "KEY"]], other: [["A"]] });
    assert.deepEqual(await messages(() => sealIn(path, two, from)), [
      [
        "there is no value for PASSWORD, KEY of api; A of other",
        `a line KEY=value for each in an env file: slipway secrets seal -f ${path}/platform.ts -e production --from FILE`,
      ],
    ]);
    assert.ok(!existsSync(join(path, "secrets")));
  });

  test("of unknown keys are refused, by the nearest key", async () => {
    const { path, from } = place("TOKEN=one\nPASWORD=two\nHERS=three\n");
    const own = { api: [["TOKEN", "PASSWORD"]], hers: [["HERS"], { from: existing() }] } as const;
    assert.deepEqual(await messages(() => sealIn(path, of(own), from)), [
      ["no secret has a key PASWORD", 'did you mean "PASSWORD"?'],
      ["HERS is a key of hers, which is not encrypted in production", "leave it out"],
    ]);
  });

  test("of a key of two Secrets are given one Secret after the other", async () => {
    const { path, from } = place("PASSWORD=one\n");
    const two = of({ db: [["PASSWORD"]], cache: [["PASSWORD"]] });
    assert.deepEqual(await messages(() => sealIn(path, two, from)), [
      [
        "PASSWORD is a key of db and cache",
        "one after the other: slipway secrets seal db …, each with its own values",
      ],
    ]);
    await sealIn(path, two, { ...from, names: ["db"] });
    writeFileSync(from.envFile, "PASSWORD=two\n");
    await sealIn(path, two, { ...from, names: ["cache"] });
    assert.equal(value(path, "PASSWORD", "db"), "one");
    assert.equal(value(path, "PASSWORD", "cache"), "two");
    assert.deepEqual(await messages(() => sealIn(path, two, { names: ["dbb"] })), [
      ['no encrypted secret of production is called "dbb"', 'did you mean "db"?'],
    ]);
  });

  test("of several lines are given as files; not twice", async () => {
    const { path, from } = place("TOKEN=one\n", { pem: "a\nb\n" });
    const files = new Map([["PASSWORD", join(path, "pem")]]);
    await sealIn(path, of(), { ...from, files });
    assert.equal(value(path, "PASSWORD"), "a\nb\n");
    const twice = new Map([["TOKEN", join(path, "pem")]]);
    const [[message] = []] = await messages(() => sealIn(path, of(), { ...from, files: twice }));
    assert.equal(message, `TOKEN is in ${from.envFile} and in ${join(path, "pem")}`);
  });

  test("that would break a URL are refused: the cluster joins them as they are", async () => {
    const { image, platform, postgres, secret, volume, web } = await import("../../src/index.ts");
    const { resolve } = await import("../../src/platform/resolve/index.ts");
    const login = secret("api", ["USER", "PASSWORD"]);
    const resources = { cpu: ["100m", "1"], memory: ["64Mi", "1Gi"] } as const;
    const storage = volume("data", { size: "1Gi" });
    const [user, password] = [login.key("USER"), login.key("PASSWORD")];
    const db = postgres("db", { version: "15", storage, user, password, resources });
    const app = { image: image("shop/app"), port: 80, resources, scale: 1 };
    const program = web("shop", { ...app, env: { DATABASE_URL: db.url } });
    const environments = {
      production: { namespace: "shop", images: { tag: "1" }, secrets: store },
    };
    const resolved = resolve(
      platform("shop", { components: { program }, environments }),
      "production",
    );
    const { path, from } = place("USER=shop\nPASSWORD=can@ry/\n");
    const [problem] = await told(() => sealIn(path, resolved, from));
    assert.equal(
      problem?.message,
      "PASSWORD of api stands in a URL, DATABASE_URL of shop, which its value would break",
    );
    writeFileSync(from.envFile, "USER=shop\nPASSWORD=canary-._~!$&'()*,;=\n");
    await sealIn(path, resolved, from);
  });
});

describe("what is made up", () => {
  const generate = { KEY: random(20), BOX: fernet(), JWT: keyPair({ public: "HALF" }) };
  const secrets = { api: [["TOKEN", "KEY", "BOX", "JWT", "HALF"], { generate }] } as const;

  test("needs no value; stays when it is sealed again; is made anew when asked", async () => {
    const { path, from } = place("TOKEN=one\n");
    const [first] = await sealIn(path, of(secrets), from);
    assert.deepEqual(first?.madeUp, ["KEY", "BOX", "JWT", "HALF"]);
    assert.match(value(path, "KEY"), /^[A-Za-z0-9]{20}$/);
    assert.match(value(path, "BOX"), /^[\w-]{43}=$/);
    const text = () => readFileSync(join(path, "secrets/production/api.yaml"), "utf8");
    const before = text();
    const [again] = await sealIn(path, of(secrets));
    assert.deepEqual([again?.isWritten, text()], [false, before]);
    const old = document(path).spec.encryptedData;
    const [rotated] = await sealIn(path, of(secrets), { rotate: ["HALF"] });
    assert.deepEqual(
      [rotated?.madeUp, rotated?.kept],
      [
        ["JWT", "HALF"],
        ["TOKEN", "KEY", "BOX"],
      ],
    );
    const now = document(path).spec.encryptedData;
    for (const one of ["TOKEN", "KEY", "BOX"]) assert.equal(now[one], old[one]);
    for (const one of ["JWT", "HALF"]) assert.notEqual(now[one], old[one]);
  });

  test("gives way to a value that is given", async () => {
    const { path, from } = place("TOKEN=one\nKEY=own\n");
    await sealIn(path, of(secrets), from);
    assert.equal(value(path, "KEY"), "own");
  });

  test("a private key that is given brings its public half; a wrong half is refused", async () => {
    const pem = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" });
    const other = createPublicKey(
      generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }),
    ).export({ type: "spki", format: "pem" });
    const { path, from } = place("TOKEN=one\n", { own: String(pem), other: String(other) });
    const file = (...names: string[]) =>
      new Map(names.map((name) => [name, join(path, name === "JWT" ? "own" : "other")]));
    assert.deepEqual(
      await messages(() => sealIn(path, of(secrets), { ...from, files: file("JWT", "HALF") })),
      [["HALF is not the public half of JWT", "leave HALF out: it is derived"]],
    );
    const [[half] = []] = await messages(() =>
      sealIn(path, of(secrets), { ...from, files: file("HALF") }),
    );
    assert.equal(half, "HALF is given without JWT, whose public half it is");
    const wrong = new Map([["JWT", join(path, "other")]]);
    const [[none] = []] = await messages(() =>
      sealIn(path, of(secrets), { ...from, files: wrong }),
    );
    assert.equal(none, "JWT is not a private key in PEM");
    await sealIn(path, of(secrets), { ...from, files: file("JWT") });
    const derived = createPublicKey(String(pem)).export({ type: "spki", format: "pem" });
    assert.equal(value(path, "HALF"), derived);
  });

  test("--rotate takes what is made up and nothing else", async () => {
    const { path, from } = place("TOKEN=one\nKEY=own\n");
    const rotate = (...keys: string[]) =>
      messages(() => sealIn(path, of(secrets), { ...from, rotate: keys }));
    assert.deepEqual(await rotate("TOKEN"), [
      ["--rotate TOKEN: it is not made up", "its new value by --from FILE: TOKEN=…"],
    ]);
    assert.deepEqual(await rotate("BOXX"), [
      ["--rotate BOXX: there is no such key", 'did you mean "BOX"?'],
    ]);
    assert.deepEqual(await rotate("KEY"), [
      ["KEY cannot be given and made up anew", "--rotate, or a value"],
    ]);
  });
});

describe("an encrypted file that is there", () => {
  test("loses what is no longer declared, and gets what is new", async () => {
    const { path, from } = place("TOKEN=one\nOLD=two\n");
    await sealIn(path, of({ api: [["TOKEN", "OLD"]] }), from);
    writeFileSync(from.envFile, "NEW=three\n");
    const [done] = await sealIn(path, of({ api: [["TOKEN", "NEW"]] }), from);
    assert.deepEqual([done?.removed, done?.kept, done?.given], [["OLD"], ["TOKEN"], ["NEW"]]);
    assert.deepEqual(Object.keys(document(path).spec.encryptedData), ["NEW", "TOKEN"]);
  });

  test("of another namespace cannot be kept, and what was made up is not silently another", async () => {
    const { path, from } = place("TOKEN=one\n");
    const secrets = { api: [["TOKEN", "KEY"], { generate: { KEY: random() } }] } as const;
    await sealIn(path, of(secrets), from);
    const moved = of(secrets, { namespace: "shop-two" });
    assert.deepEqual(await messages(() => sealIn(path, moved, from)), [
      [
        `${path}/secrets/production/api.yaml holds KEY, which cannot be kept: it is the Secret shop/api, not shop-two/api`,
        "their values by --from FILE; --rotate KEY for a new one of what is made up; or, for sops, a private key (SOPS_AGE_KEY_FILE)",
      ],
    ]);
    await sealIn(path, moved, { ...from, rotate: ["KEY"] });
    assert.equal(document(path).metadata.namespace, "shop-two");
    assert.equal(value(path, "TOKEN"), "one");
  });

  test("that is a Secret in plain text, another object or no YAML is not overwritten", async () => {
    const { path, from } = place("TOKEN=one\nPASSWORD=two\n");
    const file = join(path, "secrets/production/api.yaml");
    await sealIn(path, of(), from);
    const metadata = { name: "api", namespace: "shop" };
    const lying: readonly (readonly [string, RegExp])[] = [
      [
        dump({ apiVersion: "v1", kind: "Secret", metadata, stringData: { TOKEN: "canary" } }),
        /api\.yaml holds TOKEN in plain text$/,
      ],
      [
        toYaml({
          ...document(path),
          spec: { encryptedData: { TOKEN: Buffer.from("canary").toString("base64") } },
        }),
        /api\.yaml holds TOKEN in plain text$/,
      ],
      [
        dump({ apiVersion: "v1", kind: "ConfigMap", metadata, data: { TOKEN: "canary" } }),
        /api\.yaml is a ConfigMap of v1, not a SealedSecret$/,
      ],
      ["canary: *canary\n", /api\.yaml is not one object in YAML \(line 1\)$/],
      ["canary", /api\.yaml is not a Kubernetes object$/],
    ];
    for (const [text, message] of lying) {
      writeFileSync(file, text);
      const [problem, ...more] = await told(() => sealIn(path, of(), from));
      assert.match(problem?.message ?? "", message);
      assert.ok(!JSON.stringify([problem, ...more]).includes("canary"));
      assert.equal(readFileSync(file, "utf8"), text);
    }
  });
});

describe("optional", () => {
  test("keys may be left out; given, they are sealed; sealed, they stay", async () => {
    const { path, from } = place("TOKEN=one\n");
    const secrets = { api: [["TOKEN", "TRACING"], { optional: ["TRACING"] }] } as const;
    await sealIn(path, of(secrets), from);
    assert.deepEqual(Object.keys(document(path).spec.encryptedData), ["TOKEN"]);
    writeFileSync(from.envFile, "TRACING=two\n");
    await sealIn(path, of(secrets), from);
    await sealIn(path, of(secrets));
    assert.equal(value(path, "TRACING"), "two");
  });

  test("secrets are sealed once somebody gives one of their values, then as a whole", async () => {
    const { path, from } = place("TOKEN=one\nPASSWORD=two\n");
    const keys = ["A", "B"] as const;
    const secrets = {
      api: [["TOKEN", "PASSWORD"]],
      ssh: [keys, { optional: true, from: store }],
    } as const;
    await sealIn(path, of(secrets), from);
    assert.ok(!existsSync(join(path, "secrets/production/ssh.yaml")));
    writeFileSync(from.envFile, "A=one\n");
    assert.deepEqual(
      (await messages(() => sealIn(path, of(secrets), from)))[0]?.[0],
      "there is no value for B of ssh",
    );
    writeFileSync(from.envFile, "A=one\nB=two\n");
    await sealIn(path, of(secrets), from);
    assert.equal(value(path, "B", "ssh"), "two");
  });
});

describe("the certificate", () => {
  const ended = controller(-1);
  const rows: readonly (readonly [string, string | undefined, RegExp])[] = [
    ["is not there", undefined, /there is no .*sealing\.pem$/],
    ["is not one", "canary", /sealing\.pem is not a certificate in PEM$/],
    ["ran out", ended.certificate, /the certificate .*sealing\.pem ran out on \d{4}-\d\d-\d\d$/],
    ["is a private key", key, /sealing\.pem holds a private key/],
  ];
  for (const [what, text, message] of rows) {
    test(`that ${what} is told, with the command that fetches it`, async () => {
      const { path, from } = place("TOKEN=one\nPASSWORD=two\n");
      writeFileSync(join(path, "sealing.pem"), text ?? "");
      const resolved = shop({
        store: sealedSecrets({ certificate: text ? "sealing.pem" : "no/sealing.pem" }),
      });
      const [problem] = await told(() => sealIn(path, resolved, from));
      assert.match(problem?.message ?? "", message);
      assert.equal(problem?.instead, "kubeseal --fetch-cert > sealing.pem");
      assert.ok(!JSON.stringify(problem).includes("MII"));
      assert.ok(!existsSync(join(path, "secrets")));
    });
  }

  test("is only needed where something new is sealed", async () => {
    const { path, from } = place("TOKEN=one\nPASSWORD=two\n");
    await sealIn(path, of(), from);
    writeFileSync(join(path, "sealing.pem"), "gone");
    const [done] = await sealIn(path, of({ api: [["TOKEN"]] }));
    assert.deepEqual(done?.removed, ["PASSWORD"]);
  });
});

test("an environment without encrypted secrets has nothing to seal", async () => {
  const [problem] = await told(() => sealIn(folder(), shop({ store: existing() })));
  assert.equal(
    problem?.message,
    "nothing is encrypted in production: its secrets come from existing()",
  );
});
