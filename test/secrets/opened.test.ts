import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createPublicKey } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, test } from "node:test";
import { dump } from "js-yaml";
import { fernet, keyPair, random, sealedSecrets, sops } from "../../src/index.ts";
import { controller } from "./controller.ts";
import { document, folder, type Loose, sealIn, shop } from "./shop.ts";
import { needsGo, upstream } from "./upstream/program.ts";

const programs = upstream();
const skip = programs === undefined && needsGo;

const keys = [
  "TOKEN",
  "API_KEY",
  "FERNET",
  "JWT",
  "JWT_PUBLIC",
  "certificate.pem",
  "TRACING",
] as const;
const recipes = {
  API_KEY: random(40),
  FERNET: fernet(),
  JWT: keyPair({ public: "JWT_PUBLIC" }),
};
const secrets = {
  api: [keys, { optional: ["TRACING"], generate: recipes }],
  tls: [["tls.crt", "tls.key"], { type: "kubernetes.io/tls" }],
} as const;
const certificate = Buffer.from("-----BEGIN CERTIFICATE-----\nünïcode\n\0\xff\n", "latin1");

/** Values of every sort: plain, made up, of several lines, and bytes that are no text. */
function given(path: string): { envFile: string; files: Map<string, string> } {
  const file = (name: string, content: string | Buffer) => {
    writeFileSync(join(path, name), content);
    return join(path, name);
  };
  const envFile = file("values.env", "TOKEN=sk-$pecial=\"x\" 'y' \\n ü\n");
  const files = new Map([
    ["certificate.pem", file("bytes", certificate)],
    ["tls.crt", file("crt", "crt\n")],
    ["tls.key", file("key", "key\n")],
  ]);
  return { envFile, files };
}

/** The Secret has exactly the values that were given, and made up ones of the right form. */
function isExact(data: Readonly<Record<string, string>>): void {
  const text = (key: string) => Buffer.from(data[key] as string, "base64").toString();
  assert.deepEqual(Object.keys(data).sort(), keys.filter((key) => key !== "TRACING").sort());
  assert.equal(text("TOKEN"), "sk-$pecial=\"x\" 'y' \\n ü");
  assert.deepEqual(Buffer.from(data["certificate.pem"] as string, "base64"), certificate);
  assert.match(text("API_KEY"), /^[A-Za-z0-9]{40}$/);
  assert.match(text("FERNET"), /^[\w-]{43}=$/);
  const half = createPublicKey(text("JWT")).export({ type: "spki", format: "pem" });
  assert.equal(text("JWT_PUBLIC"), half);
}

const isTls = (data: Loose) =>
  assert.deepEqual(data, { "tls.crt": "Y3J0Cg==", "tls.key": "a2V5Cg==" });

describe("Sealed Secrets' own code", { skip }, () => {
  const { certificate, key } = controller();
  const other = controller();
  const store = sealedSecrets({ certificate: "sealing.pem" });
  const resolved = shop({ secrets, store });
  const unseal = (sealed: object, by = key): Loose =>
    programs!.ask([{ ask: "unseal", sealed, key: by }])[0];

  test("opens what was sealed: exactly the values, the name, the type and the labels", async () => {
    const path = folder({ "sealing.pem": certificate });
    await sealIn(path, resolved, given(path));
    const { secret } = unseal(document(path));
    isExact(secret.data);
    assert.equal(`${secret.metadata.namespace}/${secret.metadata.name}`, "shop/api");
    assert.equal(secret.metadata.labels["app.kubernetes.io/part-of"], "shop");
    assert.equal(secret.type, undefined);
    const tls = unseal(document(path, "tls")).secret;
    isTls(tls.data);
    assert.equal(tls.type, "kubernetes.io/tls");
  });

  test("does not open it under another name, in another namespace, under another key, or with another key", async () => {
    const path = folder({ "sealing.pem": certificate });
    await sealIn(path, resolved, given(path));
    const sealed = document(path);
    const moved = (metadata: object) => ({
      ...sealed,
      metadata: { ...sealed.metadata, ...metadata },
    });
    const refused = /no key could decrypt secret/;
    assert.match(unseal(moved({ namespace: "shop-dev" })).problem, refused);
    assert.match(unseal(moved({ name: "other" })).problem, refused);
    assert.match(unseal(sealed, other.key).problem, refused);
    const cut = structuredClone(sealed);
    cut.spec.encryptedData.TOKEN = cut.spec.encryptedData.TOKEN.replace(/.{8}$/, "AAAAAAA=");
    assert.match(unseal(cut).problem, refused);
  });

  test("opens what was kept from an earlier run beside what is new", async () => {
    const path = folder({ "sealing.pem": certificate });
    await sealIn(path, resolved, given(path));
    const before = unseal(document(path)).secret.data;
    await sealIn(path, resolved, { rotate: ["API_KEY"] });
    const after = unseal(document(path)).secret.data;
    isExact(after);
    assert.notEqual(after.API_KEY, before.API_KEY);
    assert.deepEqual({ ...after, API_KEY: "" }, { ...before, API_KEY: "" });
  });

  test("makes the same form of object as kubeseal", async () => {
    const path = folder({ "sealing.pem": certificate });
    await sealIn(path, resolved, given(path));
    const own = document(path, "tls");
    const { metadata, spec } = own;
    const secret = {
      metadata,
      type: spec.template.type,
      data: { "tls.crt": "AA==", "tls.key": "AA==" },
    };
    const [{ sealed }] = programs!.ask([{ ask: "seal", secret, key: certificate }]);
    const form = ({ metadata, spec }: Loose) => ({
      fields: Object.keys(spec).sort(),
      of: `${metadata.namespace}/${metadata.name}`,
      template: spec.template,
      lengths: Object.values(spec.encryptedData as Record<string, string>).map(
        (text) => Buffer.from(text, "base64").length - 2 - 256 - 16,
      ),
    });
    const [theirs, ours] = [form(sealed), form(own)];
    assert.deepEqual({ ...ours, lengths: [1, 1] }, theirs);
    assert.deepEqual(ours.lengths, [4, 4]);
  });
});

