import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import {
  formatQuantity,
  parseQuantity,
  type Quantity,
  quantityProblem,
} from "../../src/kubernetes/quantity.ts";
import {
  addQuantities,
  compareQuantities,
  maxQuantity,
  multiplyQuantity,
  quantityMilliValue,
  quantityValue,
  subtractQuantities,
} from "../../src/kubernetes/quantity-arithmetic.ts";

/** Below 1000E: from there on the server prints no suffix, and what it printed reads as less. */
const most = 10n ** 15n - 1n;
const amount = fc
  .tuple(
    fc.bigInt({ min: -most, max: most }),
    fc.constantFrom("n", "u", "m", "", "k", "M", "Ki", "Mi", "Gi", "e3", "e-4"),
  )
  .map(([number, suffix]) => parseQuantity(`${number}${suffix}`));

suite("quantities", () => {
  test("are printed as the API server prints them", () => {
    const printed = ["1000m", "1024Mi", "1.5Gi", "0.1", "1500m", "1e4", "1.5Ki", "0.5Ki", 2, 0.25];
    assert.deepEqual(
      printed.map((text) => formatQuantity(parseQuantity(text))),
      ["1", "1Gi", "1536Mi", "100m", "1500m", "10e3", "1536", "512", "2", "250m"],
    );
    const beyond = ["999E", "1000E", "-1000000000000000M"];
    assert.deepEqual(
      beyond.map((text) => formatQuantity(parseQuantity(text))),
      ["999E", "1", "-1"],
    );
  });

  test("say what to write instead of a mistake", () => {
    const told: [string, string][] = [
      ["512mb", '"512mb" is not a quantity: write "512M" or "512Mi"'],
      ["2gb", '"2gb" is not a quantity: write "2G" or "2Gi"'],
      ["64KiB", '"64KiB" is not a quantity: write "64Ki"'],
      ["1,5", '"1,5" is not a quantity: write "1.5"'],
      ["512 Mi", '"512 Mi" is not a quantity: write "512Mi"'],
      ["2 cores", '"2 cores" is not a quantity: write "2"'],
    ];
    for (const [text, message] of told) assert.equal(quantityProblem(text), message);
    assert.match(quantityProblem("50%") ?? "", /not a share/);
    assert.match(quantityProblem("5 apples") ?? "", /no unit "apples"/);
    assert.match(quantityProblem("5constructor") ?? "", /no unit "constructor"/);
    assert.match(quantityProblem("") ?? "", /write a number with a unit/);
    assert.throws(() => parseQuantity("lots"), { name: "SyntaxError", message: /"lots"/ });
  });

  test("every suggestion is itself a quantity", () => {
    const mistake = fc
      .tuple(
        fc.constantFrom("1", "2,5", "0.5"),
        fc.constantFrom("kb", "MB", " gi", "cpu", "millis"),
      )
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(mistake, (text) => {
        const [, ...quoted] = [...(quantityProblem(text) ?? "").matchAll(/"([^"]*)"/g)];
        assert.ok(quoted.length > 0);
        for (const [, suggestion] of quoted)
          assert.equal(quantityProblem(suggestion ?? ""), undefined);
      }),
    );
  });

  test("survive input of any size", () => {
    const long = ["1".repeat(1e6), `${" ".repeat(1e6)}x`, `1${" ".repeat(1e5)}x`, "1e999999999"];
    for (const text of long) assert.ok((quantityProblem(text) ?? "").length < 400);
  });

  test("mean the same after printing and reading", () => {
    fc.assert(
      fc.property(amount, (quantity) => {
        const again = parseQuantity(formatQuantity(quantity));
        assert.equal(compareQuantities(again, quantity), 0);
        const { text: _, ...value } = quantity;
        const canonical = formatQuantity(value);
        assert.equal(formatQuantity(parseQuantity(canonical)), canonical);
      }),
    );
  });

  test("are totally ordered, and sums and products respect the order", () => {
    const sign = (a: Quantity, b: Quantity) => Math.sign(compareQuantities(a, b));
    fc.assert(
      fc.property(amount, amount, amount, (a, b, c) => {
        assert.equal(sign(a, b), 0 - sign(b, a));
        if (sign(a, b) <= 0 && sign(b, c) <= 0) assert.ok(sign(a, c) <= 0);
        assert.equal(sign(addQuantities(a, c), addQuantities(b, c)), sign(a, b));
        assert.equal(sign(subtractQuantities(addQuantities(a, b), b), a), 0);
        assert.equal(sign(multiplyQuantity(a, 3), multiplyQuantity(b, 3)), sign(a, b));
        assert.ok(sign(maxQuantity(a, b), a) >= 0 && sign(maxQuantity(a, b), b) >= 0);
      }),
    );
  });

  test("round up to whole units and thousandths", () => {
    const rounded = ["1", "1m", "1001m", "1n", "-1m", "1Ki", "0"].map(parseQuantity);
    assert.deepEqual(rounded.map(quantityValue), [1n, 1n, 2n, 1n, -1n, 1024n, 0n]);
    assert.deepEqual(rounded.map(quantityMilliValue), [1000n, 1n, 1001n, 1n, -1n, 1024000n, 0n]);
  });
});
