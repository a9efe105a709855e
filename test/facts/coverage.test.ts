import assert from "node:assert/strict";
import { it } from "node:test";
import { gapsOf } from "./coverage.ts";

const document = `# 1. Guide

Prose without a fact.
3 replicas of the API.
1. The Service \`api-service\`.
2. The other one.

\`\`\`yaml
kind: Service
# a comment
# every 5 minutes
---
\`\`\`
## 2. End
The name \`unfinished
`;

it("lists the lines with a number or a name that no row covers", () => {
  const gaps = (...lines: readonly (readonly [number, number])[]) =>
    gapsOf(document, [{ lines }]).map(({ line }) => line);
  assert.deepEqual(gaps(), [4, 5, 9, 11]);
  assert.deepEqual(gaps([4, 5]), [9, 11]);
  assert.deepEqual(gaps([4, 4], [9, 11]), [5]);
  assert.deepEqual(gaps([1, 99]), []);
});
