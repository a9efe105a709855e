import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { otherEnvironment } from "../../../src/check/graphs/other-environment.ts";
import { run } from "../../../src/check/run.ts";
import { worldOfText } from "../read.ts";
import { foundBy, workload } from "./found.ts";

function reader(namespace: string, env: Readonly<Record<string, string>>): string {
  const list = Object.entries(env).map(([name, value]) => ({ name, value }));
  return workload(
    "web",
    { app: "web" },
    { namespace, image: "ghcr.io/shop/web:v1", container: `env: ${JSON.stringify(list)}` },
  );
}

function ingress(...hosts: readonly string[]): string {
  const rules = hosts.map((host) => ({ host }));
  return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop }
spec:
  defaultBackend: { service: { name: web, port: { number: 80 } } }
  rules: ${JSON.stringify(rules)}
`;
}

async function said(id: string, ...documents: readonly string[]): Promise<string[]> {
  return (await foundBy(id, ...documents)).map(({ message }) => message);
}

describe("other-environment", () => {
  const told = (value: string, namespace = "shop-staging", name = "API_URL") =>
    said("other-environment", reader(namespace, { [name]: value }), ingress("staging.shop.com"));

  it("finds another environment's namespace, domain and names", async () => {
    assert.equal((await told("http://api.shop-prod.svc:80")).length, 1);
    assert.equal((await told("http://api.production.svc:80")).length, 1);
    assert.equal((await told("https://api.prod.shop.com")).length, 1);
    assert.equal((await told("postgres://shop-prod.abc.eu.rds.amazonaws.com/shop")).length, 1);
    assert.equal((await told("https://dev.shop.com", "shop-production")).length, 1);
  });

  it("knows the environment by a label, or by the only one that there is", async () => {
    const namespace = `apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { environment: staging } }
`;
    const world = [namespace, reader("shop", { API_URL: "http://api.shop-prod.svc" })];
    assert.equal((await said("other-environment", ...world)).length, 1);
    assert.deepEqual(await said("other-environment", world[1] as string), []);
  });

  it("knows the environment by the overlay that wrote the value", async () => {
    const text = [reader("shop", { API_URL: "https://api.prod.shop.com" }), ingress("shop.com")];
    const world = await worldOfText(text.join("---\n"));
    const foundIn = (file: string) => {
      const locate = () => ({ file, line: 1, column: 1 });
      const objects = world.objects.map((subject) => ({ ...subject, locate }));
      return run([otherEnvironment], { ...world, objects }).length;
    };
    assert.equal(foundIn("deploy/overlays/staging/settings.yaml"), 1);
    assert.equal(foundIn("deploy/overlays/production/settings.yaml"), 0);
    assert.equal(foundIn("home/staging/deploy/settings.yaml"), 0);
  });

  const fine: readonly (readonly [string, string, string?, string?])[] = [
    ["the own environment", "http://api.shop-staging.svc"],
    ["a host that says nothing", "https://api.shop.com"],
    ["others' words", "https://prometheus-prod-01-eu-west-0.grafana.net/api/prom/push"],
    ["a shared namespace", "http://vault.vault-production.svc"],
    ["a top-level domain", "https://shop.dev", "shop-production"],
    [
      "a certificate authority's",
      "https://acme-staging-v02.api.letsencrypt.org",
      "shop-production",
    ],
    ["a list of who may ask", "https://prod.shop.com", "shop-staging", "CORS_ALLOWED_ORIGINS"],
    ["what is meant so", "https://prod.shop.com", "shop-staging", "PROD_API_URL"],
    ["an environment without a name", "https://prod.shop.com", "shop"],
    ["a name for documentation", "https://prod.example.com"],
  ];
  for (const [what, value, namespace, name] of fine)
    it(`is silent of ${what}`, async () =>
      assert.deepEqual(await told(value, namespace, name), []));
});

describe("placeholder", () => {
  const told = (env: Readonly<Record<string, string>>, namespace = "shop") =>
    said("placeholder", reader(namespace, env));

  it("finds what is still to be written, and does not tell it", async () => {
    for (const value of [
      "CHANGE-ME",
      "changeme",
      "change_me_please",
      "REPLACE_ME",
      "replace-with-your-token",
      "your-api-key",
      "<your password>",
      "<TOKEN>",
      "TODO",
      "xxxxxxxx",
      "insert token here",
      "postgres://app:changeme@db/shop",
      "https://your-domain.com/callback",
      "https://hooks.slack.com/services/your-token-here",
    ]) {
      const found = await told({ A_VALUE: value });
      assert.deepEqual(found, ["A_VALUE is still a placeholder"], value);
    }
  });

  const fine = [
    "Your order, please",
    "todos",
    "todo-app",
    "todo",
    "To Do",
    "changes",
    "exchange-media",
    "<none>",
    "a<b",
    "xx",
    "my-bucket-7f3a",
    "enter",
    "http://<host>:80 is the form",
    "(?P<name>[a-z]+)",
    "your-and-mine",
  ];
  for (const value of fine)
    it(`is silent of ${value}`, async () => assert.deepEqual(await told({ A: value }), []));

  it("is silent where nobody minds", async () => {
    assert.deepEqual(await told({ DB_PASSWORD: "changeme" }, "shop-dev"), []);
    assert.equal((await told({ DB_PASSWORD: "changeme" }, "shop-production")).length, 1);
  });

  it("finds images, keys of Secrets, and lines of configuration", async () => {
    const image = (name: string) =>
      said("placeholder", workload("web", { app: "web" }, { image: name }));
    assert.equal((await image("your-registry/web:v1")).length, 1);
    assert.equal((await image("registry.shop.com/web:REPLACE_ME")).length, 1);
    assert.deepEqual(await image("example.com/your/web:v1"), []);
    assert.deepEqual(await image("registry.shop.com/todos:v1"), []);
    const found = await foundBy(
      "placeholder",
      `apiVersion: v1
kind: Secret
metadata: { name: a }
stringData:
  password: changeme
  other: fine
---
apiVersion: v1
kind: ConfigMap
metadata: { name: b }
data:
  app.yaml: |
    # password: changeme
    host: db
    password: changeme
  README.md: "password: changeme"
`,
    );
    assert.deepEqual(
      found.map(({ line, message }) => `${line} ${message}`),
      [
        "5 password is still a placeholder",
        "15 line 3 of app.yaml still has a placeholder as password",
      ],
    );
  });

  it("finds a name for documentation that was left over among real ones", async () => {
    const world = (value: string, ...hosts: readonly string[]) =>
      said("placeholder", reader("shop", { SMTP_URL: value }), ingress(...hosts));
    const real = ["shop.com", "www.shop.com", "api.shop.com"];
    assert.deepEqual(await world("smtp://mail.example.com", ...real), [
      "SMTP_URL names mail.example.com, a name for documentation",
    ]);
    assert.equal((await world("smtp://mail.shop.com", ...real, "shop.example.com")).length, 1);
    assert.deepEqual(await world("smtp://mail.example.com"), []);
    assert.deepEqual(await world("smtp://mail.example.com", "shop.example.com"), []);
    assert.deepEqual(await world("smtp://a.example.com", "shop.com", "shop.example.com"), []);
  });
});
