import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { recordedVerdicts } from "../control-plane/recording.ts";
import type { Resource } from "../control-plane/resources.ts";
import { complaints } from "../control-plane/verdicts.ts";
import { example } from "./example.ts";

const environments = await example("thebot");

describe("the API server's verdict on thebot: server-side apply with strict validation", () => {
  for (const { environment, objects } of environments) {
    it(`accepts all ${objects.length} objects of ${environment} without a warning`, async () => {
      const answers = await recordedVerdicts(`thebot-${environment}`, objects);
      assert.deepEqual(complaints(objects, answers), []);
    });
  }

  it("would refuse them with a fault in each", async () => {
    const dev = environments[0]?.objects ?? [];
    const kinds = [
      "Deployment",
      "Service",
      "Ingress",
      "NetworkPolicy",
      "Certificate",
      "StatefulSet",
    ];
    const faulty = kinds.map((kind) => misspelt(dev.find((object) => object.kind === kind)));
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
