import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import fc from "fast-check";
import { ProblemError } from "../../src/problem.ts";
import { parseEnvFile } from "../../src/secrets/env-file.ts";
import { kubectl, needsKubectl } from "./kubectl.ts";
import { folder } from "./shop.ts";

const program = await kubectl();
const parse = (text: string | Uint8Array) => parseEnvFile(Buffer.from(text), ".env");

/** What a person is told of a file. */
function told(text: string | Uint8Array): string[] {
  try {
    parse(text);
    return [];
  } catch (error) {
    assert.ok(error instanceof ProblemError);
    return error.problems.map(({ message }) => message);
  }
}

/** The values that kubectl puts into a Secret, or what it says. */
function byKubectl(text: string | Uint8Array): Map<string, string> | string {
  const path = join(folder(), ".env");
  writeFileSync(path, text);
  const args = ["create", "secret", "generic", "a", `--from-env-file=${path}`];
  const { stdout, stderr, status } = spawnSync(
    program as string,
    [...args, "--dry-run=client", "--output=json"],
    { encoding: "utf8", env: { HOME: "/nonexistent", FROM_THE_ENVIRONMENT: "value" } },
  );
  if (status !== 0) return stderr;
  const data = JSON.parse(stdout).data ?? {};
  const decoded = Object.entries(data as Record<string, string>).map(
    ([key, value]) => [key, Buffer.from(value, "base64").toString()] as const,
  );
  return new Map(decoded);
}

const sample = `# a comment
  # another
PLAIN=value
  INDENTED=value
\tTABBED=value
SPACES_INSIDE=two words
EQUALS=postgres://user:pa=ss@host/db?a=b
QUOTES_INSIDE=it's "so"
DOLLAR=$HOME \${HOME}
BACKSLASH=a\\nb
HASH=a#b
dotted.key=1
-leading=2
ÜNI=no
`;
const fine = sample.replace("ÜNI=no\n", "UNICODE=grün ✓\nWINDOWS=line\r\nLAST=without an end");

test("KEY=value, as it is", () => {
  assert.deepEqual(Object.fromEntries(parse(fine)), {
    PLAIN: "value",
    INDENTED: "value",
    TABBED: "value",
    SPACES_INSIDE: "two words",
    EQUALS: "postgres://user:pa=ss@host/db?a=b",
    QUOTES_INSIDE: `it's "so"`,
    DOLLAR: "$HOME ${HOME}",
    BACKSLASH: "a\\nb",
    HASH: "a#b",
    "dotted.key": "1",
    "-leading": "2",
    UNICODE: "grün ✓",
    WINDOWS: "line",
    LAST: "without an end",
  });
  assert.deepEqual(parse(`\ufeffA=1\n`), new Map([["A", "1"]]));
  assert.deepEqual(parse(""), new Map());
});

/** Lines that are refused, what is told, and what kubectl would have made of them. */
const refused: readonly (readonly [line: string, told: string, kubectl: string | RegExp])[] = [
  ['A="canary"', "the value of A begins with a quote", '"canary"'],
  ["A='canary'", "the value of A begins with a quote", "'canary'"],
  ["A=canary # why", "a comment follows the value of A", "canary # why"],
  ["A=#canary", "a comment follows the value of A", "#canary"],
  ["A=canary ", "the value of A has a blank around it", "canary "],
  ["A= canary", "the value of A has a blank around it", " canary"],
  ["A=", "has no value", ""],
  ["A==", "has no value", "="],
  ["A=can\x00ary", "the value of A has a control character", "can\x00ary"],
  ["A=can\rary", "the value of A has a control character", "can\rary"],
  ["FROM_THE_ENVIRONMENT", 'has no "="', /value/],
  ["export A=canary", 'begins with "export", as in a shell script', /not a valid key/],
  ["A =canary", 'has a blank before the "="', /not a valid key/],
  ["9A=canary", 'what stands before the "=" is not the name of a key', /not a valid key/],
  ["ÜNI=canary", 'what stands before the "=" is not the name of a key', /not a valid key/],
  ["..A=canary", 'what stands before the "=" is not the name of a key', /not a? ?valid key/],
  ["=canary", 'what stands before the "=" is not the name of a key', /not a valid key/],
];

