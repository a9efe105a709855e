import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { rules } from "../../src/check/rules.ts";
import { run } from "../../src/check/run.ts";
import { worldOfText } from "./read.ts";

const chosen = rules.filter(({ layer }) => layer !== "practice");

/** `error wrong-type`, of everything that is told. */
async function told(text: string): Promise<string[]> {
  return run(chosen, await worldOfText(text)).map(({ severity, rule }) => `${severity} ${rule}`);
}

const service = (port: string, name = "web") => `apiVersion: v1
kind: Service
metadata: { name: ${name} }
spec: { type: ExternalName, externalName: db.shop.dev, ports: [{ port: ${port} }] }
`;

describe("what is put in before the server sees it", () => {
  for (const mark of [
    "${PORT}",
    "${PORT:=80}",
    "${{ PORT }}",
    "$(PORT)",
    "$PORT",
    "{{ port }}",
    "{{ .Values.port }}",
    "{% port %}",
    "<%= port %>",
    "<path:kv/data/web#port>",
    "#{PORT}#",
    "@PORT@",
    "__PORT__",
    "%PORT%",
    "%%PORT%%",
    "[[PORT]]",
    "replace_health_port",
    "replace_metrics_port",
    "REPLACE_PORT",
  ])
    it(`${mark} is not judged, and told once`, async () => {
      assert.deepEqual(await told(service(`"${mark}"`)), ["info filled-in-later"]);
    });

  it("a list in a list is a mark that lost its quotes", async () => {
    assert.deepEqual(await told(service("[[PORT]]")), ["info filled-in-later"]);
  });

  for (const value of [
    "eighty",
    "50%",
    "a@b@c",
    "__",
    "$",
    "{}",
    "<the port>",
    "<base64 of it>",
    "REPLACE_ME",
    "replace_me",
    "replace_with_port",
    "CHANGEME",
    "replacement",
    "MY_PORT",
    "[80]",
    "%d",
  ])
    it(`${value} is merely wrong`, async () => {
      const [only, ...others] = await told(service(`"${value}"`));
      assert.deepEqual(others, []);
      assert.match(only ?? "", /^error (?:wrong-type|invalid-service)$/);
    });

  it("is told once of a file, however many values there are", async () => {
    const text = [service("__A__"), service("__B__", "api"), service("eighty", "db")].join("---\n");
    assert.deepEqual((await told(text)).toSorted(), ["error wrong-type", "info filled-in-later"]);
  });

  it("a word for a value that stands in several objects is one that is replaced", async () => {
    const two = [service("CHANGEME"), service("CHANGEME", "api")].join("---\n");
    assert.deepEqual(await told(two), ["info filled-in-later"]);
    const apart = [service("CHANGEME"), service("REPLACE_ME", "api")].join("---\n");
    assert.deepEqual(await told(apart), ["error wrong-type", "error wrong-type"]);
  });

  it("files that are templates by their names hold words that are replaced", async () => {
    for (const name of ["web-template.yaml", "web.tmpl.yaml", "template.yml", "web.tpl.yaml"])
      for (const value of ["<the port>", "MY_PORT", "CHANGEME"])
        assert.deepEqual(
          await told(`# file: ${name}\n${service(value)}`),
          ["info filled-in-later"],
          `${value} in ${name}`,
        );
    for (const name of ["web.yaml", "podtemplate.yaml"])
      assert.deepEqual(await told(`# file: ${name}\n${service("<the port>")}`), [
        "error wrong-type",
      ]);
    assert.deepEqual(await told(`# file: web-template.yaml\n${service("eighty")}`), [
      "error wrong-type",
    ]);
  });

  it("keys of a vault stand in objects that say so", async () => {
    const secret = (annotation: string, value: string) => `apiVersion: v1
kind: Secret
metadata: { name: web, annotations: { ${annotation}: kv/data/web } }
stringData: { token: ${value} }
`;
    assert.deepEqual(await told(secret("avp.kubernetes.io/path", "<auth-token>")), []);
    assert.deepEqual(await told(secret("note", "<path:kv/data/web#token>")), []);
    assert.deepEqual(await told(secret("note", "<auth-token>")), ["warning placeholder"]);
    const data = secret("avp.kubernetes.io/path", "<auth-token>").replace("stringData", "data");
    assert.deepEqual(await told(data), ["info filled-in-later"]);
  });

  const pod = (secret: string, namespace = "shop") => `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: ${namespace} }
spec:
  containers:
    - name: web
      image: example.com/web:v1
      env: [{ name: TOKEN, valueFrom: { secretKeyRef: { name: ${secret}, key: token } } }]
`;
  const secret = (name: string, namespace = "shop") => `apiVersion: v1
kind: Secret
metadata: { name: "${name}", namespace: "${namespace}" }
stringData: { token: 5ac1be6cf90b }
`;

  it("a name with a mark may become the one that is asked for, or not", async () => {
    const rest = async (name: string) =>
      (await told(`${secret("@APP@-token")}---\n${pod(name)}`)).filter((each) =>
        each.includes("missing"),
      );
    assert.deepEqual(await rest("web-token"), []);
    assert.deepEqual(await rest("web-password"), ["warning missing-secret"]);
  });

  it("a namespace with a mark may be any", async () => {
    const rest = async (namespace: string) =>
      (await told(`${secret("web", namespace)}---\n${pod("web")}`)).filter((each) =>
        each.includes("missing"),
      );
    assert.deepEqual(await rest("${NAMESPACE}"), []);
    assert.deepEqual(await rest("shop-b"), ["info missing-secret"]);
  });

  it("what is said of a name with a mark is good to know", async () => {
    const twice = async (name: string) =>
      (await told([secret(name), secret(name)].join("---\n"))).filter((each) =>
        each.includes("duplicate"),
      );
    assert.deepEqual(await twice("${APP}-tokens"), ["info duplicate-object"]);
    assert.deepEqual(await twice("tokens"), ["error duplicate-object"]);
  });

  it("a Secret that the server refuses is there, and is told itself", async () => {
    const bad = secret("web").replace("stringData", "data").replace("5ac1be6cf90b", "'<none>'");
    assert.deepEqual(await told(`${bad}---\n${pod("web")}`), ["error wrong-type"]);
  });
});

describe("a file that is a template as a whole", () => {
  const map = (...lines: readonly string[]) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\ndata:\n${lines.map((each) => `  ${each}\n`).join("")}`;

  it("is told once, and not as broken", async () => {
    const braces = map("a: {{ a }}", "b: {{ b }}");
    assert.deepEqual(await told(braces), ["info yaml-syntax"]);
    assert.deepEqual(await told(`${braces}---\n${braces}`), ["info yaml-syntax"]);
    assert.deepEqual(await told(map("a: @A@", "b: @B@")), ["info yaml-syntax"]);
    assert.deepEqual(await told(map("{% if a %}", "a: b", "{% endif %}")), ["info yaml-syntax"]);
  });

  it("one mark may have lost its quotes; so have those that are filled in later on", async () => {
    assert.deepEqual(await told(map("a: {{ a }}")), ["error yaml-syntax"]);
    const rule = map("a: {{ $labels.job }}", "b: {{ $value }}");
    assert.deepEqual(await told(rule), ["error yaml-syntax"]);
    const workflow = map("a: {{inputs.parameters.a}}", "b: {{inputs.parameters.b}}");
    assert.deepEqual(await told(workflow), ["error yaml-syntax"]);
  });
});
