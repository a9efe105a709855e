import assert from "node:assert/strict";
import { it } from "node:test";
import { plainSecret } from "../../../src/check/practice/plain-secret.ts";
import { secretInConfigmap } from "../../../src/check/practice/secret-in-configmap.ts";
import { POD } from "../../../src/check/practice/shared/example.ts";
import { run } from "../../../src/check/run.ts";
import { worldOfText } from "../read.ts";
import { found } from "./found.ts";

const variable = (name: string, value: string) =>
  `${POD}      env: [{ name: ${name}, value: ${JSON.stringify(value)} }]\n`;
const argument = (...args: string[]) => `${POD}      args: ${JSON.stringify(args)}\n`;
const setting = (key: string, value: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { ${JSON.stringify(key)}: ${JSON.stringify(value)} }\n`;

const VALUE = "correct-horse-battery";

it("a value that by its name is a secret is told, whatever the spelling", async () => {
  for (const name of [
    "DB_PASSWORD",
    "PGPASSWORD",
    "apiKey",
    "AWS_SECRET_ACCESS_KEY",
    "SECRET_KEY_BASE",
    "GITHUB_TOKEN",
  ]) {
    assert.equal((await found(plainSecret, variable(name, VALUE))).length, 1, name);
    assert.equal((await found(secretInConfigmap, setting(name, VALUE))).length, 1, name);
  }
});

it("names that only speak of secrets are not", async () => {
  const names = [
    "PASSWORD_FILE",
    "SECRET_NAME",
    "TOKEN_URL",
    "MAX_TOKENS",
    "AWS_ACCESS_KEY_ID",
    "PRIMARY_KEY",
    "BYPASS",
    "STRIPE_PUBLISHABLE_KEY",
    "RECAPTCHA_PUBLIC_KEY",
    "PASSWORD_MIN_LENGTH",
    "COMPASS",
  ];
  for (const name of names) {
    assert.deepEqual(await found(plainSecret, variable(name, VALUE)), [], name);
    assert.deepEqual(await found(secretInConfigmap, setting(name, VALUE)), [], name);
  }
});

it("placeholders, switches, paths, references and addresses are no secrets", async () => {
  const values = [
    "",
    "true",
    "3600",
    "30s",
    "$(PASSWORD)",
    "${PASSWORD}",
    "CHANGE-ME",
    "changeit",
    "<password>",
    "your-token-here",
    "/run/secrets/db",
    "https://auth.example.org/token",
    "vault:secret/data/db#password",
    "op://vault/db/password",
    "none",
    "REPLACE_ME",
    "{{ .Values.password }}",
  ];
  for (const value of values) {
    assert.deepEqual(await found(plainSecret, variable("DB_PASSWORD", value)), [], value);
    assert.deepEqual(await found(secretInConfigmap, setting("DB_PASSWORD", value)), [], value);
  }
});

it("keys, tokens and passwords in URLs are seen under any name, in commands and in files", async () => {
  const key = `-----BEGIN RSA PRIVATE KEY-----\n${"A".repeat(64)}\n-----END RSA PRIVATE KEY-----\n`;
  const texts = [
    key,
    `ghp_${"a1".repeat(18)}`,
    `AKIA${"A1B2".repeat(4)}`,
    "postgres://shop:s3cr3t-9@db/shop",
  ];
  for (const text of texts) {
    assert.equal((await found(plainSecret, variable("SETTING", text))).length, 1, text);
    assert.equal((await found(plainSecret, argument("serve", text))).length, 1, text);
    assert.equal(
      (await found(secretInConfigmap, setting("app.conf", `x = ${text}`))).length,
      1,
      text,
    );
  }
  const fine = [
    "postgres://shop:$(DB_PASSWORD)@db/shop",
    "postgres://db/shop",
    "-----BEGIN CERTIFICATE-----",
    "http://user:password@host",
    "git://x@y:z",
  ];
  for (const text of fine)
    assert.deepEqual(await found(plainSecret, variable("SETTING", text)), [], text);
});

it("a secret behind a flag is told, joined or apart", async () => {
  assert.deepEqual(await found(plainSecret, argument(`--db-password=${VALUE}`)), [
    "container web has in plain text: the value of --db-password",
  ]);
  assert.equal((await found(plainSecret, argument("--db-password", VALUE))).length, 1);
  for (const args of [
    ["--password-file=/run/x"],
    ["--token", "--verbose"],
    ["--db-password=$(DB_PASSWORD)"],
    ["--password"],
  ])
    assert.deepEqual(await found(plainSecret, argument(...args)), [], args.join(" "));
});

it("the lines of a configuration file are not guessed at, nor its name", async () => {
  assert.deepEqual(
    await found(
      secretInConfigmap,
      setting("application.yaml", "password: ${DB_PASSWORD}\nuser: shop"),
    ),
    [],
  );
  assert.deepEqual(
    await found(secretInConfigmap, setting("reset-password.html", "<p>Click here</p>")),
    [],
  );
});

it("no finding shows the value, and no report shows its line", async () => {
  const rules = [plainSecret, secretInConfigmap];
  for (const text of [
    variable("DB_PASSWORD", VALUE),
    argument(`--token=${VALUE}`),
    setting("DB_PASSWORD", VALUE),
  ]) {
    const findings = run(rules, await worldOfText(text));
    assert.equal(findings.length, 1);
    for (const { message, fix, path, isSecret } of findings) {
      assert.ok(isSecret);
      assert.ok(![message, fix, path].join(" ").includes(VALUE));
    }
  }
});
