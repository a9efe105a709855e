import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { CustomResources } from "../../../src/kubernetes/custom-resources/index.ts";
import type { Judged, Judgement } from "../../../src/kubernetes/validation/judge.ts";
import { definitions } from "../../agreement/objects.ts";

type Fields = Readonly<Record<string, unknown>>;

const [vesselDefinition] = definitions();

function vessel(spec: Fields, version = "v1"): Judged {
  const apiVersion = `fleet.example.com/${version}`;
  return { apiVersion, kind: "Vessel", metadata: { name: "a" }, spec } as Judged;
}

async function judge(objects: readonly Judged[], crds: readonly unknown[] = [], minor = 36) {
  return await CustomResources.of(minor, crds, objects);
}

function said(judgement: Judgement | { why: string }): string[] {
  assert.ok("errors" in judgement, "it is judged");
  return judgement.errors.map(
    ({ path, message, instead }) => `${path}: ${message}${instead ? `; ${instead}` : ""}`,
  );
}

async function refusals(object: Judged, minor = 36): Promise<string[]> {
  return said((await judge([object], [vesselDefinition], minor)).create(object));
}

async function refusalsOfUpdate(now: Fields, before: Fields): Promise<string[]> {
  const [object, old] = [vessel(now), vessel(before)];
  return said((await judge([object], [vesselDefinition])).update(object, old));
}

suite("custom resources", () => {
  const mistakes: readonly (readonly [what: string, Fields, ...says: string[]])[] = [
    [
      "a misspelt field",
      { replica: 1 },
      'spec.replica: there is no field "replica" here; did you mean "replicas"?',
    ],
    [
      "a number in quotes",
      { replicas: "2" },
      "spec.replicas: text stands where a whole number is needed; without quotes: 2",
    ],
    [
      "a number without quotes",
      { home: 5 },
      "spec.home: a number stands where text is needed; put it into quotes",
    ],
    [
      "none of the choices",
      { choice: "A" },
      'spec.choice: "A" is none of a, b, 1; did you mean "a"?',
    ],
    ["a pattern", { match: "x" }, 'spec.match: "x" does not match the pattern ^(?i)[a-c]+\\d*$'],
    ["a text that is too long", { text: "abcde" }, "spec.text: may have at most 4 characters"],
    [
      "a number that is too large",
      { replicas: 2 ** 31 },
      "spec.replicas: may be at most 2147483647",
    ],
    [
      "a format",
      { formats: { email: "me" } },
      'spec.formats.email: "me" is not of the format email; for example "me@example.com"',
    ],
    [
      "a key that is there twice",
      { named: [{ name: "a" }, { name: "a" }] },
      'spec.named[1]: "name a" is there twice',
    ],
    ["a required field", { keyed: [{}] }, "spec.keyed[0].a: must be given"],
    [
      "two of one",
      { one: { a: "x", b: "y" } },
      "spec.one: must fit exactly one of: a; b; 2 of them fit",
    ],
    ["a rule", { min: 2, max: 1 }, "spec.min: min is more than max"],
    ["a rule whose message is made", { labels: { x: "y" } }, "spec.labels[x]: there is an x: y"],
    ["a whole object inside", { inner: { kind: "X" } }, "spec.inner.apiVersion: must be given"],
  ];
  for (const [what, spec, ...says] of mistakes)
    test(what, async () => assert.deepEqual(await refusals(vessel(spec)), says));

  test("rules are not evaluated where a value is of a wrong type", async () => {
    assert.deepEqual(await refusals(vessel({ min: 2, max: 1, home: 5 })), [
      "spec.home: a number stands where text is needed; put it into quotes",
    ]);
  });

  test("what is filled in is no mistake", async () => {
    assert.deepEqual(await refusals(vessel({ presets: {}, preset: null, keyed: [{ a: 1 }] })), []);
  });

  test("ranges of formats are looked at since 1.36", async () => {
    const object = vessel({ maps: { a: { a: 1e19 } } });
    assert.equal((await refusals(object)).length, 1);
    const small = vessel({ large: 2 ** 62 });
    assert.deepEqual(await refusals(small, 35), []);
  });

  test("old versions are warned of, and finalizers without a domain", async () => {
    const old = vessel({ name: "x" }, "v1beta1");
    const plain = { ...vessel({}), metadata: { name: "a", finalizers: ["mine"] } };
    const resources = await judge([old, plain], [vesselDefinition]);
    const warnings = [old, plain].map((object) => {
      const judgement = resources.create(object);
      assert.ok("warnings" in judgement);
      return judgement.warnings.map(({ path, message }) => `${path}: ${message}`);
    });
    assert.deepEqual(warnings, [
      [": fleet.example.com/v1beta1 Vessel is old"],
      ['metadata.finalizers[0]: the finalizer "mine" is none of the form domain/name'],
    ]);
  });
});

