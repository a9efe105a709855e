import assert from "node:assert/strict";
import { test } from "node:test";
import {
  config,
  dotenv,
  existing,
  externalSecrets,
  fernet,
  generated,
  keyPair,
  patch,
  random,
  sealedSecrets,
  secret,
  sops,
  web,
} from "../../src/index.ts";
import type { AnyObject } from "../../src/kubernetes/types/index.ts";
import type { SecretStore } from "../../src/platform/secret-store.ts";
import { render } from "../../src/render/index.ts";
import { app, named, resolveOnly, resources } from "../platform/shop.ts";
import { problemsIn } from "../platform/written.ts";
import { container, isYaml, objects } from "./objects.ts";

const vault = externalSecrets({ store: "vault", path: "shop/prod" });
const keys = ["URL", "TOKEN", "TRACING"] as const;
const api = secret("api", keys, { optional: ["TRACING"] });

test("an optional key: its variable may be missing, alone of the Secret's keys", () => {
  const env = { URL: api.key("URL"), TRACING: api.key("TRACING") };
  const shop = web("shop", { image: app, port: 80, resources, scale: 1, env, envFrom: [api] });
  const program = container(objects({ shop }).pod("Deployment", "shop"), "shop");
  isYaml(
    program.env,
    `
- { name: URL, valueFrom: { secretKeyRef: { name: api, key: URL } } }
- { name: TRACING, valueFrom: { secretKeyRef: { name: api, key: TRACING, optional: true } } }
`,
  );
  isYaml(program.envFrom, "[{ secretRef: { name: api } }]");
});

test("an ExternalSecret names the keys that must be there, and takes what else there is", () => {
  const { spec } = objects({ api }, { secrets: vault }).get("ExternalSecret", "api");
  isYaml(
    spec,
    `
refreshInterval: 1h
secretStoreRef: { kind: ClusterSecretStore, name: vault }
target: { name: api }
dataFrom: [{ extract: { key: shop/prod/api } }]
data:
  - { secretKey: URL, remoteRef: { key: shop/prod/api, property: URL } }
  - { secretKey: TOKEN, remoteRef: { key: shop/prod/api, property: TOKEN } }
`,
  );
  const loose = secret("loose", ["A"], { optional: ["A"] });
  const all = objects({ loose }, { secrets: vault }).get("ExternalSecret", "loose").spec;
  assert.deepEqual(
    [all.data, all.dataFrom],
    [undefined, [{ extract: { key: "shop/prod/loose" } }]],
  );
});

test("a name is kept as it is where it is exact, in what uses it too", () => {
  const shared = secret("shared", ["A"], { exact: true });
  const own = secret("own", ["A"]);
  const env = { A: shared.key("A"), B: own.key("A") };
  const shop = web("shop", { image: app, port: 80, resources, scale: 1, env });
  const made = objects({ shop }, { prefix: "dev-", secrets: vault });
  assert.deepEqual(made.names("ExternalSecret"), ["shared", "dev-own"]);
  const read = container(made.pod("Deployment", "dev-shop"), "shop").env.map(
    (entry: { valueFrom: { secretKeyRef: { name: string } } }) => entry.valueFrom.secretKeyRef.name,
  );
  assert.deepEqual(read, ["shared", "dev-own"]);
});

const recipient = `age1${"q".repeat(58)}` as const;
const stores: Readonly<Record<string, SecretStore>> = {
  existing: existing(),
  generated: generated(),
  externalSecrets: vault,
  dotenv: dotenv({ file: ".env" }),
  sealedSecrets: sealedSecrets({ certificate: "a.pem" }),
  sops: sops({ age: [recipient], folder: "encrypted" }),
};

test("resolved: who makes values up, how, and where encrypted files lie", () => {
  const generate = { TOKEN: fernet(), JWT: keyPair({ public: "HALF" }) };
  const parts = {
    it: secret("it", ["URL", "TOKEN", "JWT", "HALF", "TRACING"], {
      generate,
      optional: ["TRACING"],
    }),
  };
  const of = (secrets: SecretStore, options: object = {}) =>
    named(
      resolveOnly(parts, { secrets, ...options }).secrets,
      `${Object.hasOwn(options, "prefix") ? "dev-" : ""}it`,
    );
  const madeUp = Object.entries(stores).filter(([, store]) => of(store).madeUp);
  assert.deepEqual(
    madeUp.map(([name]) => name),
    ["generated", "dotenv", "sealedSecrets", "sops"],
  );
  for (const store of Object.values(stores)) {
    const { recipes, optionalKeys } = of(store);
    assert.deepEqual(optionalKeys, ["TRACING"]);
    const also = store.from === "generated" ? { URL: random() } : {};
    assert.deepEqual(recipes, { ...generate, ...also });
  }
  assert.equal(of(stores.dotenv!).file, undefined);
  assert.equal(of(stores.sealedSecrets!).file, "secrets/production/it.yaml");
  assert.equal(of(stores.sops!, { prefix: "dev-" }).file, "encrypted/production/dev-it.yaml");
});

