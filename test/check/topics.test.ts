import assert from "node:assert/strict";
import { it } from "node:test";
import { rules } from "../../src/check/rules.ts";
import { loaders } from "../../src/kubernetes/validation/groups.ts";

/** Rules that no kind names: for custom resources, for metadata, and for kinds without a topic. */
const ofNoKind = ["invalid-custom-resource", "invalid-metadata", "invalid-object"];

it("what the server refuses of a kind belongs to a rule that there is, and no rule is left over", async () => {
  const groups = await Promise.all(Object.values(loaders).map((load) => load()));
  const topics = groups.flatMap(({ rules }) => Object.values(rules).map(({ topic }) => topic));
  assert.ok(topics.length > 50, "the kinds have lost their rules");
  const ofServer = rules.filter(({ id, layer }) => layer === "api" && id.startsWith("invalid-"));
  const ids = ofServer.map(({ id }) => id);
  assert.deepEqual([...new Set([...topics, ...ofNoKind])].toSorted(), ids.toSorted());
});
