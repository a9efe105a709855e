import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { sealedSecrets, sops } from "../../src/index.ts";
import type { SecretStore } from "../../src/platform/secret-store.ts";
import { render } from "../../src/render/index.ts";
import { readSealed } from "../../src/secrets/read.ts";
import { toYaml } from "../../src/yaml.ts";
import { controller } from "./controller.ts";
import { document, folder, type Loose, sealIn, shop, told } from "./shop.ts";

const recipient = `age1${"q".repeat(58)}` as const;
const stranger = `age1${"p".repeat(58)}` as const;
const value = "ENC[AES256_GCM,data:c2VjcmV0,iv:AAAA,tag:AAAA,type:str]";

/** A file as sops writes it; the values are nobody's. */
const encrypted = {
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name: "api", namespace: "shop", labels: { team: "one" } },
  type: "Opaque",
  data: { PASSWORD: value, TOKEN: value },
  sops: { age: [{ enc: "…", recipient }], mac: value, version: "3.13.3" },
};

const stores: Readonly<Record<string, SecretStore>> = {
  sealedSecrets: sealedSecrets({ certificate: "sealing.pem" }),
  sops: sops({ age: [recipient] }),
};
let sealed: Loose;
before(async () => {
  const path = folder({ "sealing.pem": controller().certificate, env: "TOKEN=a\nPASSWORD=b\n" });
  await sealIn(path, shop({ store: stores.sealedSecrets! }), { envFile: join(path, "env") });
  sealed = document(path);
});
const whole = (store: string): Loose => structuredClone(store === "sops" ? encrypted : sealed);

/** A folder with this as the encrypted file, or without it. */
function holding(object: unknown): string {
  const path = folder();
  mkdirSync(join(path, "secrets/production"), { recursive: true });
  const text = typeof object === "string" ? object : toYaml(object);
  if (object) writeFileSync(join(path, "secrets/production/api.yaml"), text);
  return join(path, "platform.ts");
}

