import assert from "node:assert/strict";
import { test } from "node:test";
import { FieldPath } from "../../src/kubernetes/validation/field-path.ts";
import type { Judgement } from "../../src/kubernetes/validation/judge.ts";
import { sharedControlPlane } from "../control-plane/shared.ts";
import { inParallel } from "../control-plane/verdicts.ts";
import { figuresOf, shortfalls } from "./figures.ts";
import { judgeFor } from "./judge.ts";
import { type Answered, recorded } from "./recording.ts";
import { ask, prepare } from "./server.ts";

const question = { seed: 20261121, count: 3600, minor: 36 };
const answers = recorded(question);
const judge = await judgeFor(question.minor, answers);

test("we agree with the API server of Kubernetes 1.36", () => {
  assert.deepEqual(shortfalls(figuresOf(answers, judge)), []);
});

test("we agree with the API server of Kubernetes 1.31", async () => {
  const older = recorded({ seed: 20261121, count: 500, minor: 31 });
  const figures = figuresOf(older, await judgeFor(31, older));
  assert.deepEqual(shortfalls(figures, 500), []);
});

/** Judges with a fault each, and what the figures say of it. */
const faults: readonly [string, (ours: Judgement, answer: Answered) => Judgement, RegExp][] = [
  [
    "forgets that fields are required",
    (ours) => ({ ...ours, errors: ours.errors.filter(({ reason }) => reason !== "required") }),
    /^verdicts agree in/,
  ],
  [
    "takes every object of one kind",
    (ours, { given }) => (given.object.kind === "StorageClass" ? { ...ours, errors: [] } : ours),
    /^verdicts of storage.k8s.io\/v1 StorageClass agree in/,
  ],
  [
    "names the object where a field is meant",
    (ours) => ({
      ...ours,
      errors: ours.errors.map((each) =>
        each.reason === "unsupported" ? { ...each, path: FieldPath.root } : each,
      ),
    }),
    /have all paths of the server/,
  ],
  [
    "complains of what is right",
    (ours) =>
      ours.errors.length === 0
        ? ours
        : {
            ...ours,
            errors: [
              ...ours.errors,
              { reason: "invalid", path: FieldPath.root.field("kind"), message: "is not right" },
            ],
          },
    /paths of ours that nothing explains/,
  ],
  ["never warns", (ours) => ({ ...ours, warnings: [] }), /^warnings agree in/],
];

for (const [fault, faulty, told] of faults) {
  test(`a judge is found out that ${fault}`, () => {
    const figures = figuresOf(answers, (answer) => {
      const ours = judge(answer);
      return ours && faulty(ours, answer);
    });
    const sentences = shortfalls(figures);
    assert.ok(
      sentences.some((each) => told.test(each)),
      sentences.join("; ") || "nothing",
    );
  });
}

const { plane, missing } = await sharedControlPlane();

test("the recorded answers are the server's", { skip: missing }, async () => {
  await prepare(plane!);
  const some = answers.filter((_, index) => index % 9 === 0);
  const now = await inParallel(8, some, ({ given }) => ask(plane!, given.object));
  const told = ({ status, paths, warnings = [] }: Answered["said"]) => ({
    status,
    paths: paths.toSorted(),
    warnings: warnings.length,
  });
  for (const [index, { given, said }] of some.entries())
    assert.deepEqual(told(now[index]!), told(said), `${given.kind} ${given.what}`);
});
