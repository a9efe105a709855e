import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { fernet, keyPair, random } from "../../src/index.ts";
import { make } from "../../src/secrets/make.ts";

const text = (values: ReadonlyMap<string, Uint8Array>, key = "K") =>
  Buffer.from(values.get(key) as Uint8Array).toString();

test("random: as long as asked, letters and digits, all of them in use, never the same", () => {
  fc.assert(
    fc.property(fc.integer({ min: 16, max: 200 }), (length) => {
      const made = text(make("K", random(length)));
      assert.match(made, new RegExp(`^[A-Za-z0-9]{${length}}$`));
      assert.equal(encodeURIComponent(made), made);
    }),
  );
  const all = Array.from({ length: 500 }, () => text(make("K", random())));
  assert.equal(new Set(all).size, 500);
  assert.deepEqual([...new Set(all.map(({ length }) => length))], [32]);
  // 16,000 letters of 62: one that never comes, or comes twice as often as it should, is no chance.
  const counts = Map.groupBy(all.join(""), (letter) => letter);
  assert.equal(counts.size, 62);
  for (const [letter, { length }] of counts) assert.ok(length > 129 && length < 516, letter);
});

test("fernet: 32 bytes in URL-safe base64 with padding, as its specification says", () => {
  const all = Array.from({ length: 200 }, () => text(make("K", fernet())));
  for (const key of all) {
    assert.match(key, /^[A-Za-z0-9_-]{43}=$/);
    assert.equal(Buffer.from(key, "base64url").length, 32);
  }
  assert.equal(new Set(all).size, 200);
  assert.ok(
    all.some((key) => /[_-]/.test(key)),
    "the two signs that plain base64 has others for",
  );
});

const script = `
import sys
from cryptography.fernet import Fernet
for line in sys.stdin.read().split():
    box = Fernet(line.encode())
    assert box.decrypt(box.encrypt(b"canary")) == b"canary"
print("fine")
`;
const python = (input: string) => spawnSync("python3", ["-c", script], { input, encoding: "utf8" });
const hasPython = !python("").stderr?.includes("ModuleNotFoundError") && python("").status === 0;

test("fernet: Python's cryptography takes it, and no text of another form", {
  skip: !hasPython && "needs Python's cryptography: pip install cryptography",
}, () => {
  const keys = Array.from({ length: 50 }, () => text(make("K", fernet())));
  assert.equal(python(keys.join("\n")).stdout, "fine\n");
  assert.notEqual(python(text(make("K", random(44)))).status, 0);
});

for (const type of ["ed25519", "rsa"] as const) {
  test(`keyPair: a private key of ${type} in PKCS #8, and its public half in SPKI`, () => {
    const made = make("K", keyPair({ public: "P", type }));
    const [own, half] = [text(made, "K"), text(made, "P")];
    assert.deepEqual([...made.keys()], ["K", "P"]);
    assert.match(own, /^-----BEGIN PRIVATE KEY-----\n[^-]+\n-----END PRIVATE KEY-----\n$/);
    assert.match(half, /^-----BEGIN PUBLIC KEY-----\n[^-]+\n-----END PUBLIC KEY-----\n$/);
    const key = createPrivateKey(own);
    assert.equal(key.asymmetricKeyType, type);
    if (type === "rsa") assert.equal(key.asymmetricKeyDetails?.modulusLength, 3072);
    const digest = type === "rsa" ? "sha256" : null;
    const signature = sign(digest, Buffer.from("text"), key);
    assert.ok(verify(digest, Buffer.from("text"), createPublicKey(half), signature));
    const other = text(make("K", keyPair({ public: "P", type })), "P");
    assert.ok(!verify(digest, Buffer.from("text"), createPublicKey(other), signature));
  });
}
