import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { failures, type World } from "./assertion.ts";
import { commandProblem, linesOfCode, titlesOf } from "./evidence.ts";
import type { Assertion } from "./fact.ts";
import { parseFacts } from "./read.ts";

const api = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "dev-api", annotations: { "a.b/c": "1" } },
  spec: {
    replicas: 2,
    template: {
      spec: {
        containers: [
          { name: "api", resources: { requests: { cpu: "1", memory: "512Mi" } } },
          { name: "side", resources: { requests: { cpu: "100m" } } },
        ],
      },
    },
  },
};
const policy = {
  apiVersion: "networking.k8s.io/v1",
  kind: "NetworkPolicy",
  metadata: { name: "deny" },
  spec: { podSelector: {}, policyTypes: ["Ingress"] },
};
const world: World = {
  environment: "dev",
  objects: [api, policy],
  words: { prefix: "dev-" },
};

const object = "Deployment/{prefix}api";
const cpu = "containers[api].resources.requests.cpu";
const cases: readonly (readonly [Assertion, string | undefined])[] = [
  [{ object, field: "spec.replicas", compare: { is: 2 } }, undefined],
  [
    { object, field: "spec.replicas", compare: { is: 3 } },
    "dev: Deployment/dev-api spec.replicas is 2, expected 3",
  ],
  [
    { object, field: "spec.replicas", compare: { is: "2" } },
    'dev: Deployment/dev-api spec.replicas is 2, expected "2"',
  ],
  [{ object, pod: cpu, compare: { is: "1000m" } }, undefined],
  [{ object, pod: cpu, compare: { is: 1 } }, undefined],
  [
    { object, pod: cpu, compare: { is: "1001m" } },
    'dev: Deployment/dev-api containers[api].resources.requests.cpu is "1", expected "1001m"',
  ],
  [{ object, field: 'metadata.annotations["a.b/c"]', compare: { is: "1" } }, undefined],
  [{ object, pod: "containers[*].name", compare: { includes: ["api", "side"] } }, undefined],
  [
    { object, pod: "containers[*].name", compare: { includes: "web" } },
    'dev: Deployment/dev-api containers[*].name lacks "web": ["api","side"]',
  ],
  [
    { object, pod: "containers[*].name", compare: { lacks: ["api", "web"] } },
    'dev: Deployment/dev-api containers[*].name includes "api": ["api","side"]',
  ],
  [{ object, pod: "containers", compare: { includes: { name: "side" } } }, undefined],
  [
    { object, pod: "containers[*].resources.requests.memory", compare: { exists: true } },
    "dev: Deployment/dev-api containers[*].resources.requests.memory is not there",
  ],
  [
    { object, pod: "containers[*].resources.requests.cpu", compare: { every: "1000m" } },
    'dev: Deployment/dev-api containers[*].resources.requests.cpu is ["1","100m"], expected every one to be "1000m"',
  ],
  [{ object, pod: "containers", compare: { count: 2 } }, undefined],
  [{ object, field: "spec.paused", compare: { absent: true } }, undefined],
  // What is absent for a misspelt reason is no proof.
  [
    { object, field: "spec.tempalte.spec", compare: { absent: true } },
    "dev: Deployment/dev-api spec.tempalte.spec is not there, nor is what it would be in",
  ],
  [
    { object, field: "spec.tempalte", compare: { lacks: "x" } },
    "dev: Deployment/dev-api spec.tempalte is not there",
  ],
  [
    { object: "Deployment/api", compare: { exists: true } },
    "dev: there is no Deployment/api; there are Deployment/dev-api",
  ],
  [
    { object: "StatefulSet/*", field: "spec.replicas", compare: { is: 1 } },
    "dev: there is no StatefulSet/*; nothing of that kind is rendered",
  ],
  [{ object: "Deployment/*", compare: { absent: true } }, "dev: Deployment/* is there"],
  [{ object: "Deployment/*", compare: { count: 2 } }, "dev: Deployment/* counts 1, expected 2"],
  [{ in: ["prod"], object, compare: { absent: true } }, undefined],
  [
    { from: "internet", to: "Deployment/web", port: 80, open: true },
    "dev: there is no Deployment/web that makes pods",
  ],
];

describe("an assertion", () => {
  for (const [assertion, expected] of cases) {
    it(`${JSON.stringify(assertion)}: ${expected ?? "holds"}`, () => {
      assert.deepEqual(failures(assertion, [world]), expected === undefined ? [] : [expected]);
    });
  }
});

const row = (text: string) => `
systems: { shop: { dev: {} } }
documents:
  "000":
    system: shop
    title: a shop
    facts:
      - { line: 1, says: a fact, ${text} }
`;
const refused: Readonly<Record<string, string>> = {
  "holds: { object: Pod/a, exits: true }": "has no meaning for exits",
  "holds: { object: Pod/a }": "compares by nothing",
  "holds: { object: Pod/a, is: 1, count: 1 }": "compares by is and count",
  "holds: { object: Pod, exists: true }": '"Pod" is no object: write Kind/name',
  "holds: { in: live, object: Pod/a, exists: true }": "there is no environment live",
  "holds: { from: a, to: b, open: true }": "a connection has a port and is open or not",
  "instead: because": "shows nothing",
  "open: everything": 'is open for "everything"',
  "background: a date, test: a.test.ts › a": "is background and yet shown",
};

describe("a row", () => {
  for (const [text, expected] of Object.entries(refused)) {
    it(`with ${text} is refused`, () => {
      assert.throws(
        () => parseFacts(row(text)),
        ({ message }: Error) => message.startsWith(`000:1 a fact: ${expected}`),
      );
    });
  }

  it("that is there twice is refused", () => {
    const twice = row("open: doctor").replace(/( {6}- .*\n)/, "$1$1");
    assert.throws(() => parseFacts(twice), /000:1 a fact: is there twice/);
  });
});

describe("evidence", () => {
  it("is a test that runs", () => {
    const source = 'test("one", f); it.skip("two", f); describe(`a ${b}`, f); it(\n  "three",';
    assert.deepEqual(titlesOf(source), ["one", "a ${b}", "three"]);
  });

  it("is a whole command of the reference, its words in any order", () => {
    const page =
      "kubectl x\n```sh\n# kubectl y\nkubectl scale deployment/api \\\n  --replicas=5 -n a\n```\n";
    const code = linesOfCode(page);
    const problem = (command: string) => commandProblem(command, { code, lines: [] });
    assert.equal(problem("kubectl -n a scale deployment/api --replicas="), undefined);
    assert.match(problem("kubectl scale deployment/ap") ?? "", /^no command of the reference/);
    assert.match(problem("kubectl y") ?? "", /^no command of the reference/);
  });
});