suite("which definition holds", () => {
  const certificate = {
    apiVersion: "cert-manager.io/v1",
    kind: "Certificate",
    metadata: { name: "a" },
    spec: {},
  };
  const own = {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    spec: {
      group: "cert-manager.io",
      scope: "Namespaced",
      names: { kind: "Certificate", plural: "certificates" },
      versions: [
        {
          name: "v1",
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
          },
        },
        { name: "v2", served: false, storage: false },
      ],
    },
  };

  test("the bundled one, unless there is one in the input", async () => {
    const bundled = said((await judge([certificate])).create(certificate));
    assert.deepEqual(bundled, ["spec.issuerRef: must be given", "spec.secretName: must be given"]);
    assert.deepEqual(said((await judge([certificate], [own])).create(certificate)), []);
  });

  test("a version that the input's definition does not serve is refused", async () => {
    const other = { ...certificate, apiVersion: "cert-manager.io/v2" };
    assert.deepEqual(said((await judge([other], [own])).create(other)), [
      'apiVersion: "v2" is none of v1',
    ]);
  });

  test("what nobody defines is not checked, and neither is an unknown version of what is bundled", async () => {
    const unknown = { ...certificate, apiVersion: "example.com/v1" };
    const older = { ...certificate, apiVersion: "cert-manager.io/v1alpha2" };
    const resources = await judge([unknown, older], [{}, null, { spec: { group: 1 } }]);
    assert.deepEqual(resources.create(unknown), { why: "unknown kind" });
    assert.deepEqual(resources.create(older), { why: "unknown version", versions: ["v1"] });
  });
});

suite("updates of custom resources", () => {
  test("rules that look at the value before", async () => {
    assert.deepEqual(await refusalsOfUpdate({ home: "b" }, { home: "a" }), [
      "spec: the home cannot change",
    ]);
    assert.deepEqual(await refusalsOfUpdate({ home: "b" }, {}), []);
  });

  test("items of a list of type map are found by their key", async () => {
    const before = {
      named: [
        { name: "a", size: 3 },
        { name: "b", size: 5 },
      ],
    };
    const now = {
      named: [
        { name: "b", size: 4 },
        { name: "a", size: 3 },
        { name: "c", size: 1 },
      ],
    };
    assert.deepEqual(await refusalsOfUpdate(now, before), ["spec.named[0]: may only grow"]);
  });

  test("a value that may be without one before", async () => {
    assert.deepEqual(await refusals(vessel({ born: false })), ["spec: not born"]);
    assert.deepEqual(await refusalsOfUpdate({ born: false }, { born: true }), []);
  });

  test("what was wrong before and stays as it was is let through", async () => {
    const before = { text: "a", list: ["long", "x"], min: 2, max: 1 };
    assert.deepEqual(
      await refusalsOfUpdate({ ...before, home: "b" }, before),
      ["spec.list[0]: may have at most 3 characters", "spec.min: min is more than max"].slice(1),
    );
    assert.deepEqual(await refusalsOfUpdate({ ...before, text: "b", max: 3 }, before), [
      'spec.text: "b" is too short: at least 2 characters are needed',
    ]);
  });
});