describe("sops' own code", { skip }, () => {
  const identities = programs?.ask([{ ask: "identity" }, { ask: "identity" }, { ask: "identity" }]);
  const [first, second, stranger] = (identities ?? []) as {
    identity: string;
    recipient: `age1${string}`;
  }[];
  const of = (...recipients: (typeof first)[]) =>
    shop({ secrets, store: sops({ age: recipients.map((one) => one!.recipient) }) });
  const path = process.env.PATH;

  /** What the real sops makes of a file, with one identity. */
  function opened(text: string, identity = first!.identity): Loose {
    const { stdout, stderr, status } = spawnSync(
      join(programs!.folder, "sops"),
      ["decrypt", "--input-type", "yaml", "--output-type", "json", "--filename-override", "a.yaml"],
      {
        input: text,
        encoding: "utf8",
        env: { PATH: "/usr/bin", HOME: "/nonexistent", SOPS_AGE_KEY: identity },
      },
    );
    return status === 0 ? JSON.parse(stdout) : { problem: stderr };
  }

  /** Runs as a person does who has sops on the path, and perhaps a private key. */
  async function withSops<T>(identity: string | undefined, work: () => Promise<T>): Promise<T> {
    process.env.PATH = [programs!.folder, path].join(delimiter);
    if (identity !== undefined) process.env.SOPS_AGE_KEY = identity;
    try {
      return await work();
    } finally {
      process.env.PATH = path;
      delete process.env.SOPS_AGE_KEY;
    }
  }

  const textOf = (at: string, name = "api") =>
    readFileSync(join(at, `secrets/production/${name}.yaml`), "utf8");

  test("opens what was sealed, for each recipient and for nobody else", async () => {
    const at = folder();
    await withSops(undefined, () => sealIn(at, of(first, second), given(at)));
    for (const { identity } of [first!, second!]) isExact(opened(textOf(at), identity).data);
    assert.match(
      opened(textOf(at), stranger!.identity).problem,
      /no master key was able to decrypt/,
    );
    const tls = opened(textOf(at, "tls"));
    isTls(tls.data);
    assert.deepEqual(
      [tls.kind, tls.type, tls.metadata.namespace],
      ["Secret", "kubernetes.io/tls", "shop"],
    );
  });

  test("opens it with its keys in another order, with more labels, but not with a value changed or moved", async () => {
    const at = folder();
    await withSops(undefined, () => sealIn(at, of(first), given(at)));
    const object = document(at);
    object.metadata.labels.more = "label";
    isExact(opened(dump(object, { sortKeys: true })).data);
    const swapped = structuredClone(object);
    [swapped.data.TOKEN, swapped.data.API_KEY] = [swapped.data.API_KEY, swapped.data.TOKEN];
    assert.match(opened(dump(swapped)).problem, /message authentication failed|cipher/i);
    const less = structuredClone(object);
    delete less.data.TOKEN;
    assert.match(opened(dump(less)).problem, /MAC mismatch/);
  });

  test("is for the platform's recipients alone, whatever the operator's own settings of sops say", async () => {
    const rules = { creation_rules: [{ encrypted_suffix: "_secret", age: stranger!.recipient }] };
    const at = folder({ ".sops.yaml": dump(rules) });
    const settings = { SOPS_PGP_FP: "0".repeat(40), SOPS_CONFIG: join(at, ".sops.yaml") };
    const here = process.cwd();
    Object.assign(process.env, settings);
    process.chdir(at);
    try {
      await withSops(undefined, () => sealIn(at, of(first), given(at)));
    } finally {
      process.chdir(here);
      for (const name of Object.keys(settings)) delete process.env[name];
    }
    const { age, pgp } = document(at).sops;
    assert.deepEqual([age.length, age[0].recipient, pgp], [1, first!.recipient, undefined]);
    isExact(opened(textOf(at)).data);
  });

  test("with a private key: keeps what is there, and writes nothing where nothing changes", async () => {
    const at = folder();
    await withSops(undefined, () => sealIn(at, of(first), given(at)));
    const [text, before] = [textOf(at), opened(textOf(at)).data];
    await withSops(undefined, () => sealIn(at, of(first)));
    assert.equal(textOf(at), text, "nothing is new, and nobody has to read it");
    await withSops(first!.identity, () => sealIn(at, of(first), given(at)));
    assert.equal(textOf(at), text, "the values are what they were");
    await withSops(first!.identity, () => sealIn(at, of(first), { rotate: ["JWT"] }));
    const after = opened(textOf(at)).data;
    isExact(after);
    for (const key of Object.keys(before))
      assert.equal(after[key] === before[key], !key.startsWith("JWT"), key);
  });

  test("with a private key: a new recipient can read, one who left cannot", async () => {
    const at = folder();
    await withSops(undefined, () => sealIn(at, of(first, second), given(at)));
    await withSops(second!.identity, () => sealIn(at, of(second, stranger)));
    isExact(opened(textOf(at), stranger!.identity).data);
    assert.match(opened(textOf(at), first!.identity).problem, /no master key/);
  });
});
