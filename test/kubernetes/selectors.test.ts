import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import { labelsProblem, matchesLabels } from "../../src/kubernetes/labels.ts";
import { selectorsOverlap } from "../../src/kubernetes/selector-overlap.ts";
import {
  formatSelector,
  parseSelector,
  selectorProblem,
} from "../../src/kubernetes/selector-text.ts";
import { labelSelectorProblem, selectorOf, selects } from "../../src/kubernetes/selectors.ts";

const KEYS = ["a", "b"];
const VALUES = ["x", "y", "z"];
const values = fc.uniqueArray(fc.constantFrom(...VALUES), { minLength: 1, maxLength: 3 });
const key = fc.constantFrom(...KEYS);
const requirement = fc.oneof(
  fc.record({ key, operator: fc.constantFrom("In", "NotIn"), values }),
  fc.record({ key, operator: fc.constantFrom("Exists", "DoesNotExist") }),
);
const selector = fc
  .array(requirement, { maxLength: 4 })
  .map((matchExpressions) => selectorOf({ matchExpressions }));

/** Every set of labels with these keys, absent or with a value of these or one more. */
const LABEL_SETS = [undefined, ...VALUES, "w"].flatMap((a) =>
  [undefined, ...VALUES, "w"].map((b) => ({ ...(a && { a }), ...(b && { b }) })),
);

suite("labels", () => {
  test("of a Service's selector must all be there", () => {
    assert.ok(matchesLabels({ app: "web" }, { app: "web", tier: "front" }));
    assert.ok(!matchesLabels({ app: "web", tier: "front" }, { app: "web" }));
    assert.ok(!matchesLabels({ app: "web" }, { app: "api" }));
    assert.ok(matchesLabels({}, {}));
    assert.ok(!matchesLabels({ toString: "x" }, {}), "what every object has is no label");
  });

  test("are checked key by key", () => {
    assert.equal(labelsProblem({ "example.com/a": "b", c: "" }), undefined);
    assert.match(labelsProblem({ a: "b", "c d": "e" }) ?? "", /"c d"/);
    assert.match(labelsProblem({ a: "not valid" }) ?? "", /label a: "not valid"/);
  });
});

suite("label selectors", () => {
  test("need all their requirements to hold", () => {
    const selected = selectorOf({
      matchLabels: { app: "web" },
      matchExpressions: [
        { key: "tier", operator: "NotIn", values: ["test"] },
        { key: "track", operator: "Exists" },
      ],
    });
    assert.ok(selects(selected, { app: "web", track: "stable" }));
    assert.ok(!selects(selected, { app: "web" }));
    assert.ok(!selects(selected, { app: "web", track: "stable", tier: "test" }));
    assert.ok(selects(selectorOf({}), {}), "without requirements everything is selected");
  });

  test("that are wrong are explained", () => {
    const expression = (operator: string, ...all: string[]) => ({
      matchExpressions: [{ key: "a", operator, values: all }],
    });
    assert.match(
      labelSelectorProblem(expression("in", "b")) ?? "",
      /write In, NotIn, Exists, DoesNotExist/,
    );
    assert.match(labelSelectorProblem(expression("In")) ?? "", /at least one value/);
    assert.match(labelSelectorProblem(expression("Exists", "b")) ?? "", /takes no values/);
    assert.match(labelSelectorProblem({ matchLabels: { "a b": "c" } }) ?? "", /"a b"/);
    assert.throws(() => selectorOf(expression("In")), SyntaxError);
  });

  test("overlap when a set of labels satisfies both", () => {
    fc.assert(
      fc.property(selector, selector, (a, b) => {
        const both = LABEL_SETS.some((labels) => selects(a, labels) && selects(b, labels));
        assert.equal(selectorsOverlap(a, b), both);
      }),
      { numRuns: 1000 },
    );
  });

  test("with comparisons overlap where their ranges do", () => {
    const overlap = (a: string, b: string) => selectorsOverlap(parseSelector(a), parseSelector(b));
    assert.ok(overlap("a>1", "a<3"));
    assert.ok(!overlap("a>2", "a<3"));
    assert.ok(overlap("a>1,a!=2", "a<3"), "02 is another value with the same number");
    assert.ok(!overlap("a>1", "!a"));
    assert.ok(!overlap("a>5", "a in (1,x)"));
  });
});

suite("selectors as text", () => {
  test("are read and printed", () => {
    const text = "app=web,tier in (a,b),env!=dev,x notin (y,z),!canary,track,n>1";
    assert.equal(formatSelector(parseSelector(text)), text);
    assert.ok(
      selects(parseSelector(" app == web , tier in ( a , b ) "), { app: "web", tier: "b" }),
    );
    fc.assert(
      fc.property(selector, (each) => {
        const again = parseSelector(formatSelector(each));
        for (const labels of LABEL_SETS)
          assert.equal(selects(again, labels), selects(each, labels));
      }),
    );
  });

  test("that are wrong are explained", () => {
    const told: [string, RegExp][] = [
      ["a=b,", /after a "," a label must follow/],
      ["a b", /"b" is not an operator/],
      ["a in b", /values in brackets/],
      ["a in (b", /close with "\)"/],
      ["a=b=c", /a comma is missing before "="/],
      ["=b", /a label is missing before "="/],
      ["a>b", /"b" is not a whole number/],
      ["a=b c", /a comma is missing before "c"/],
    ];
    for (const [text, message] of told) assert.match(selectorProblem(text) ?? "", message);
  });

  test("never crash on any text", () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(..."ab=!(), <>in") }));
    fc.assert(fc.property(text, (each) => void selectorProblem(each)));
  });
});
