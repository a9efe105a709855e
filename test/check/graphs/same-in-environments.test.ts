import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { Assumptions } from "../../../src/check/assumptions.ts";
import { sameInEnvironments } from "../../../src/check/graphs/same-in-environments.ts";
import { run } from "../../../src/check/run.ts";
import { SourceLines } from "../../../src/inputs/source-lines.ts";
import { worlds } from "../../../src/inputs/worlds.ts";
import { folder } from "../../cli/slipway.ts";
import { unreadable, worldOfText } from "../read.ts";
import { workload } from "./found.ts";

const entry = new URL("../../../src/index.ts", import.meta.url).href;

const namespaces = `# file: namespaces.yaml
apiVersion: v1
kind: Namespace
metadata: { name: shared }
`;

/** Overlays of one base, each with objects of its own. */
function tree(base: string, overlays: Readonly<Record<string, string>>): string {
  const own = Object.entries(overlays).map(
    ([name, text]) => `# file: overlays/${name}/kustomization.yaml
kind: Kustomization
namespace: shop-${name.replace("/", "-")}
resources: [../${name.includes("/") ? "../" : ""}../base${text === "" ? "" : ", own.yaml"}]
${text === "" ? "" : `# file: overlays/${name}/own.yaml\n${text}`}`,
  );
  return `${namespaces}# file: base/kustomization.yaml
kind: Kustomization
resources: [all.yaml]
# file: base/all.yaml
${base}${own.join("")}`;
}

async function told(text: string): Promise<string[]> {
  const findings = run([sameInEnvironments], await worldOfText(text));
  return findings.map(({ message }) => message).toSorted();
}

const both = { production: "", staging: "" };

function secret(data: Readonly<Record<string, string>>, name = "login", more = ""): string {
  return `apiVersion: v1
kind: Secret
metadata: { name: ${name} }
${more}stringData: ${JSON.stringify(data)}
`;
}

function settings(data: Readonly<Record<string, string>>, name = "settings"): string {
  return `apiVersion: v1
kind: ConfigMap
metadata: { name: ${name} }
data: ${JSON.stringify(data)}
`;
}

function ingress(host: string): string {
  return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web }
