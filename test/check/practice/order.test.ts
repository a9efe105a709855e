import assert from "node:assert/strict";
import { it } from "node:test";
import { defaultNamespace } from "../../../src/check/practice/default-namespace.ts";
import { deprecatedAccountField } from "../../../src/check/practice/deprecated-account-field.ts";
import { missingLabels } from "../../../src/check/practice/missing-labels.ts";
import { secretsInEnvironment } from "../../../src/check/practice/secrets-in-environment.ts";
import { changed, POD } from "../../../src/check/practice/shared/example.ts";
import { rules } from "../../../src/check/rules.ts";
import { found } from "./found.ts";

const named = (name: string, text = POD) => changed(text, "name: web,", `name: ${name},`);

it("nothing of the layer is an error", () => {
  const own = rules.filter(({ layer }) => layer === "practice");
  assert.ok(own.length > 40);
  assert.deepEqual(
    own.filter(({ severity }) => severity === "error"),
    [],
  );
});

it("every rule says who it matters to", () => {
  for (const { id, layer, why } of rules)
    if (layer === "practice") assert.match(why, /\bIt matters\b/, id);
});

it("what has no namespace may go anywhere; default is told once", async () => {
  assert.deepEqual(await found(defaultNamespace, POD), []);
  const two = ["a", "b"].map((name) => named(`${name}, namespace: default`)).join("---\n");
  assert.deepEqual(await found(defaultNamespace, two), ["2 workloads in the namespace default"]);
});

it("labels and Secrets from the environment are told once for all", async () => {
  const old = changed(POD, "app.kubernetes.io/name", "app");
  const texts = ["a", "b", "c"].map((name) => named(name, old)).join("---\n");
  assert.deepEqual(await found(missingLabels, `${texts}---\n${POD}`), [
    "3 of 4 workloads have no label app.kubernetes.io/name: a, b and c",
  ]);
  const reading = `${POD}      envFrom: [{ secretRef: { name: a } }]\n`;
  assert.deepEqual(await found(secretsInEnvironment, reading), [
    "1 workload reads Secrets from the environment: web",
  ]);
  assert.deepEqual(
    await found(secretsInEnvironment, `${POD}      envFrom: [{ configMapRef: { name: a } }]\n`),
    [],
  );
});

it("the old field beside the new one does no harm", async () => {
  const both = changed(POD, "spec:\n", "spec:\n  serviceAccount: web\n  serviceAccountName: web\n");
  assert.deepEqual(await found(deprecatedAccountField, both), []);
});
