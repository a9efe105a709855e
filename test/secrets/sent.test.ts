import assert from "node:assert/strict";
import { createPrivateKey, createPublicKey } from "node:crypto";
import { delimiter, join } from "node:path";
import { describe, test } from "node:test";
import {
  dotenv,
  existing,
  externalSecrets,
  fernet,
  generated,
  keyPair,
  random,
  sops,
} from "../../src/index.ts";
import type { Values } from "../../src/secrets/make.ts";
import { type Sent, secretsToSend } from "../../src/secrets/sent.ts";
import { folder, sealIn, shop } from "./shop.ts";
import { needsGo, upstream } from "./upstream/program.ts";

const canary = "canary-7f3e9a";
const nothing = async () => undefined;
const live = (values: Record<string, string>) => async () =>
  new Map(Object.entries(values).map(([key, value]) => [key, Buffer.from(value)])) as Values;

function text({ secrets }: Sent, key: string, index = 0): string | undefined {
  const value = secrets[index]?.object.data?.[key];
  return value && Buffer.from(value, "base64").toString();
}

const messages = ({ problems }: Sent) => problems.map(({ message }) => message);

describe("an env file", () => {
  const file = ".env.production";
  const store = dotenv({ file });
  const send = (
    files: Record<string, string>,
    secrets?: Parameters<typeof shop>[0]["secrets"],
    inCluster: Parameters<typeof secretsToSend>[2] = nothing,
  ) => {
    const given = secrets === undefined ? { store } : { store, secrets };
    const path = folder(files);
    return secretsToSend(shop(given), join(path, "platform.ts"), inCluster);
  };

  test("is sent, with the labels of what is rendered", async () => {
    const sent = await send({ [file]: `TOKEN=${canary}\nPASSWORD=b=c\nOTHER=x\n` });
    assert.deepEqual(sent.problems, []);
    const { object, madeUp } = sent.secrets[0]!;
    assert.deepEqual(object, {
      apiVersion: "v1",
      kind: "Secret",
      metadata: {
        name: "api",
        namespace: "shop",
        labels: { "app.kubernetes.io/part-of": "shop", "app.kubernetes.io/managed-by": "slipway" },
      },
      type: "Opaque",
      data: {
        TOKEN: Buffer.from(canary).toString("base64"),
        PASSWORD: Buffer.from("b=c").toString("base64"),
      },
    });
    assert.deepEqual(madeUp, []);
  });

  test("that is missing is one problem, with what to write", async () => {
    const sent = await send({}, { api: [["A", "B"], { optional: ["B"] }], db: [["C"]] });
    assert.equal(sent.problems.length, 1);
    const { message, instead, where } = sent.problems[0]!;
    assert.match(message, /^there is no .*\.env\.production, which has the values of api, db$/);
    assert.equal(instead, "that file, with a line KEY=value for each of A, C");
    assert.match(where!.file, /shop\.ts$/);
    assert.deepEqual(sent.secrets, []);
  });

  test("that lacks keys, or has a line that is none, shows no value", async () => {
    const few = await send({ [file]: `TOKEN=${canary}\nPASWORD=${canary}\n` });
    assert.match(messages(few)[0]!, /has no PASSWORD, which the Secret api needs; PASWORD, which/);
    const quoted = await send({ [file]: `TOKEN="${canary}"\nPASSWORD=${canary} # x\n${canary}\n` });
    assert.equal(quoted.problems.length, 3);
    assert.ok(quoted.problems.every(({ where }) => where !== undefined));
    assert.ok(!JSON.stringify([few.problems, quoted.problems]).includes(canary));
  });

  test("needs no lines for optional keys, optional Secrets and what is made up", async () => {
    const secrets = {
      api: [["A", "B", "C"], { optional: ["B"], generate: { C: random(20) } }],
    } as const;
    const sent = await send({ [file]: "A=1\n" }, secrets);
    assert.deepEqual(sent.problems, []);
    assert.deepEqual(Object.keys(sent.secrets[0]!.object.data!), ["A", "C"]);
    assert.match(text(sent, "C")!, /^\w{20}$/);
    assert.deepEqual(sent.secrets[0]!.madeUp, ["C"]);
    const none = await send({}, { api: [["A"], { optional: true, from: store }] });
    assert.deepEqual(none, { secrets: [], problems: [] });
  });

  test("decides over what was made up; what it leaves out stays as the cluster has it", async () => {
    const secrets = { api: [["A", "B"], { generate: { A: random(20), B: random(20) } }] } as const;
    const inCluster = live({ A: "from-cluster", B: "from-cluster", GONE: "x" });
    const sent = await send({ [file]: "A=from-file\n" }, secrets, inCluster);
    assert.deepEqual([text(sent, "A"), text(sent, "B")], ["from-file", "from-cluster"]);
    assert.deepEqual(Object.keys(sent.secrets[0]!.object.data!), ["A", "B"]);
  });

  test("must not break a URL that a value is part of", async () => {
    const sent = await send({ [file]: "TOKEN=a\nPASSWORD=b/c\n" });
    assert.deepEqual(messages(sent), []);
  });
});

