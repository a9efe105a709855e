import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { changed } from "../../../src/check/living/fix/change.ts";
import { unifiedDiff } from "../../../src/check/living/fix/diff.ts";
import { mended as mendedSubject } from "../../../src/check/living/fix/mended.ts";
import { byFile, planned } from "../../../src/check/living/fix/plan.ts";
import { SourceText } from "../../../src/check/living/fix/source-text.ts";
import { rules } from "../../../src/check/rules.ts";
import { run } from "../../../src/check/run.ts";
import { worldOfText } from "../read.ts";

const own = rules.filter(({ layer }) => layer === "documents" || layer === "api");

/** A text with what is mended in it. */
async function mended(text: string): Promise<string> {
  const world = await worldOfText(text);
  const source = new SourceText(text);
  const mendings = await planned(world, {
    findings: (world) => run(own, world),
    source: (file) => (file === "-" ? source : undefined),
  });
  const changes = byFile(mendings).get("-") ?? [];
  return changed(
    text,
    changes.map(({ change }) => change),
  );
}

async function findingsOf(text: string): Promise<string[]> {
  return run(own, await worldOfText(text)).map(({ rule, path }) => `${rule} ${path}`);
}

const pod = (spec: string, rest = "") => `# kept
apiVersion: v1
kind: Pod
metadata:
  name: web   # kept too
${rest}spec:
${spec}  containers:
    - { name: web, image: "example.com/web:v1" }
`;
const config = (data: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n${data}`;
const web = (version: string, kind: string, rest: string) =>
  `apiVersion: ${version}\nkind: ${kind}\nmetadata: { name: web }\n${rest}`;

describe("what has one right answer", () => {
  const cases: readonly (readonly [title: string, from: string, to: string])[] = [
    ["a misspelt field", pod("  hostNetwrok: true # why\n"), pod("  hostNetwork: true # why\n")],
    ["a field in other letters", pod("  hostnetwork: true\n"), pod("  hostNetwork: true\n")],
    ["a misspelt field in quotes", pod('  "hostNetwrok": true\n'), pod('  "hostNetwork": true\n')],
    [
      "in brackets",
      pod("  securityContext: { runAsUsr: 10 }\n"),
      pod("  securityContext: { runAsUser: 10 }\n"),
    ],
    [
      "a number where text is wanted",
      config("data:\n  A: 8080 # port\n"),
      config('data:\n  A: "8080" # port\n'),
    ],
    [
      "a number as it is written",
      config("data: { A: 1.10, B: 1e3, C: 0x1F }\n"),
      config('data: { A: "1.10", B: "1e3", C: "0x1F" }\n'),
    ],
    [
      "a boolean as it is written",
      config("data:\n  A: yes\n  B: True\n"),
      config('data:\n  A: "yes"\n  B: "True"\n'),
    ],
    ["a label", pod("", "  labels: { a: true }\n"), pod("", '  labels: { a: "true" }\n')],
    [
      "text where a number is wanted",
      pod('  terminationGracePeriodSeconds: "10"\n'),
      pod("  terminationGracePeriodSeconds: 10\n"),
    ],
    ["text where a boolean is wanted", pod("  hostPID: 'true'\n"), pod("  hostPID: true\n")],
    [
      "a key that YAML takes for a boolean",
      config("data:\n  y: left\n"),
      config('data:\n  "y": left\n'),
    ],
    [
      "a key written twice, word for word",
      config("data:\n  A: x\n  B: z\n  A: x\n"),
      config("data:\n  A: x\n  B: z\n"),
    ],
    [
      "a map written twice",
      `${pod("")}  securityContext:\n    runAsUser: 10\n  securityContext:\n    runAsUser: 10\n`,
      `${pod("")}  securityContext:\n    runAsUser: 10\n`,
    ],
    [
      "twice what is of a wrong type",
      config("data:\n  A: 1\n  A: 1\n"),
      config('data:\n  A: "1"\n'),
    ],
    ["a kind without its group", web("v1", "Deployment", ""), web("apps/v1", "Deployment", "")],
    [
      "a version that is gone, with the same fields in another",
      web(
        "policy/v1beta1",
        "PodDisruptionBudget",
        "spec: { minAvailable: 1, selector: { matchLabels: { a: b } } }\n",
      ),
      web(
        "policy/v1",
        "PodDisruptionBudget",
        "spec: { minAvailable: 1, selector: { matchLabels: { a: b } } }\n",
      ),
    ],
    ["with line breaks of Windows", config("data:\r\n  A: 1\r\n"), config('data:\r\n  A: "1"\r\n')],
    [
      "in JSON",
      '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"A":1}}',
      '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"A":"1"}}',
    ],
    [
      "what is seen only when the first is mended",
      pod('  hostPID: "true"\n  hostNetwrok: true\n'),
      pod("  hostPID: true\n  hostNetwork: true\n"),
    ],
  ];
  for (const [title, from, to] of cases)
    test(title, async () => {
      assert.notDeepEqual(await findingsOf(from), []);
      assert.equal(await mended(from), to);
      assert.equal(await mended(to), to);
    });

  test("no finding is left of what was mended, and none is new", async () => {
    for (const [title, from] of cases) {
      const before = await findingsOf(from);
      const after = await findingsOf(await mended(from));
      const isNew = after.filter((each) => !before.includes(each));
      // A Deployment without a spec was not looked into before.
      if (title !== "a kind without its group") assert.deepEqual(isNew, [], title);
      assert.ok(after.length < before.length || title === "a kind without its group", title);
    }
  });
});

describe("what has not", () => {
  const cases: readonly (readonly [title: string, text: string])[] = [
    ["a field between two names", pod("  hostPIC: true\n")],
    ["a field with no name near it", pod("  networkOfHost: true\n")],
    ["a field beside the one that is meant", pod("  hostNetwrok: true\n  hostNetwork: false\n")],
    ["a field whose value does not fit the one that is meant", pod('  hostNetwrok: "often"\n')],
    [
      "base64 that is a number",
      `apiVersion: v1\nkind: Secret\nmetadata: { name: a }\ndata: { pin: 1234 }\n`,
    ],
    ["a list where text is wanted", config("data: { A: [1] }\n")],
    ["a value that the server would refuse for another reason", pod('  priority: "10"\n')],
    ["text that is no number", pod('  priority: "high"\n')],
    ["a key written twice, with another value", config("data:\n  A: x\n  A: z\n")],
    ["a key written twice in one line", config("data: { A: x, A: x }\n")],
    ["a value that an alias repeats", config("data:\n  A: &a 1\n  B: *a\n")],
    ["a value with a tag", config("data:\n  A: !!int 1\n")],
    [
      "a budget whose empty selector means another thing",
      web("policy/v1beta1", "PodDisruptionBudget", "spec: { minAvailable: 1, selector: {} }\n"),
    ],
    [
      "a version whose successor has other fields",
      web(
        "extensions/v1beta1",
        "Ingress",
        "spec: { backend: { serviceName: a, servicePort: 80 } }\n",
      ),
    ],
    ["an octal number", config("data:\n  B: b\n").replace("data", "binaryData")],
    ["a kind of another program that has the name of one", web("skaffold/v4beta1", "Config", "")],
    ["a key of a file that is no object", "on: push\njobs: {}\n"],
    ["YAML that cannot be read", "a: [\n"],
  ];
  for (const [title, text] of cases)
    test(title, async () => {
      assert.notDeepEqual(await findingsOf(text), []);
      assert.equal(await mended(text), text);
    });
});

test("a diff has the lines that change, and none that may hold a secret", () => {
  const text = "a: 1\nb: 2\nc: 3\nd: 4";
  const at = (what: string, replacement: string, isShown = true) => {
    const start = text.indexOf(what);
    return { change: { start, end: start + what.length, text: replacement }, isShown };
  };
  assert.equal(
    unifiedDiff("a.yaml", text, [at("b: 2\n", ""), at("4", '"4"')]),
    `--- a.yaml
+++ a.yaml
@@ -2 +1,0 @@
-b: 2
@@ -4 +3 @@
-d: 4
\\ No newline at end of file
+d: "4"
\\ No newline at end of file
`,
  );
  const hidden = unifiedDiff("a.yaml", text, [at("3", '"3"', false)]);
  assert.doesNotMatch(hidden, /3$/m);
  assert.match(hidden, /^@@ -3 \+3 @@\n- # .*not shown.*\n\+ # .*not shown/m);
});

test("a mended object is applied with what it was, and its places are those of the text", () => {
  const subject = {
    object: { spec: { replica: 3 } },
    owner: "web",
    from: "overlays/production",
    locate: (steps: readonly (string | number)[]) => ({
      file: steps.join("."),
      line: 1,
      column: 1,
    }),
  };
  const edit = {
    steps: ["spec", "replica"],
    part: "key",
    from: "replica",
    to: "replicas",
  } as const;
  const { object, owner, from, locate } = mendedSubject(subject, [edit]);
  assert.deepEqual(
    { object, owner, from },
    {
      object: { spec: { replicas: 3 } },
      owner: "web",
      from: "overlays/production",
    },
  );
  assert.equal(locate(["spec", "replicas"], "value").file, "spec.replica");
});
