import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { isFine, ofServer } from "./check-cases.ts";
import { folder, type Ran, slipway } from "./slipway.ts";

const cwd = folder({ "good.yaml": isFine });
const check = (...args: readonly string[]): Ran => slipway(ofServer(...args), { cwd });

const usage: readonly (readonly [args: string, says: string])[] = [
  ["missing.yaml", "slipway: there is no missing.yaml\n"],
  ["good.yaml --against missing", "slipway: there is no missing\n"],
  [
    "",
    `slipway: there is no platform.ts here, and nothing else is named
  fix: slipway check deploy/, or slipway check -f path/to/platform.ts
`,
  ],
  [
    "good.yaml --only documnts",
    'slipway: there is no layer or rule "documnts"\n  fix: did you mean "documents"?\n',
  ],
  [
    "good.yaml --skip unknown-feild",
    'slipway: there is no layer or rule "unknown-feild"\n  fix: did you mean "unknown-field"?\n',
  ],
  [
    "good.yaml --only documents --skip documents",
    "slipway: --only and --skip leave no rule\n  fix: leave one out\n",
  ],
  [
    "good.yaml --format xml",
    'slipway: there is no format "xml"\n  fix: there is: text, json, sarif, junit, github\n',
  ],
  [
    "good.yaml --kube-version newest",
    "slipway: --kube-version newest is no version of Kubernetes\n  fix: --kube-version 1.36\n",
  ],
  [
    "good.yaml --nodes 3",
    'slipway: "3" is no number of nodes with what pods may have of each\n  fix: --nodes 3:4,16Gi\n',
  ],
  [
    "good.yaml -e production",
    "slipway: -e is for a platform, and none is named\n  fix: leave -e out\n",
  ],
  [
    "good.yaml -f platform.ts",
    "slipway: -f and paths are two ways to say what to check\n  fix: paths only\n",
  ],
  [
    "--explain unknown-feild",
    'slipway: there is no rule "unknown-feild"\n  fix: did you mean "unknown-field"?\n',
  ],
  ["--stric", 'slipway: there is no option --stric\n  fix: did you mean "--strict"?\n'],
];

describe("wrong usage", () => {
  for (const [args, says] of usage)
    test(`slipway check ${args}`, () => {
      const { status, stdout, stderr } = check(...args.split(" ").filter(Boolean));
      assert.deepEqual({ status, stdout, stderr }, { status: 2, stdout: "", stderr: says });
    });

  test("--nodes: the pods that no node has room for", () => {
    const pod = `apiVersion: v1
kind: Pod
metadata: { name: large }
spec:
  containers: [{ name: a, image: "shop/a:v1", resources: { requests: { cpu: 8, memory: 1Gi } } }]
`;
    const large = folder({ "pod.yaml": pod });
    const told = (...args: string[]) =>
      slipway(["check", "--only", "graphs", ...args, `${large}/pod.yaml`]).stdout;
    assert.match(told("--nodes", "3:4,16Gi", "--nodes", "1:6,16Gi"), /pod-above-nodes/);
    assert.equal(
      told("--nodes", "3:4,16Gi", "--nodes", "1:16,16Gi"),
      "nothing found in 1 object\n",
    );
  });

  test("a program that is missing: which, and what it is for", () => {
    const kustomization = folder({
      "kustomization.yaml": "resources: [a.yaml]\n",
      "a.yaml": isFine,
    });
    const bin = folder();
    const { status, stderr } = slipway(ofServer(kustomization), { env: { PATH: bin } });
    assert.equal(status, 2);
    assert.match(stderr, /kustomize/);
    assert.match(stderr, /kubectl/);
  });
});

describe("explanations", () => {
  test("--explain prints a rule's page", () => {
    const { status, stdout } = check("--explain", "unknown-field");
    assert.equal(status, 0);
    assert.match(
      stdout,
      /^# unknown-field\n\nA field that the kind does not have\. Severity: error\./,
    );
    assert.match(stdout, /\*\*Why\.\*\* .*\n\n\*\*Fix\.\*\* .*\n\nFound:\n\n```yaml\n/);
  });

  test("--help fits into 100 columns and names every option", () => {
    const { status, stdout } = check("--help");
    assert.equal(status, 0);
    for (const line of stdout.split("\n")) assert.ok(line.length <= 100, line);
    const options =
      "against assume baseline config dry-run each environment explain file fix format help image kube-version nearest only";
    for (const name of `${options} skip strict tag values write-baseline`.split(" "))
      assert.match(stdout, new RegExp(`--${name}\\b`));
  });
});