spec: { rules: [{ host: ${JSON.stringify(host)}, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] } }] }
`;
}

function web(env: Readonly<Record<string, string>>, kind = "Deployment", name = "web"): string {
  const list = Object.entries(env).map(([name, value]) => ({ name, value }));
  return workload(name, { app: name }, { kind, container: `env: ${JSON.stringify(list)}` });
}

const certificate = (name: string) => `apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web }
spec: { secretName: web, dnsNames: [${JSON.stringify(name)}], issuerRef: { name: ca } }
`;

const cluster = `apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: { name: db }
spec: { instances: 1, storage: { size: 1Gi }, backup: { barmanObjectStore: { destinationPath: "s3://shop-backups/" } } }
`;

const skip = unreadable("kind: Kustomization") ?? false;

describe("same-in-environments, of overlays", { skip }, () => {
  const bad: readonly (readonly [title: string, base: string, says: readonly string[]])[] = [
    [
      "the host of an Ingress",
      ingress("shop.berlin"),
      ["staging and production have the same host names: shop.berlin"],
    ],
    [
      "the name in a certificate",
      certificate("shop.berlin"),
      ["staging and production have the same host names: shop.berlin"],
    ],
    [
      "a database outside, in one setting",
      settings({ DATABASE_URL: "postgres://db.acme.net:5432/shop" }),
      [
        "staging and production have the same database or broker: db.acme.net:5432 (DATABASE_URL of ConfigMap settings)",
      ],
    ],
    [
      "a broker, in a variable",
      web({ KAFKA_BROKERS: "kafka.acme.net:9092" }),
      [
        "staging and production have the same database or broker: kafka.acme.net:9092 (KAFKA_BROKERS of Deployment web)",
      ],
    ],
    [
      "passwords and keys",
      secret({ password: "5c0a81d2", user: "shop", SECRET_KEY: "9f31e7ab" }),
      [
        "staging and production have the same passwords or keys: SECRET_KEY of Secret login and password of Secret login",
      ],
    ],
    [
      "a bucket for backups",
      web({ BACKUP_BUCKET: "acme-dumps" }),
      ["staging and production have the same place for backups: BACKUP_BUCKET of Deployment web"],
    ],
    [
      "the backups of CloudNativePG",
      cluster,
      ["staging and production have the same place for backups: destinationPath of Cluster db"],
    ],
    [
      "the name by which a program goes",
      web({ SENTRY_ENVIRONMENT: "production" }),
      [
        "staging and production have the same name as an environment: SENTRY_ENVIRONMENT of Deployment web",
      ],
    ],
  ];
  for (const [title, base, says] of bad)
    it(`finds ${title}`, async () => assert.deepEqual(await told(tree(base, both)), says));

  it("tells it in the overlay that is less in earnest, whatever the order", async () => {
    const base = ingress("shop.berlin");
    assert.deepEqual(await told(tree(base, { dev: "", production: "", staging: "" })), [
      "dev and production have the same host names: shop.berlin",
      "staging and production have the same host names: shop.berlin",
    ]);
    assert.deepEqual(await told(tree(base, { "staging/eu": "", "production/eu": "" })), [
      "staging and production have the same host names: shop.berlin",
    ]);
  });

  it("shows no value of a Secret or a variable", async () => {
    const base = secret({ password: "5c0a81d2" });
    for (const finding of run([sameInEnvironments], await worldOfText(tree(base, both)))) {
      assert.ok(finding.isSecret);
      assert.doesNotMatch(JSON.stringify([finding.message, finding.fix]), /5c0a81d2/);
    }
    const url = secret({ DATABASE_URL: "postgres://shop:5c0a81d2@db.acme.net:5432/shop" });
    const messages = await told(tree(url, both));
    assert.equal(messages.length, 1);
    assert.doesNotMatch(messages.join(), /5c0a81d2/);
  });

  const fine: readonly (readonly [title: string, text: string])[] = [
    [
      "values that differ",
      tree("", { production: ingress("shop.berlin"), staging: ingress("staging.shop.berlin") }),
    ],
    ["two environments for trying out", tree(ingress("shop.berlin"), { dev: "", test: "" })],
    [
      "two regions",
      tree(secret({ password: "5c0a81d2" }), { "production-eu": "", "production-us": "" }),
    ],
    ["overlays that are no environments", tree(ingress("shop.berlin"), { gke: "", eks: "" })],
    [
      "one that is none beside one",
      tree(ingress("shop.berlin"), { production: "", "with-istio": "" }),
    ],
    ["names inside of a network", tree(ingress("shop.local"), both)],
    ["names for documentation", tree(ingress("shop.example.com"), both)],
    ["a certificate for all names of a domain", tree(certificate("*.shop.berlin"), both)],
    [
      "a database inside of the cluster",
      tree(settings({ DATABASE_URL: "postgres://db:5432/shop" }), both),
    ],
    ["an API that everybody asks", tree(settings({ PAY_URL: "https://api.pay.net/v1" }), both)],
    [
      "a database server with a database for each",
      tree(settings({ DB_HOST: "db.acme.net", DB_PORT: "5432" }), {
        production: web({ DB_NAME: "shop" }),
        staging: web({ DB_NAME: "shop_staging" }),
      }),
    ],
    [
      "a URL of parts that are set elsewhere",
      tree(settings({ DATABASE_URL: "postgres://db.acme.net:5432/$(DB_NAME)" }), both),
    ],
    [
      "a host that names its environment",
      tree(settings({ DATABASE_URL: "postgres://prod-db.acme.net/shop" }), both),
    ],
    [
      "what is no password in a Secret",
      tree(
        secret({
          user: "shop",
          AWS_ACCESS_KEY_ID: "AKIA123",
          LICENSE_KEY: "a1b2",
          PUBLIC_KEY: "c3d4",
          token: "true",
        }),
        both,
      ),
    ],
    ["a password still to be written", tree(secret({ password: "CHANGE-ME" }), both)],
    ["an encrypted password", tree(secret({ password: "ENC[AES256_GCM,data:x]" }), both)],
    [
      "the login of a registry",
      tree(
        secret({ password: "5c0a81d2" }, "pull", "type: kubernetes.io/dockerconfigjson\n").replace(
          "password",
          ".dockerconfigjson",
        ),
        both,
      ),
    ],
    [
      "a bucket with a folder for each",
      tree(settings({ BACKUP_BUCKET: "acme-dumps" }), {
        production: web({ BACKUP_PREFIX: "production" }),
        staging: web({ BACKUP_PREFIX: "staging" }),
      }),
    ],
    ["a bucket of other things", tree(settings({ ASSETS_BUCKET: "acme-assets" }), both)],
    [
      "modes of frameworks",
      tree(
        web({
          NODE_ENV: "production",
          RAILS_ENV: "production",
          APP_ENV: "prod",
          PAYPAL_ENVIRONMENT: "sandbox",
        }),
        both,
      ),
    ],
  ];
  for (const [title, text] of fine)
    it(`is silent about ${title}`, async () => assert.deepEqual(await told(text), []));

  it("compares only overlays of one base", async () => {
    const text = (name: string) => `# file: ${name}/kustomization.yaml
