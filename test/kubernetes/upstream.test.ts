import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";
import { NEEDS_GO } from "../go-program.ts";
import { generatedQuestions } from "./upstream/generated.ts";
import { ownAnswer } from "./upstream/own-answers.ts";
import { askUpstream } from "./upstream/program.ts";
import type { Answer, Question } from "./upstream/questions.ts";
import { SAMPLE } from "./upstream/sample.ts";

const RECORDING = join(import.meta.dirname, "../recordings/upstream-syntax.json");
const HOW_TO_RECORD =
  "re-record with UPDATE_RECORDINGS=1 node --test test/kubernetes/upstream.test.ts";

suite("agreement with Kubernetes' own code", () => {
  const generated = generatedQuestions();
  const answers = askUpstream([...SAMPLE, ...generated]);

  test("the recorded answers are still Kubernetes' answers", { skip: needsGo(answers) }, () => {
    const fresh = answers?.slice(0, SAMPLE.length) ?? [];
    if (process.env.UPDATE_RECORDINGS) writeRecording(SAMPLE, fresh);
    assert.deepEqual(disagreements(SAMPLE, fresh, recordedAnswers()), [], HOW_TO_RECORD);
  });

  test("Slipway gives the recorded answers", () => {
    const own = SAMPLE.map(ownAnswer);
    assert.deepEqual(disagreements(SAMPLE, own, recordedAnswers()), []);
  });

  test("Slipway answers generated questions as Kubernetes does", { skip: needsGo(answers) }, () => {
    const own = generated.map(ownAnswer);
    assert.deepEqual(disagreements(generated, own, answers?.slice(SAMPLE.length) ?? []), []);
  });

  test("a wrong answer would be noticed", () => {
    const question = { ask: "quantity", text: "1024Mi" };
    const expected = [{ ok: true, text: "1Gi" }];
    assert.deepEqual(disagreements([question], [ownAnswer(question)], expected), []);
    assert.equal(disagreements([question], [{ ok: true, text: "1024Mi" }], expected).length, 1);
    assert.equal(disagreements([question], [ownAnswer(question)], []).length, 1);
  });
});

function needsGo(answers: Answer[] | undefined): string | false {
  return answers === undefined && NEEDS_GO;
}

/** What differs, the question first, so that a failure can be read. */
function disagreements(
  questions: readonly Question[],
  actual: readonly Answer[],
  expected: readonly Answer[],
): object[] {
  const differences = questions.flatMap((question, index) => {
    const [a, b] = [normal(actual[index]), normal(expected[index])];
    return a === b ? [] : [{ question, actual: actual[index], expected: expected[index] }];
  });
  return differences.slice(0, 20);
}

function normal(answer: Answer | undefined): string {
  return JSON.stringify(sorted(answer)) ?? "no answer";
}

function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, sorted(each)]));
}

function writeRecording(questions: readonly Question[], answers: readonly Answer[]): void {
  const lines = questions.map((question, index) => JSON.stringify([question, answers[index]]));
  writeFileSync(RECORDING, `[\n${lines.join(",\n")}\n]\n`);
}

/** Kubernetes' answers to the sample; a question that was changed since has none. */
function recordedAnswers(): Answer[] {
  assert.ok(existsSync(RECORDING), `there is no recording: ${HOW_TO_RECORD}`);
  const recorded: [Question, Answer][] = JSON.parse(readFileSync(RECORDING, "utf8"));
  const answers = new Map(recorded.map(([question, answer]) => [JSON.stringify(question), answer]));
  return SAMPLE.map((question) => answers.get(JSON.stringify(question)) ?? { recorded: false });
}