test("resolved: what is no random text is not made up as one", () => {
  const tls = secret("tls", ["tls.crt", "tls.key"], { type: "kubernetes.io/tls" });
  const ssh = secret("ssh", ["id", "id.pub"], {
    type: "kubernetes.io/ssh-auth",
    generate: { id: keyPair({ public: "id.pub" }) },
  });
  const { secrets } = resolveOnly({ tls, ssh }, { secrets: generated() });
  assert.deepEqual(
    [named(secrets, "tls").from.from, named(secrets, "tls").madeUp],
    ["existing", false],
  );
  assert.equal(named(secrets, "ssh").from.from, "generated");
});

test("no store makes a Secret in plain text, and only encrypted ones are rendered", () => {
  for (const [name, store] of Object.entries(stores)) {
    const resolved = resolveOnly({ api }, { secrets: store });
    const encrypted = {
      apiVersion: "bitnami.com/v1alpha1",
      kind: "SealedSecret",
      metadata: { name: "api" },
    };
    const rendered = render(resolved, new Map([["api", encrypted as AnyObject]]));
    const found = rendered.flatMap(({ object, groups }) =>
      groups.includes("secrets") ? [object.kind] : [],
    );
    const expected = {
      externalSecrets: "ExternalSecret",
      sealedSecrets: "SealedSecret",
      sops: "SealedSecret",
    };
    assert.deepEqual(found, [expected[name as keyof typeof expected] ?? []].flat(), name);
  }
});

const metadata = { name: "raw" };
const base64 = Buffer.from("canary").toString("base64");
const sealed = Buffer.concat([Buffer.of(1, 0), Buffer.alloc(256), Buffer.alloc(20)]).toString(
  "base64",
);
const value = "ENC[AES256_GCM,data:c2VjcmV0,iv:AAAA,tag:AAAA,type:str]";
const raw = (kind: string, rest: object): AnyObject => ({
  apiVersion: kind === "SealedSecret" ? "bitnami.com/v1alpha1" : "v1",
  kind,
  metadata,
  ...rest,
});

const refused: Readonly<Record<string, AnyObject>> = {
  "a Secret with data": raw("Secret", { data: { PASSWORD: base64 } }),
  "a Secret with stringData": raw("Secret", { stringData: { PASSWORD: "canary" } }),
  "a Secret with one value that sops did not encrypt": raw("Secret", {
    data: { A: value, PASSWORD: base64 },
  }),
  "a Secret in a List": raw("List", { items: [raw("Secret", { data: { PASSWORD: base64 } })] }),
  "a SealedSecret that nobody sealed": raw("SealedSecret", {
    spec: { encryptedData: { PASSWORD: base64 } },
  }),
  "a SealedSecret with a value in its template": raw("SealedSecret", {
    spec: { encryptedData: { A: sealed }, template: { data: { PASSWORD: "canary" } } },
  }),
};
for (const [what, object] of Object.entries(refused)) {
  test(`refused: ${what}`, () => {
    const problems = problemsIn(() => objects({ api }, { objects: [object] }));
    assert.equal(problems.length, 1);
    const [problem] = problems;
    assert.equal(
      problem?.message,
      `the ${object.kind} raw holds PASSWORD in plain text, which is never rendered`,
    );
    assert.match(problem?.instead ?? "", /sealedSecrets\(…\) and sops\(…\) encrypt them/);
    assert.ok(problem?.where?.line, "its line is told");
    assert.equal(problem?.isSecret, true, "and not shown");
    assert.ok(!JSON.stringify(problems).includes("canary"));
    assert.ok(!JSON.stringify(problems).includes(base64));
  });
}

test("a raw Secret without values, and one that is encrypted, are rendered", () => {
  const type = "kubernetes.io/service-account-token";
  const fine = [
    raw("Secret", { type, metadata: { name: "token" } }),
    raw("Secret", { metadata: { name: "encrypted" }, data: { A: value }, sops: { mac: value } }),
    raw("SealedSecret", {
      spec: { encryptedData: { A: sealed }, template: { data: { B: "{{ .A }}" } } },
    }),
  ];
  const { names } = objects({ api }, { objects: fine });
  assert.deepEqual(names("Secret"), ["token", "encrypted"]);
  assert.deepEqual(names("SealedSecret"), ["raw"]);
});

test("refused: a patch that makes plain text of what is rendered", () => {
  const settings = config("settings", { PASSWORD: "canary" });
  const change = patch(settings, "ConfigMap", (object) => {
    (object as { kind: string }).kind = "Secret";
  });
  const problems = problemsIn(() => objects({ settings }, {}, { patches: [change] }));
  assert.deepEqual(
    problems.map(({ message }) => message),
    ["the Secret settings holds PASSWORD in plain text, which is never rendered"],
  );
  assert.deepEqual(problems[0]?.where, change.site.where(), "the line of the patch");
  const encrypted = raw("Secret", { metadata: { name: "api" }, data: { A: value } });
  const more = patch(api, "SealedSecret", (object) => {
    (object as unknown as AnyObject).stringData = { TOKEN: "canary" };
  });
  const resolved = resolveOnly(
    { api },
    { secrets: stores.sops },
    { patches: [{ ...more, kind: "Secret" }] },
  );
  const found = problemsIn(() => render(resolved, new Map([["api", encrypted]])));
  assert.deepEqual(
    found.map(({ message }) => message),
    ["the Secret api holds TOKEN in plain text, which is never rendered"],
  );
});
