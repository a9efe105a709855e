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

async function messages(text: string): Promise<string[]> {
  return run(chosen, await worldOfText(text)).map(({ message }) => message);
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
    "PORT",
    "My_Port",
    "[80]",
    "%d",
  ])
    it(`${value} is merely wrong`, async () => {
      const [only, ...others] = await told(service(`"${value}"`));
      assert.deepEqual(others, []);
      assert.match(only ?? "", /^error (?:wrong-type|invalid-service)$/);
    });

  it("the name of a value is likely one that something puts in, and is told once of a file", async () => {
    assert.deepEqual(await told(service("MY_PORT")), ["warning wrong-type"]);
    const [only] = await messages([service("MY_PORT"), service("MY_PORT", "api")].join("---\n"));
    assert.match(only ?? "", /^MY_PORT, here and in 1 more place, is the name of a value/);
    const other = [service("MY_PORT"), service("A_PORT", "api")].join("---\n");
    assert.deepEqual(await told(other), ["warning wrong-type", "warning wrong-type"]);
    assert.deepEqual(await told(service("80").replace("name: web", "name: MY_NAME")), [
      "warning invalid-metadata",
    ]);
  });

  it("one that is none of several words is merely wrong, whatever it looks like", async () => {
    const typed = service("80").replace("ExternalName,", "MY_TYPE,");
    assert.deepEqual(await told(typed), ["error invalid-service"]);
  });

  describe("a script of the tree", () => {
    const tree = (value: string, script: string, name = "deploy") =>
      `# file: manifests/web/web.yaml\n${service(value)}# file: manifests/${name}\n${script}\n# file: manifests/.git/HEAD\nref\n`;
    const BASH = "#!/bin/bash\n";

    for (const [how, script] of [
      ["commas", `sed -i -e 's,MY_PORT,'"$PORT"',g' web.yaml`],
      ["slashes, double quotes", 'sed "s/MY_PORT/${PORT}/" web.yaml | kubectl apply -f -'],
      ["bars, in another line", "sed -i \\\n  -e 's|MY_PORT|80|' \\\n  web.yaml"],
      ["the second of two", "sed -e 's/A_B/c/' -e 's#MY_PORT#80#g' web.yaml"],
      ["a program of several lines", "sed '\n  s/A_B/c/\n  s/MY_PORT/80/\n' web.yaml"],
      ["perl", "perl -pi -e 's/MY_PORT/80/g' web.yaml"],
    ] as const)
      it(`fills in what its sed commands name: ${how}`, async () => {
        assert.deepEqual(await told(tree("MY_PORT", `${BASH}${script}`)), ["info filled-in-later"]);
      });

    it("has any name and place that scripts have", async () => {
      const sed = "sed -i 's/MY_PORT/80/' web.yaml";
      const script = `${BASH}${sed}`;
      for (const [name, text] of [
        ["web/apply.sh", sed],
        ["Makefile", sed],
        ["README.md", sed],
        ["scripts/apply", script],
        ["web/up", script],
        [".github/workflows/deploy.yml", sed],
      ] as const)
        assert.deepEqual(await told(tree("MY_PORT", text, name)), ["info filled-in-later"], name);
    });

    it("fills in nothing else: another word, a part of one, no sed, no script", async () => {
      for (const [value, script, name] of [
        ["MY_PORT", `${BASH}sed -i 's/MY_NAME/web/' web.yaml`],
        ["MY_PORT", `${BASH}sed -i 's/PORT/80/' web.yaml`],
        ["MY_PORT", `${BASH}sed -i 's/MY_PORT.*/80/' web.yaml`],
        ["MY_PORT", `${BASH}echo s/MY_PORT/80/`],
        ["MY_PORT", "sed -i 's/MY_PORT/80/' web.yaml", "notes"],
        ["MY_PORT", `${BASH}sed -i 's/MY_PORT/80/' web.yaml`, "web/deep/deploy"],
      ] as const)
        assert.deepEqual(await told(tree(value, script, name)), ["warning wrong-type"], script);
      const eighty = tree("eighty", `${BASH}sed -i 's/eighty/80/' web.yaml`);
      assert.deepEqual(await told(eighty), ["error wrong-type"]);
    });

    it("is read as far up as the repository goes", async () => {
      const text = tree("MY_PORT", `${BASH}sed -i 's/MY_PORT/80/' web.yaml`);
      const inner = text.replace("manifests/.git", "manifests/web/.git");
      assert.deepEqual(await told(inner), ["warning wrong-type"]);
      assert.deepEqual(await told(text.replace(".git/HEAD", "git/HEAD")), ["warning wrong-type"]);
    });

    it("makes a namespace of any name of a word", async () => {
      const shop = `# file: shop/secret.yaml
${secret("web", "A_NAMESPACE")}---
${pod("web")}# file: shop/up
#!/bin/sh
sed -i s/A_NAMESPACE/shop/ secret.yaml
`;
      assert.deepEqual(await told(shop), ["info filled-in-later"]);
      const left = await told(shop.replace("s/A_NAMESPACE", "s/B_NAMESPACE"));
      assert.deepEqual(left.toSorted(), ["info missing-secret", "warning invalid-metadata"]);
    });

    it("may put something in where a rule sees a placeholder", async () => {
      const key = (script: string) => `# file: web.yaml
apiVersion: v1
kind: Secret
metadata: { name: web }
stringData: { key: CHANGE_ME }
# file: up.sh
${script}
`;
      assert.deepEqual(await told(key("sed -i s/CHANGE_ME/$KEY/ web.yaml")), ["info placeholder"]);
      assert.deepEqual(await told(key("kubectl apply -f web.yaml")), ["warning placeholder"]);
    });
  });

  it("what a Secret holds is in no message, whether a script replaces it or not", async () => {
    const tree = (script: string) => `# file: web.yaml
apiVersion: v1
kind: Secret
metadata: { name: web }
data: { key: MY_TOKEN }
# file: up.sh
${script}
`;
    const replaced = tree("sed -i s/MY_TOKEN/$TOKEN/ web.yaml");
    assert.deepEqual(await told(replaced), ["info filled-in-later"]);
    assert.deepEqual(await told(tree("")), ["error wrong-type"]);
    for (const text of [replaced, tree("")])
      assert.doesNotMatch((await messages(text)).join(), /MY_TOKEN/);
  });

  it("letters for an address are to be replaced, not to be made small", async () => {
    const host = (value: string) => service("80").replace("db.shop.dev", value);
    for (const letters of ["A.B.C.D", "X.X.X.X"]) {
      assert.deepEqual(await told(host(`web.${letters}.nip.io`)), ["error invalid-service"]);
      assert.deepEqual(await messages(host(`web.${letters}.nip.io`)), [
        `${letters} is for you to replace`,
      ]);
    }
    const [other] = await messages(host("Web.nip.io"));
    assert.match(other ?? "", /web\.nip\.io/);
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
