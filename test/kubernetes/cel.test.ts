import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, suite, test } from "node:test";
import {
  bool,
  cardinality,
  compile,
  declare,
  estimateCost,
  evaluate,
  loadRe2,
  MOST_ESTIMATED_COST_OF_RULE,
  ruleEnvironment,
  structuredValue,
} from "../../src/kubernetes/cel/index.ts";
import { askGo, NEEDS_GO } from "../go-program.ts";
import { differences } from "./cel/compare.ts";
import { type Answer, ownAnswer } from "./cel/own-answers.ts";
import { expressions, questionOf, world } from "./cel/questions.ts";
import { randomExpressions } from "./cel/random-expressions.ts";
import { type ServerAnswer, serverAnswers } from "./cel/server-answers.ts";

const RECORDING = join(import.meta.dirname, "../recordings/cel-answers.json");
const HOW_TO_RECORD = "re-record with UPDATE_RECORDINGS=1 node --test test/kubernetes/cel.test.ts";
const FRESH = 2000;

type Recording = Readonly<Record<string, Answer>>;
const recorded = (): Recording => JSON.parse(readFileSync(RECORDING, "utf8"));

const declared = declare(world.schema, { resourceRoot: true });
assert.ok(declared);
const environment = (minor = 36) => ruleEnvironment(declared, minor);

/** What our judgement of a rule comes to, in the words of the server's answers. */
function ownVerdict(rule: string): ServerAnswer["answer"] {
  const compiled = compile(rule, environment());
  if ("problem" in compiled || compiled.program.outputType !== bool) return "refused";
  const cost = estimateCost(compiled.program, declared as NonNullable<typeof declared>);
  if (cost > MOST_ESTIMATED_COST_OF_RULE) return "refused";
  const self = structuredValue(world.self, world.schema, { resourceRoot: true });
  const outcome = evaluate(compiled.program, { self });
  if ("error" in outcome) return "error";
  return outcome.value === true ? "holds" : "broken";
}

function problem(text: string, minor = 36): string | undefined {
  const compiled = compile(text, environment(minor));
  return "problem" in compiled
    ? `${compiled.problem.offset}: ${compiled.problem.message}`
    : undefined;
}

