import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";
import { loadAll } from "js-yaml";
import type { Judged } from "../../../src/kubernetes/validation/judge.ts";
import { refusals, refusalsOfUpdate, warnings } from "./said.ts";

type Fields = Readonly<Record<string, unknown>>;

function secret(type: string, stringData: Fields = {}, more: Fields = {}): Judged {
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "mine" },
    type,
    stringData,
    ...more,
  } as unknown as Judged;
}

function configMap(fields: Fields): Judged {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "mine" }, ...fields } as Judged;
}

function stored(folder: string): Judged[] {
  const file = join(import.meta.dirname, "../../agreement", folder, "config.yaml");
  return (loadAll(readFileSync(file, "utf8")) as Judged[]).filter(Boolean);
}

const MIB = 1024 * 1024;

suite("configuration", () => {
  const mistakes: readonly (readonly [what: string, Judged, says: string])[] = [
    [
      "a path for a key",
      configMap({ data: { "conf/app.conf": "" } }),
      'data[conf/app.conf]: "conf/app.conf" is not a key of a ConfigMap or Secret: letters, digits, "-", "_" and "." only (no "/"); write "conf_app.conf"',
    ],
    [
      "a key as text and as bytes",
      configMap({ data: { a: "" }, binaryData: { a: "" } }),
      "data[a]: is a key of binaryData too; keep one of the two",
    ],
    [
      "a certificate without its key",
      secret("kubernetes.io/tls", { "tls.crt": "x" }),
      "data[tls.key]: a Secret of type tls needs this key",
    ],
    [
      "a login that is no JSON",
      secret("kubernetes.io/dockerconfigjson", { ".dockerconfigjson": "admin:hunter2" }),
      'data[.dockerconfigjson]: is not a JSON object; {"auths": {"registry.example.com": {"auth": "…"}}}',
    ],
    [
      "a token of nobody",
      secret("kubernetes.io/service-account-token"),
      "metadata.annotations[kubernetes.io/service-account.name]: must name the ServiceAccount that the token is for",
    ],
  ];
  for (const [what, object, says] of mistakes)
    test(`${what}: says what to write`, async () => {
      assert.equal((await refusals(object))[0], says);
    });

  test("a mebibyte fits, and no byte more", async () => {
    const text = (size: number) => configMap({ data: { a: "é".repeat(size / 2) } });
    assert.deepEqual(await refusals(text(MIB)), []);
    assert.equal((await refusals(text(MIB + 2))).length, 1);
    const bytes = (size: number) => secret("Opaque", { a: "x".repeat(size) });
    assert.deepEqual(await refusals(bytes(MIB)), []);
    assert.equal((await refusals(bytes(MIB + 1))).length, 1);
  });

  test("what is immutable stays", async () => {
    const kept = configMap({ data: { a: "1" }, immutable: true });
    assert.deepEqual(await refusalsOfUpdate(kept, kept), []);
    assert.deepEqual(
      await refusalsOfUpdate(configMap({ data: { a: "2" }, immutable: true }), kept),
      [
        "data: cannot be changed: the object is immutable; an object of another name, and let its users refer to that",
      ],
    );
    const opened = configMap({ data: { a: "1" } });
    assert.equal((await refusalsOfUpdate(opened, kept)).length, 1);
    assert.deepEqual(await refusalsOfUpdate(kept, opened), []);
    const more = secret("Opaque", { a: "1", b: "" }, { immutable: true });
    const less = secret("Opaque", { a: "1" }, { immutable: true });
    assert.equal((await refusalsOfUpdate(more, less)).length, 1);
  });

  test("the type of a Secret stays", async () => {
    const login = secret("kubernetes.io/basic-auth", { username: "a" });
    const plain = secret("Opaque", { username: "a" });
    assert.equal((await refusalsOfUpdate(plain, login)).length, 1);
  });

  test("no message shows what a Secret holds", async () => {
    const objects = [...stored("objects"), ...stored("refused")].filter(
      ({ kind }) => kind === "Secret",
    );
    for (const object of objects) {
      const said = [...(await refusals(object)), ...(await warnings(object))].join("\n");
      const { data = {}, stringData = {} } = object as { data?: Fields; stringData?: Fields };
      const values = Object.values({ ...data, ...stringData }).map(String);
      for (const value of values.filter((each) => each.length > 3))
        assert.ok(!said.includes(value), said);
    }
  });

  test("a key of another certificate is warned of", async () => {
    const pairs = stored("objects").filter((object) => object.type === "kubernetes.io/tls");
    const said = await Promise.all(pairs.map((object) => warnings(object)));
    assert.deepEqual(said, [
      [],
      [": the private key in tls.key does not belong to the certificate in tls.crt"],
      [": there is no certificate in PEM form in tls.crt"],
    ]);
  });
});
