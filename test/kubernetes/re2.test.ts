import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { RE2JS } from "re2js";
import { Automaton } from "../../src/kubernetes/re2/automaton.ts";
import { loadRe2, needsRe2, re2, re2Problem } from "../../src/kubernetes/re2/index.ts";
import { readPattern } from "../../src/kubernetes/re2/pattern.ts";
import { Random } from "../agreement/random.ts";

const atoms =
  "a b . [ab] [^a] \\d - ^ $ (a|b) (?:ab) [a-c] \\. \\w (|a) \\x61 [^\\n-] é (?i) ((?i)k) [A-Ks] [^S]".split(
    " ",
  );
const repeats = ["", "", "", "*", "+", "?", "{2}", "{1,2}", "{0,}", "*?", "{0}"];
const letters = ["a", "b", "1", ".", "-", "\n", "é", "😀", "A", "k", "K", "\u212a", "s", "ſ"];

function pattern(random: Random, depth: number): string {
  const parts = Array.from({ length: 1 + random.below(4) }, () => {
    const isGroup = depth > 0 && random.below(4) === 0;
    const other = random.below(3) === 0 ? `|${pattern(random, 0)}` : "";
    const atom = isGroup ? `(${pattern(random, depth - 1)}${other})` : random.pick(atoms);
    return atom + random.pick(repeats);
  });
  return parts.join("");
}

suite("patterns as Go reads them", () => {
  test("what is matched here is what the library matches", () => {
    const random = new Random(1);
    let read = 0;
    for (let turn = 0; turn < 2000; turn++) {
      const source = pattern(random, 3);
      const parsed = readPattern(source);
      const automaton = parsed && Automaton.of(parsed);
      if (!automaton) continue;
      read++;
      const library = RE2JS.compile(source);
      for (let each = 0; each < 5; each++) {
        const text = Array.from({ length: random.below(7) }, () => random.pick(letters)).join("");
        const found = library.matcher(text).find();
        assert.equal(automaton.matches(text), found, JSON.stringify([source, text]));
      }
    }
    assert.ok(read > 1500, `${read} of 2000 patterns were read`);
  });

  test("no text takes long", () => {
    const decide = re2("^([a-z]+)+(\\w*)*$") as (text: string) => boolean;
    assert.equal(decide(`${"a".repeat(50_000)}!`), false);
  });

  test("the usual patterns need no library, others do", () => {
    assert.equal(needsRe2("^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]+)*$"), false);
    assert.equal(needsRe2("^(?i)(abort|warn)?$"), false);
    assert.equal(needsRe2("(?i)é"), true);
    assert.equal(needsRe2("\\p{Greek}"), true);
    assert.equal(needsRe2("(a{100}){100}"), true);
  });

  test("what Go refuses is refused, and said why", async () => {
    await loadRe2();
    assert.match(re2Problem("(?=a)") as string, /Perl syntax/);
    assert.match(re2Problem("(") as string, /missing closing \)/);
    assert.match(re2Problem("a**") as string, /nested repetition/);
    assert.match(re2Problem("x{1001}") as string, /repeat count/);
    assert.equal(re2Problem("^(?i)a[[:digit:]]$"), undefined);
    assert.equal(re2("(?=a)"), undefined);
    assert.equal(re2("(?i)^ABC$")?.("abc"), true);
  });
});