describe("what is made up", () => {
  const keys = ["PASSWORD", "KEY", "PRIVATE", "PUBLIC", "EXTRA"] as const;
  const secrets = {
    api: [
      keys,
      { optional: ["EXTRA"], generate: { KEY: fernet(), PRIVATE: keyPair({ public: "PUBLIC" }) } },
    ],
  } as const;
  const resolved = shop({ store: generated(), secrets });
  const send = (inCluster: Parameters<typeof secretsToSend>[2]) =>
    secretsToSend(resolved, "platform.ts", inCluster);

  test("is made by its recipes, the rest at random", async () => {
    const sent = await send(nothing);
    assert.deepEqual(sent.problems, []);
    assert.match(text(sent, "PASSWORD")!, /^[A-Za-z0-9]{32}$/);
    assert.match(text(sent, "KEY")!, /^[\w-]{43}=$/);
    const half = createPublicKey(createPrivateKey(text(sent, "PRIVATE")!));
    assert.equal(text(sent, "PUBLIC"), half.export({ type: "spki", format: "pem" }));
    assert.deepEqual(sent.secrets[0]!.madeUp.toSorted(), keys.slice(0, 4).toSorted());
  });

  test("stays as the cluster has it, and what is missing is added", async () => {
    const first = await send(nothing);
    const all = Object.fromEntries(
      keys.slice(0, 4).map((key) => [key, text(first, key)!]),
    ) as Record<string, string>;
    const again = await send(live({ ...all, EXTRA: "by hand" }));
    for (const key of keys.slice(0, 4)) assert.equal(text(again, key), all[key]);
    assert.equal(text(again, "EXTRA"), "by hand");
    const { PUBLIC, KEY, ...few } = all;
    const added = await send(live(few));
    assert.deepEqual(
      [text(added, "PASSWORD"), text(added, "PRIVATE"), text(added, "PUBLIC")],
      [all.PASSWORD, all.PRIVATE, PUBLIC],
    );
    assert.notEqual(text(added, "KEY"), KEY);
  });

  test("with a private key that is none, it is a problem without the value", async () => {
    const sent = await send(live({ PRIVATE: canary }));
    assert.deepEqual(messages(sent), ["PRIVATE is not a private key in PEM"]);
    assert.ok(!JSON.stringify(sent.problems).includes(canary));
  });
});

test("nothing is sent of what others bring", async () => {
  const asked = async () => assert.fail("the cluster was asked");
  for (const store of [existing(), externalSecrets({ store: "vault", path: "shop" })])
    assert.deepEqual(await secretsToSend(shop({ store }), "platform.ts", asked), {
      secrets: [],
      problems: [],
    });
});

const programs = upstream();

test("what sops encrypted is decrypted", { skip: programs === undefined && needsGo }, async () => {
  const { recipient, identity } = programs!.ask([{ ask: "identity" }])[0];
  const before = { ...process.env };
  process.env.PATH = `${programs!.folder}${delimiter}${process.env.PATH}`;
  try {
    const path = folder({ "values.env": `TOKEN=${canary}\nPASSWORD=two\n`, "key.txt": identity });
    const resolved = shop({ store: sops({ age: [recipient] }) });
    await sealIn(path, resolved, { envFile: join(path, "values.env") });
    const file = join(path, "platform.ts");
    delete process.env.SOPS_AGE_KEY_FILE;
    const without = await secretsToSend(resolved, file, nothing);
    assert.match(messages(without)[0]!, /api\.yaml, which has the values of api, cannot be decr/);
    process.env.SOPS_AGE_KEY_FILE = join(path, "key.txt");
    const sent = await secretsToSend(resolved, file, nothing);
    assert.deepEqual([sent.problems, text(sent, "TOKEN")], [[], canary]);
    process.env.PATH = "/nowhere";
    const missing = await secretsToSend(resolved, file, nothing);
    assert.match(messages(missing)[0]!, /there is no program sops/);
  } finally {
    process.env = before;
  }
});