for (const [line, message] of refused) {
  test(`refused with its line, without its value: ${JSON.stringify(line)}`, () => {
    const problems = told(`# first\n${line}\nB=1\n`);
    assert.deepEqual(problems, [`.env, line 2: ${message}`]);
    assert.ok(!problems.join().includes("canary"));
  });
}

test("refused: a key twice, bytes that are no text, a line behind which kubectl stops; all lines at once", () => {
  assert.deepEqual(told("A=canary\n\nA=2\nB"), [
    ".env, line 3: A stands on line 1 already",
    '.env, line 4: has no "="',
  ]);
  assert.deepEqual(told(Buffer.from("A=canary\xff\n", "latin1")), [".env is not a text in UTF-8"]);
  const long = `A=${"canary".repeat(11_000)}\nB=1\n`;
  assert.deepEqual(told(long), [
    ".env, line 1: is longer than 64 KiB, behind which kubectl reads no further",
  ]);
  const lines =
    'KEY="-----BEGIN PRIVATE KEY-----\nMIIcanary+/\ncanary==\n-----END PRIVATE KEY-----"\n';
  assert.deepEqual(told(lines), [
    ".env, line 1: the value of KEY begins with a quote",
    '.env, line 2: has no "="',
    ".env, line 3: has no value",
    '.env, line 4: has no "="',
  ]);
});

describe("kubectl itself", { skip: program === undefined && needsKubectl }, () => {
  test("reads the same values from what is accepted", () => {
    assert.deepEqual(byKubectl(fine), parse(fine));
    const longest = `A=${"a".repeat(64 * 1024 - 4)}\nB=1\n`;
    assert.deepEqual(byKubectl(longest), parse(longest));
  });

  test("would have read something else, or nothing, where a line is refused", () => {
    for (const [line, , made] of refused) {
      const found = byKubectl(`${line}\nB=1\n`);
      if (typeof made !== "string")
        assert.match(typeof found === "string" ? found : [...found].join(), made);
      else assert.equal((found as Map<string, string>).get("A"), made, JSON.stringify(line));
    }
    const cut = byKubectl(`A=1\nLONG=${"a".repeat(70_000)}\nB=1\n`);
    assert.deepEqual(cut, new Map([["A", "1"]]), "kubectl leaves out the rest without a word");
  });

  test("agrees on random lines: whatever is accepted is the same there", () => {
    const text = fc.string({
      unit: fc.constantFrom(..."aZ0 =#'\"`$\\{}\t\r-._\u00a0\u0085\ufeffü"),
    });
    const line = fc.tuple(
      fc.constantFrom("", " ", "\t", "\ufeff"),
      text,
      fc.constantFrom("", "\r"),
    );
    const lines = fc.array(line, { minLength: 200, maxLength: 400 });
    let accepted = 0;
    fc.assert(
      fc.property(lines, (parts) => {
        // Each line has a key of its own, most of them a good one.
        const all = parts.map(([before, value, end], index) =>
          index % 5 === 0 ? before + value + end : `${before}K${index}=${value}${end}`,
        );
        const good = all.filter((each) => told(`\n${each}`).length === 0);
        const keys = new Set<string>();
        const once = good.filter((each) => {
          const [key = ""] = parse(`\n${each}`).keys();
          return keys.size !== keys.add(key).size;
        });
        accepted += keys.size;
        const file = `\n${once.join("\n")}\n`;
        assert.deepEqual(byKubectl(file), parse(file));
      }),
      { numRuns: 15 },
    );
    assert.ok(accepted > 300, `${accepted} lines were accepted`);
  });
});