suite("CEL as Kubernetes speaks it", () => {
  before(loadRe2);

  test("a real server's verdict on every rule, and on an object that it is for", () => {
    const wrong = serverAnswers().flatMap(({ rule, answer, why }) => {
      const own = ownVerdict(rule);
      return own === answer ? [] : [{ rule, own, answer, why }];
    });
    assert.deepEqual(wrong, []);
  });

  const texts = expressions();
  const fresh = randomExpressions(FRESH, 20261121);
  const answers = askGo<unknown, Answer>(
    join(import.meta.dirname, "cel/upstream"),
    "cel",
    [...texts, ...fresh].map((text) => questionOf(text)),
  );
  const skip = answers === undefined && NEEDS_GO;

  test("the recorded answers are still those of Kubernetes' own CEL", { skip }, () => {
    const now = Object.fromEntries(texts.map((text, index) => [text, answers?.[index]]));
    if (process.env.UPDATE_RECORDINGS)
      writeFileSync(RECORDING, `${JSON.stringify(now, null, 1)}\n`);
    assert.deepEqual(Object.keys(recorded()), texts, HOW_TO_RECORD);
    for (const [text, answer] of Object.entries(recorded()))
      assert.deepEqual(differences(answer, now[text] as Answer), [], `${text}: ${HOW_TO_RECORD}`);
  });

  test("values, errors and estimated costs are those that were recorded", () => {
    const wrong = Object.entries(recorded()).flatMap(([text, theirs]) => {
      const ours = ownAnswer(questionOf(text));
      const found = differences(ours, theirs);
      return found.length > 0 ? [{ text, found, ours, theirs }] : [];
    });
    assert.deepEqual(wrong, []);
  });

  test("random expressions mean what they mean to Kubernetes' own CEL", { skip }, () => {
    const wrong = fresh.flatMap((text, index) => {
      const theirs = answers?.[texts.length + index] as Answer;
      const ours = ownAnswer(questionOf(text));
      const found = differences(ours, theirs);
      return found.length > 0 ? [{ text, found, ours, theirs }] : [];
    });
    assert.deepEqual(wrong, []);
  });

  test("a wrong answer would be noticed", () => {
    const right: Answer = { type: "int", cost: 1, value: "2", actual: 1 };
    assert.deepEqual(differences(ownAnswer(questionOf("1 + 1")), right), []);
    assert.deepEqual(differences(right, { ...right, value: "3" }), ["VALUE"]);
    assert.deepEqual(differences(right, { ...right, cost: 2 }), ["COST"]);
    assert.deepEqual(differences(right, { cost: 0, actual: 0, error: "x" }), ["ERROR", "COST"]);
    assert.deepEqual(differences(right, { cost: 0, actual: 0, problem: "x" }), ["VERDICT"]);
  });

  test("what is wrong is said in a sentence, with its place", () => {
    assert.equal(
      problem("self.spec.replcas > 1"),
      '9: there is no field "replcas" here; did you mean "replicas"?',
    );
    assert.equal(problem("self.spec.replicas == 'x'"), '19: "==" does not go with int and string');
    assert.equal(problem("slef.spec"), '0: there is no variable "slef"; did you mean "self"?');
    assert.equal(
      problem("self.spec.name ="),
      '15: a single "=" is no operator; write "==" to compare',
    );
    assert.equal(problem("self.spec.name == "), "18: the expression ends where a value must come");
    assert.match(
      problem("self.spec.name.matches('(')") ?? "",
      /^23: "\(" is no regular expression/,
    );
    assert.equal(
      problem("self.spec.name.startWith('a')"),
      '15: there is no function "startWith"; did you mean "startsWith"?',
    );
  });

  test("a library may be used one minor after it came", () => {
    const since: readonly (readonly [string, number])[] = [
      ["cidr('10.0.0.0/8').prefixLength() == 8", 31],
      ["format.dns1123Label().validate('a').hasValue()", 32],
      ["[1].all(i, v, i < v)", 33],
      ["[1].last().hasValue()", 33],
      ["isSemver('1.2.3')", 34],
      ["[3, 1].sort() == [1, 3]", 35],
    ];
    for (const [text, minor] of since) {
      assert.equal(problem(text, minor), undefined, text);
      if (minor > 31) assert.notEqual(problem(text, minor - 1), undefined, text);
    }
  });

  test("an evaluation that costs too much is broken off", () => {
    const text =
      "[1,2,3,4,5,6,7,8,9].all(a, [1,2,3,4,5,6,7,8,9].all(b, [1,2,3,4,5,6,7,8,9].all(c, [1,2,3,4,5,6,7,8,9].all(d, [1,2,3,4,5,6,7,8,9].all(e, [1,2,3].all(f, a + b + c + d + e + f > 0))))))";
    const compiled = compile(text, environment());
    assert.ok("program" in compiled);
    const outcome = evaluate(compiled.program, {});
    assert.ok("error" in outcome && outcome.exceeded);
  });

  test("a rule that may run on too much is too expensive, until its list has a bound", () => {
    const cost = (maxItems?: number) => {
      const items = { type: "string", maxLength: 100 };
      const tags = { type: "array", items, ...(maxItems === undefined ? {} : { maxItems }) };
      const of = declare({ type: "object", properties: { tags } });
      assert.ok(of);
      const rule = "self.tags.all(x, self.tags.exists_one(y, x == y))";
      const compiled = compile(rule, ruleEnvironment(of, 36));
      assert.ok("program" in compiled);
      return estimateCost(compiled.program, of);
    };
    assert.ok(cost() > MOST_ESTIMATED_COST_OF_RULE);
    assert.ok(cost(100) < MOST_ESTIMATED_COST_OF_RULE);
  });

  test("how often a value fits into a request", () => {
    const text = declare({ type: "string" });
    assert.ok(text);
    assert.equal(cardinality(text), 1048576);
  });

  test("no text makes the compiler fall over", () => {
    const pieces = [
      "(",
      ")",
      "[",
      "]",
      "{",
      "}",
      ".",
      "?",
      ":",
      ",",
      "!",
      "-",
      "self",
      "1",
      "'a'",
      "all",
      "x",
      " ",
      '"',
      "\\",
      "in",
      "&&",
      "é",
      "\n",
      "0x",
      "b'",
      "@",
    ];
    let state = 7;
    const next = (below: number) => {
      state = (state * 1103515245 + 12345) % 2147483648;
      return state % below;
    };
    for (let count = 0; count < 5000; count++) {
      const text = Array.from({ length: next(25) }, () => pieces[next(pieces.length)]).join("");
      const compiled = compile(text, environment());
      if ("program" in compiled) evaluate(compiled.program, { self: null });
    }
    for (const text of [
      "(".repeat(50_000),
      "[".repeat(99_999),
      "!".repeat(99_999),
      "a.".repeat(40_000),
      "1+".repeat(40_000),
    ])
      assert.ok("problem" in compile(text, environment()), text.slice(0, 10));
    const long = Array.from({ length: 15_000 }, () => "true").join("&&");
    assert.ok("program" in compile(long, environment()));
  });
});
