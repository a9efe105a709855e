/**
 * Asks Kubernetes' own CEL and ours about expressions, and prints where the answers differ.
 *
 *     node test/kubernetes/cel/explore.ts                       # those of cases.yaml
 *     node test/kubernetes/cel/explore.ts --random 2000 --seed 7
 *     node test/kubernetes/cel/explore.ts "self.spec.name == 'x'"
 */
import { parseArgs } from "node:util";
import { loadRe2 } from "../../../src/kubernetes/re2/index.ts";
import { askGo } from "../../go-program.ts";
import { differences } from "./compare.ts";
import { type Answer, ownAnswer } from "./own-answers.ts";
import { expressions, questionOf } from "./questions.ts";
import { randomExpressions } from "./random-expressions.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    random: { type: "string" },
    seed: { type: "string", default: "1" },
    all: { type: "boolean", default: false },
  },
});

const texts =
  positionals.length > 0
    ? positionals
    : values.random === undefined
      ? expressions()
      : randomExpressions(Number(values.random), Number(values.seed));
await loadRe2();
const questions = texts.map((text) => questionOf(text));
const answers = askGo<unknown, Answer>(`${import.meta.dirname}/upstream`, "cel", questions);
if (!answers) throw new Error("needs Go");
const count = { expressions: 0, refused: 0, differ: 0 };
for (const [index, question] of questions.entries()) {
  const theirs = answers[index] as Answer;
  const ours = ownAnswer(question);
  const found = differences(ours, theirs);
  count.expressions++;
  if (theirs.problem !== undefined) count.refused++;
  if (found.length > 0) count.differ++;
  if (found.length === 0 && !values.all) continue;
  console.log(`\n${question.text}`);
  console.log(`  ${found.join(", ")}`);
  console.log(`  theirs ${JSON.stringify(theirs)}`);
  console.log(`  ours   ${JSON.stringify(ours)}`);
}
console.log(`\n${JSON.stringify(count)}`);
