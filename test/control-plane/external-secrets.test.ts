import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { applyAll } from "./apply.ts";
import { condition, type Loose, namespace, read } from "./fixtures.ts";
import { sharedControlPlane } from "./shared.ts";

const { plane, missing } = await sharedControlPlane();
const ns = "external-secrets";
const group = "external-secrets.io/v1";

function external(name: string, spec: object, annotations: Record<string, string> = {}): Loose {
  const secretStoreRef = { kind: "ClusterSecretStore", name: "external-secrets-vault" };
  return {
    apiVersion: group,
    kind: "ExternalSecret",
    metadata: { namespace: ns, name, annotations },
    spec: { secretStoreRef, ...spec },
  } as Loose;
}

const entry = (secretKey: string, key = secretKey) => ({ secretKey, remoteRef: { key } });

async function made(name: string): Promise<{ type: string; data: Record<string, string> }> {
  const object = { apiVersion: "v1", kind: "Secret", metadata: { namespace: ns, name } };
  const { type, data } = await read<{ type: string; data: Record<string, string> }>(plane!, object);
  const texts = Object.entries(data).map(([key, value]) => [
    key,
    Buffer.from(value, "base64").toString(),
  ]);
  return { type, data: Object.fromEntries(texts) };
}

describe("the External Secrets stand-in", { skip: missing }, () => {
  before(() =>
    applyAll(plane!, [
      namespace(ns),
      {
        apiVersion: group,
        kind: "ClusterSecretStore",
        metadata: { name: "external-secrets-vault" },
        spec: { provider: { fake: { data: [] } } },
      } as Loose,
    ]),
  );

  test("makes the Secret with every key, the same value for the same key of the store", async () => {
    const first = external("first", {
      data: [entry("password", "shop/db"), entry("user", "shop/user")],
    });
    const second = external("second", { data: [entry("DB_PASSWORD", "shop/db")] });
    await applyAll(plane!, [first, second]);
    await condition(plane!, first, "Ready", "True");
    await condition(plane!, second, "Ready", "True");
    const { data } = await made("first");
    assert.deepEqual(Object.keys(data).sort(), ["password", "user"]);
    assert.match(data.password!, /^[\w-]{20,}$/);
    assert.notEqual(data.password, data.user);
    assert.equal((await made("second")).data.DB_PASSWORD, data.password);
  });

  test("honours templates, their types, and the keys that dataFrom is said to find", async () => {
    const url = external("url", {
      target: {
        name: "url-of-database",
        template: { type: "Opaque", data: { url: "postgres://app:{{ .password }}@db:5432/app" } },
      },
      data: [entry("password", "shop/db")],
    });
    const registry = external("registry", {
      target: { template: { type: "kubernetes.io/dockerconfigjson" } },
      data: [entry(".dockerconfigjson", "registry")],
    });
    const tls = external("tls", {
      target: { template: { type: "kubernetes.io/tls" } },
      data: [entry("tls.crt"), entry("tls.key")],
    });
    const all = external(
      "all",
      { dataFrom: [{ extract: { key: "shop/all" } }] },
      { "slipway.test/keys": "one, two" },
    );
    const objects = [url, registry, tls, all];
    await applyAll(plane!, objects);
    for (const object of objects) await condition(plane!, object, "Ready", "True");
    const database = (await made("url-of-database")).data;
    assert.deepEqual(Object.keys(database), ["url"]);
    assert.match(database.url!, /^postgres:\/\/app:[\w-]+@db:5432\/app$/);
    assert.ok(URL.canParse(database.url!));
    const docker = await made("registry");
    assert.equal(docker.type, "kubernetes.io/dockerconfigjson");
    assert.ok(JSON.parse(docker.data[".dockerconfigjson"]!).auths);
    assert.match((await made("tls")).data["tls.crt"]!, /BEGIN CERTIFICATE/);
    assert.deepEqual(Object.keys((await made("all")).data).sort(), ["one", "two"]);
  });

  test("dataFrom finds the keys that data takes from the same remote secret, and those that are named", async () => {
    const property = (name: string) => ({
      secretKey: name,
      remoteRef: { key: "shop/api", property: name },
    });
    const spec = { dataFrom: [{ extract: { key: "shop/api" } }], data: [property("TOKEN")] };
    const bare = external("bare", spec);
    const more = external("more", spec, { "slipway.test/keys": "TRACING" });
    await applyAll(plane!, [bare, more]);
    for (const object of [bare, more]) await condition(plane!, object, "Ready", "True");
    assert.deepEqual(Object.keys((await made("bare")).data), ["TOKEN"]);
    const { data } = await made("more");
    assert.deepEqual(Object.keys(data).sort(), ["TOKEN", "TRACING"]);
    assert.equal(data.TOKEN, (await made("bare")).data.TOKEN);
  });

  test("refuses a store that is not there, a template of a key that is not fetched, an unknown dataFrom", async () => {
    const refused: [Loose, RegExp][] = [
      [
        external("lost", {
          secretStoreRef: { kind: "SecretStore", name: "nowhere" },
          data: [entry("a")],
        }),
        /could not get SecretStore "nowhere": not found/,
      ],
      [
        external("typo", {
          target: { template: { data: { a: "{{ .passwrod }}" } } },
          data: [entry("password")],
        }),
        /could not apply template: .*passwrod/,
      ],
      [
        external("vague", { dataFrom: [{ extract: { key: "x" } }] }),
        /name the keys in the annotation/,
      ],
    ];
    await applyAll(
      plane!,
      refused.map(([object]) => object),
    );
    for (const [object, message] of refused) {
      const { message: said } = await condition(plane!, object, "Ready", "False");
      assert.match(said ?? "", message);
      const secret = `/api/v1/namespaces/${ns}/secrets/${object.metadata.name}`;
      assert.equal((await plane!.request("GET", secret)).status, 404);
    }
  });
});
