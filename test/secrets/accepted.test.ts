import assert from "node:assert/strict";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { externalSecrets, sealedSecrets } from "../../src/index.ts";
import { render } from "../../src/render/index.ts";
import { readSealed } from "../../src/secrets/read.ts";
import type { Resource } from "../control-plane/resources.ts";
import { sharedControlPlane } from "../control-plane/shared.ts";
import { verdicts } from "../control-plane/verdicts.ts";
import { controller } from "./controller.ts";
import { folder, sealIn, shop } from "./shop.ts";

const { plane, missing } = await sharedControlPlane();
const secrets = {
  api: [["TOKEN", "TRACING"], { optional: ["TRACING"] }],
  tls: [["tls.crt", "tls.key"], { type: "kubernetes.io/tls" }],
} as const;
const environment = { namespace: "accepted-secrets" };

/** What is rendered of the Secrets. */
const kindsOf = (objects: readonly Resource[]) => objects.map(({ kind }) => kind);

describe("the API server's verdict on secrets", { skip: missing }, () => {
  let sealed: readonly Resource[];
  before(async () => {
    const env = "TOKEN=a\ntls.crt=b\ntls.key=c\n";
    const path = folder({ "sealing.pem": controller().certificate, env });
    const store = sealedSecrets({ certificate: "sealing.pem" });
    const resolved = shop({ secrets, store, environment });
    await sealIn(path, resolved, { envFile: join(path, "env") });
    const read = await readSealed(resolved, join(path, "platform.ts"));
    sealed = secretsIn(render(resolved, read));
  });

  const secretsIn = (rendered: ReturnType<typeof render>) =>
    rendered.flatMap(({ object, groups }) =>
      groups.includes("secrets") ? [object as unknown as Resource] : [],
    );

  test("SealedSecrets are accepted without a warning, and would not be with a field misspelt", async () => {
    assert.deepEqual(kindsOf(sealed), ["SealedSecret", "SealedSecret"]);
    const fine = { accepted: true, status: 200 };
    assert.deepEqual(await verdicts(plane!, sealed), [fine, fine]);
    const wrong = structuredClone(sealed[0]) as Resource & { spec: Record<string, unknown> };
    wrong.spec.encryptdData = {};
    const [verdict] = await verdicts(plane!, [wrong]);
    assert.match(verdict?.message ?? "", /encryptdData/);
  });

  test("an ExternalSecret with optional keys is accepted without a warning", async () => {
    const store = externalSecrets({ store: "vault", path: "shop" });
    const objects = secretsIn(render(shop({ secrets, store, environment })));
    assert.deepEqual(kindsOf(objects), ["ExternalSecret", "ExternalSecret"]);
    const fine = { accepted: true, status: 200 };
    assert.deepEqual(await verdicts(plane!, objects), [fine, fine]);
  });

  test("what sops encrypted is refused until it is decrypted: no program runs with ciphertext for a password", async () => {
    const value = "ENC[AES256_GCM,data:c2VjcmV0,iv:AAAA,tag:AAAA,type:str]";
    const secret = {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "api", namespace: environment.namespace },
      data: { TOKEN: value },
      sops: { mac: value },
    };
    const { sops: _sops, ...bare } = secret;
    const texts = { ...bare, data: undefined, stringData: { TOKEN: value }, sops: { mac: value } };
    const found = await verdicts(plane!, [secret, bare, JSON.parse(JSON.stringify(texts))]);
    assert.deepEqual(
      found.map(({ accepted }) => accepted),
      [false, false, false],
    );
  });
});
