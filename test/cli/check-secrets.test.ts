import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ofServer } from "./check-cases.ts";
import { folder, shell, slipway } from "./slipway.ts";

const canary = "canary-5cf1";
const encoded = Buffer.from(canary).toString("base64");

/** Faults at and around secret values, in every way that a rule finds something. */
const secrets = `apiVersion: v1
kind: Secret
metadata: { name: Bad_Name }
data: { "a/b": ${encoded}, b: ${canary}, n: 4242424242 }
stringData: { y: ${canary}, octal: 0424242, flag: true }
typo: ${canary}
---
apiVersion: v1
kind: Secret
metadata: { name: twice }
stringData:
  password: ${canary}
  password: ${canary}
---
apiVersion: v1
kind: Secret
metadata: { name: unfinished }
stringData:
  password: "${canary}
---
apiVersion: v1
kind: Secret
metadata: { name: tab }
stringData:
  password: ${canary}
\tother: ${canary}
---
apiVersion: v1
kind: Secret
metadata: { name: text }
stringData: ${canary}
data: [${encoded}]
immutable: ${canary}
---
apiVersion: v1
kind: Secret
metadata: { name: tls }
type: kubernetes.io/tls
stringData: { tls.crt: ${canary}, tls.key: ${canary} }
---
apiVersion: v1
kind: Secret
metadata: { name: registry }
type: kubernetes.io/dockerconfigjson
data: { .dockerconfigjson: ${encoded} }
---
{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "json"}, "stringData": {"a": "${canary}"}, "b": ${canary}}
---
apiVersion: v1
kind: Pod
metadata: { name: short }
spec:
  containers: [{ name: web, imag: "x:v1", env: [{ name: TOKEN, value: ${canary} }] }]
---
apiVersion: v1
kind: Pod
metadata: { name: long }
spec:
  containers:
    - name: web
      image: x:v1
      env:
        - { name: "A=B", value: ${canary} }
        - { name: LIST, value: [${canary}] }
        - { name: TYPO, valu: ${canary}, value: 0424242 }
        - { name: TWO, value: ${canary}, valueFrom: { secretKeyRef: { name: x, key: z } } }
`;

const cwd = folder({
  "secrets.yaml": secrets,
  "before.yaml": `apiVersion: v1
kind: Secret
metadata: { name: fixed }
immutable: true
stringData: { password: old-${canary} }
`,
  "after.yaml": `apiVersion: v1
kind: Secret
metadata: { name: fixed }
immutable: true
stringData: { password: ${canary} }
`,
});

function isSilent(text: string): void {
  for (const secret of [canary, encoded, "4242"]) assert.ok(!text.includes(secret), text);
}

describe("what a Secret or a variable holds is never shown", () => {
  for (const format of ["text", "json", "sarif", "junit", "github"])
    test(format, () => {
      const { stdout, stderr } = slipway(ofServer("secrets.yaml", "--format", format), { cwd });
      for (const rule of [
        "ambiguous-scalar",
        "duplicate-key",
        "unknown-field",
        "wrong-type",
        "yaml-syntax",
      ])
        assert.ok(stdout.includes(rule), `${rule} found nothing`);
      isSilent(stdout + stderr);
    });

  test("from stdin", () => {
    const { stdout, stderr } = shell("$SLIPWAY check - <secrets.yaml", { cwd });
    assert.match(stdout, /yaml-syntax/);
    isSilent(stdout + stderr);
  });

  test("in a comparison with what exists", () => {
    const { stdout } = slipway(ofServer("after.yaml", "--against", "before.yaml"), { cwd });
    assert.match(stdout, /immutable-field/);
    isSilent(stdout);
  });

  test("the same lines of a ConfigMap are shown, so that the silence is not emptiness", () => {
    const config = secrets.replaceAll("kind: Secret", "kind: ConfigMap");
    const place = folder({ "config.yaml": config });
    const { stdout } = slipway(ofServer("config.yaml"), { cwd: place });
    assert.ok(stdout.includes(canary));
  });
});