kind: Kustomization
namespace: ${name}
resources: [all.yaml]
# file: ${name}/all.yaml
${ingress("shop.berlin")}`;
    assert.deepEqual(await told(`${namespaces}${text("staging")}${text("production")}`), []);
  });
});

describe("same-in-environments, of a platform", () => {
  const platform = (value: string, ...environments: readonly string[]) =>
    `import { environmentName, existing, image, platform, web } from "slipway";

const api = web("api", {
  image: image("shop/api"),
  port: 8000,
  resources: { cpu: ["100m", "1"], memory: ["128Mi", "256Mi"] },
  env: { SENTRY_ENVIRONMENT: ${value} },
  scale: 2,
});

export default platform("shop", {
  components: { api },
  environments: {
${environments.map((name) => `    ${name}: { namespace: "shop-${name}", domain: "${name}.berlin", images: { tag: "v1" }, secrets: existing() },\n`).join("")}  },
});
`;
  const told = async (text: string, environment?: string) => {
    const file = join(folder({ "platform.ts": text }), "platform.ts");
    const inputs = {
      ...{ paths: [file], environment, choice: {}, minor: undefined, each: false, against: [] },
      ...{ assumptions: new Assumptions(), nodes: [], programs: [], values: [] },
      ...{ lines: new SourceLines(), entry },
    };
    const found: string[] = [];
    for await (const world of worlds(inputs))
      for (const { message, line } of run([sameInEnvironments], world))
        found.push(`${line} ${message}`);
    return found;
  };
  const same = '"production"';

  it("is told at the line of the platform, in the later environment", async () => {
    assert.deepEqual(await told(platform(same, "production", "dev", "staging")), [
      "7 dev and production have the same name as an environment: SENTRY_ENVIRONMENT of Deployment api",
      "7 staging and production have the same name as an environment: SENTRY_ENVIRONMENT of Deployment api",
    ]);
  });

  it("is not told of one environment, of two for trying out, and of what differs", async () => {
    assert.deepEqual(await told(platform(same, "production", "staging"), "staging"), []);
    assert.deepEqual(await told(platform(same, "dev", "preview")), []);
    assert.deepEqual(await told(platform("environmentName", "production", "staging")), []);
  });
});
