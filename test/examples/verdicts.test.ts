import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { recordedVerdicts } from "../control-plane/recording.ts";
import type { Resource } from "../control-plane/resources.ts";
import { sharedControlPlane } from "../control-plane/shared.ts";
import { turn } from "../control-plane/turn.ts";
import { complaints } from "../control-plane/verdicts.ts";
import { example } from "./example.ts";
import { asSent } from "./secrets.ts";
import { type System, systems } from "./systems.ts";

/** How many objects there are at least, so that nothing is accepted for lack of objects. */
const least: Readonly<Record<System, Readonly<Record<string, number>>>> = {
  thebot: { dev: 80, staging: 90, production: 90 },
  wbot: { dev: 20, staging: 20, production: 20 },
  piyasa: { dev: 20, prod: 30 },
  basebook: { staging: 20, production: 20 },
};

const examples = await Promise.all(
  systems.map(async (system) => ({ system, environments: await example(system) })),
);
const { plane, verdictsOnly } = await sharedControlPlane();
const server = plane ?? verdictsOnly;

describe("the API server's verdict on the examples: server-side apply with strict validation", () => {
  // What is being played in the same namespaces would be judged with it.
  let release = async () => {};
  before(async () => {
    if (server) release = await turn(server, "examples");
  });
  after(() => release());

  it("is asked about every example there is", () => {
    const folders = readdirSync(new URL("../../examples", import.meta.url));
    assert.deepEqual(folders.sort(), [...systems].sort());
  });

  for (const { system, environments } of examples) {
    it(`is asked about every environment of ${system}`, () => {
      const names = environments.map(({ environment }) => environment);
      assert.deepEqual(names, Object.keys(least[system]));
    });

    for (const given of environments) {
      const { environment } = given;
      const objects = asSent(given);
      it(`accepts all ${objects.length} objects of ${system} ${environment} without a warning`, async () => {
        assert.ok(objects.length >= (least[system][environment] ?? Number.POSITIVE_INFINITY));
        const answers = await recordedVerdicts(`${system}-${environment}`, objects);
        assert.equal(answers.length, objects.length);
        assert.deepEqual(complaints(objects, answers), []);
      });
    }
  }

  it("would refuse thebot's with a fault in each", async () => {
    const dev = examples.find(({ system }) => system === "thebot")?.environments[0];
    const kinds = [
      "Deployment",
      "Service",
      "Ingress",
      "NetworkPolicy",
      "Certificate",
      "StatefulSet",
    ];
    const faulty = kinds.map((kind) => misspelt(dev?.objects.find((each) => each.kind === kind)));
    const answers = await recordedVerdicts("thebot-faulty", faulty);
    assert.deepEqual(
      answers.map(({ accepted }) => accepted),
      faulty.map(() => false),
    );
    assert.match(
      complaints(faulty, answers).join("\n"),
      /\.spec\.selectorr: field not declared in schema/,
    );
  });
});

function misspelt(object: Resource | undefined): Resource {
  const { spec, ...rest } = object as Resource & { spec: object };
  return { ...rest, spec: { ...spec, selectorr: {} } } as Resource;
}
