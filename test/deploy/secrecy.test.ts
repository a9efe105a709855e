import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { Masker } from "../../src/deploy/secrecy.ts";

const mask = (text: string, ...values: string[]) => new Masker(values).mask(text);

describe("masking secrets", () => {
  test("a value, as it is, in base64, as JSON and URLs write it", () => {
    const value = 'p"ä ss/word';
    const base64 = Buffer.from(value).toString("base64");
    const json = JSON.stringify({ value });
    assert.equal(mask(`is ${value}.`, value), "is ***.");
    assert.equal(mask(`is ${base64}.`, value).replace("=", ""), "is ***.");
    assert.equal(mask(json, value), '{"value":"***"}');
    assert.equal(mask(`?p=${encodeURIComponent(value)}&q`, value), "?p=***&q");
  });

  test("lines of a value, since logs are told line by line", () => {
    const value = "-----BEGIN KEY-----\n  MIIEabc\r\nabc\n";
    assert.equal(mask("read MIIEabc, abc", value), "read ***, abc");
    assert.equal(mask("KEY-----BEGIN KEY-----KEY", value), "KEY***KEY");
  });

  test("values that overlap, touch or hold each other", () => {
    assert.equal(mask("xabcdefghijkx", "abcdefgh", "defghijk"), "x***x");
    assert.equal(mask("abcdefghabcdefgh", "abcdefgh"), "***");
    assert.equal(mask("abcdefghij abcdefgh", "abcdefgh", "abcdefghij"), "*** ***");
    assert.equal(mask("aabcdefghi!", "abcdefgh", "aabcdefghx", "bcdefghi"), "a***!");
    assert.equal(mask("abcdefgh-root", "abcdefgh", "root"), "***-***");
  });

  test("short values are masked as whole words: they are parts of many", () => {
    const values = ["true", "root", "a-root", "p@ss!"];
    const cases = [
      ["root logged in as 'root'", "*** logged in as '***'"],
      ["the root cause: rootless, chroot, root_dir", "the *** cause: rootless, chroot, root_dir"],
      ['{"ready":true,"structured":1}', '{"ready":***,"structured":1}'],
      ["ba-root, ca-rooté", "ba-***, ca-rooté"],
      ["xp@ss!y p@ss!y", "xp@ss!y ***y"],
      ["cm9vdA== xcm9vdAx", "***== xcm9vdAx"],
    ] as const;
    for (const [text, masked] of cases) assert.equal(mask(text, ...values), masked);
  });

  test("short values and blanks are no secrets", () => {
    assert.equal(mask("abc    def", "abc", "    "), "abc    def");
  });

  test("the Secrets among objects", () => {
    const data = { a: Buffer.from("from-data").toString("base64") };
    const masker = Masker.of([
      {
        apiVersion: "v1",
        kind: "Secret",
        metadata: { name: "s" },
        data,
        stringData: { b: "as-text" },
      },
      { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "c" }, data: { c: "config" } },
    ]);
    assert.equal(masker.mask("from-data as-text config"), "*** *** config");
  });

  test("no value of 8 characters or more survives, whatever stands around it", () => {
    // Of few letters, so that values overlap; none of the mask's own.
    const letters = fc.constantFrom("a", "b", "c", "\n", '"');
    const value = fc.string({ unit: letters, minLength: 8, maxLength: 16 });
    const texts = fc.array(fc.string({ unit: letters, maxLength: 6 }), { maxLength: 8 });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 6 }), texts, (values, between) => {
        const secrets = values.filter((each) => each.trim() !== "");
        const parts = between.flatMap((each, index) => [each, values[index % values.length]!]);
        const text = `${parts.join("")} ${parts.map((part) => Buffer.from(part).toString("base64")).join(" ")}`;
        const masked = new Masker(secrets).mask(text);
        for (const secret of secrets) {
          assert.ok(!masked.includes(secret), masked);
          assert.ok(!masked.includes(Buffer.from(secret).toString("base64").replace(/=+$/, "")));
        }
      }),
      { numRuns: 500 },
    );
  });

  test("what holds no value is left as it is", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        assert.equal(new Masker(["Zq8-not-there"]).mask(text), text);
        assert.equal(new Masker([]).mask(text), text);
      }),
    );
  });

  test("time grows with the text, not with the number of values", () => {
    const masker = new Masker(
      Array.from({ length: 5000 }, (_, index) => `${"a".repeat(40)}${index}b`),
    );
    const text = "a".repeat(1_000_000);
    const start = performance.now();
    assert.equal(masker.mask(text), text);
    assert.ok(performance.now() - start < 2000, `${performance.now() - start} ms`);
  });
});