for (const [name, store] of Object.entries(stores)) {
  describe(name, () => {
    const resolved = shop({ store });
    const said = async (object: unknown, of = resolved) =>
      (await told(() => readSealed(of, holding(object)))).map(({ message, instead }) => [
        message.replace(/\S*\/secrets/, "secrets"),
        instead?.replace(/-f \S+/, "-f FILE"),
      ]);
    const command = "slipway secrets seal -f FILE -e production";

    test("the file is rendered as it is, with the labels that it was sealed with", async () => {
      const read = await readSealed(resolved, holding(whole(name)));
      const found = render(resolved, read).filter(({ groups }) => groups.includes("secrets"));
      assert.deepEqual(
        found.map(({ object }) => object),
        [whole(name)],
      );
      assert.equal(found[0]?.component, "api");
    });

    test("a missing file is told, with the command that writes it", async () => {
      assert.deepEqual(await said(undefined), [
        [
          "the Secret api is not encrypted yet: there is no secrets/production/api.yaml",
          `${command} --from FILE`,
        ],
      ]);
      const [problem] = await told(() => render(resolved));
      assert.equal(
        problem?.message,
        "the Secret api is not encrypted yet: there is no secrets/production/api.yaml",
      );
      assert.equal(problem?.instead, "slipway secrets seal -e production");
      assert.ok(problem?.where, "the line of the secret");
    });

    test("a missing file of an optional Secret is none", async () => {
      const secrets = { api: [["TOKEN"], { optional: true, from: store }] } as const;
      const optional = shop({ store, secrets });
      const read = await readSealed(optional, holding(undefined));
      assert.deepEqual(
        render(optional, read).filter(({ groups }) => groups.includes("secrets")),
        [],
      );
    });

    test("a file of another name, namespace or kind is told", async () => {
      const other = whole(name);
      other.metadata.namespace = "shop-dev";
      const named = whole(name);
      named.metadata.name = "db";
      const kind = { ...whole(name), kind: "ConfigMap", data: {} };
      for (const [object, what] of [
        [other, "is the Secret shop-dev/api, not shop/api"],
        [named, "is the Secret shop/db, not shop/api"],
        [
          kind,
          `is a ConfigMap of ${kind.apiVersion}, not a ${name === "sops" ? "" : "Sealed"}Secret`,
        ],
      ])
        assert.deepEqual(await said(object), [
          [`secrets/production/api.yaml ${what}`, `move it away, then: ${command}`],
        ]);
    });

    test("keys that are lacking, stale keys and another type are told, each with what to do", async () => {
      const secrets = { api: [["TOKEN", "NEW", "TRACING"], { optional: ["TRACING"] }] } as const;
      assert.deepEqual(await said(whole(name), shop({ store, secrets })), [
        ["secrets/production/api.yaml lacks NEW", `${command} --from FILE`],
        [
          "secrets/production/api.yaml has PASSWORD, which the platform does not declare (any more)",
          command,
        ],
      ]);
      const tls = { api: [["TOKEN", "PASSWORD"], { type: "kubernetes.io/tls" }] } as const;
      assert.deepEqual(await said(whole(name), shop({ store, secrets: tls })), [
        ["secrets/production/api.yaml is of type Opaque, not kubernetes.io/tls", command],
      ]);
    });

    test("plain text in its place is told without being shown", async () => {
      const metadata = { name: "api", namespace: "shop" };
      const base64 = Buffer.from("canary").toString("base64");
      const plain = [
        { apiVersion: "v1", kind: "Secret", metadata, stringData: { TOKEN: "canary" } },
        { apiVersion: "v1", kind: "Secret", metadata, data: { TOKEN: base64 } },
        { ...encrypted, data: { ...encrypted.data, TOKEN: base64 } },
        { ...sealed, spec: { encryptedData: { TOKEN: base64 } } },
        { ...sealed, spec: { ...sealed.spec, template: { data: { TOKEN: "canary" } } } },
      ];
      for (const object of plain) {
        const problems = await told(() => readSealed(resolved, holding(object)));
        assert.match(problems[0]?.message ?? "", /api\.yaml holds TOKEN in plain text$/);
        assert.match(problems[0]?.instead ?? "", /^remove it, then: slipway secrets seal /);
        assert.ok(!JSON.stringify(problems).includes("canary"));
        assert.ok(!JSON.stringify(problems).includes(base64));
      }
    });

    test("what is not YAML, or not an object, is told by its line", async () => {
      assert.deepEqual(
        (await said("a: b\ncanary: {\n"))[0]?.[0],
        "secrets/production/api.yaml is not one object in YAML (line 3)",
      );
      assert.deepEqual(
        (await said("canary\n"))[0]?.[0],
        "secrets/production/api.yaml is not a Kubernetes object",
      );
      const two = `${toYaml(whole(name))}---\n${toYaml(whole(name))}`;
      assert.match((await said(two))[0]?.[0] ?? "", /is not one object in YAML/);
    });
  });
}

test("sops: a file for others than the platform names is told", async () => {
  const resolved = shop({ store: sops({ age: [stranger] }) });
  const messages = (await told(() => readSealed(resolved, holding(encrypted)))).map(({ message }) =>
    message.replace(/^\S+/, "it"),
  );
  assert.deepEqual(messages, [
    `it is not encrypted for ${stranger}`,
    `it is encrypted for ${recipient}, which the platform does not name`,
  ]);
});

test("sealedSecrets: a file that opens in more places than its own is told", async () => {
  const wide = structuredClone(sealed);
  wide.metadata.annotations = { "sealedsecrets.bitnami.com/namespace-wide": "true" };
  const [problem] = await told(() =>
    readSealed(shop({ store: stores.sealedSecrets! }), holding(wide)),
  );
  assert.match(problem?.message ?? "", /is sealed namespace-wide, not for shop\/api alone$/);
});
