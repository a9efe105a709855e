import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { isFine, ofServer, problems } from "./check-cases.ts";
import { folder, shell, slipway } from "./slipway.ts";

const cwd = folder({
  "bad.yaml": problems,
  "good.yaml": isFine,
  "long.yaml": `${problems.replace("name: web }", `name: ${"web-".repeat(12)}x, labels: { team: "${"a b ".repeat(20)}" } }`)}---
kind: ${"x".repeat(300)}
`,
  "tricky.yaml": `apiVersion: v1
kind: ConfigMap
metadata: { name: "a\\e[31mb" }
data: {}
---
apiVersion: v1
kind: ConfigMap
metadata: { name: a }
dta: "\u202e evil"
`,
});

/** What a terminal of some columns gets; util-linux' script makes one. */
function terminal(
  columns: number,
  args: string,
  env: Readonly<Record<string, string>> = {},
): string {
  const line = `script -qec "stty cols ${columns}; $SLIPWAY ${args}" /dev/null </dev/null`;
  return shell(line, { cwd, env }).stdout.replaceAll("\r\n", "\n");
}

const needsTerminal = {
  skip: spawnSync("script", ["--version"]).status === 0 ? false : "needs script, of util-linux",
};

test("findings by file and object, each with its line, why once, and what to write", () => {
  const { stdout } = slipway(ofServer("bad.yaml"), { cwd });
  assert.equal(
    stdout,
    `bad.yaml
  Deployment web
    5:3 error spec.replica: there is no field "replica" here (unknown-field)
      5 |   replica: 3
        |   ^
      why: the server refuses the object when asked to be strict, as kubectl
      asks, and else drops the field without a word: what it was to set stays
      unset
      fix: did you mean "replicas"?
    13:36 error spec.template.spec.containers[0].ports[0].containerPort: 80800
      is not a port: write a whole number from 1 to 65535 (invalid-workload)
      13 |           ports: [{ containerPort: 80800 }]
         |                                    ^
      why: nothing of it runs; where it runs already, the update is refused and
      the old version goes on
      fix: correct the field that is named; most often the selector does not
      match the labels of the template, or a mount has no volume in it
    14:34 error spec.template.spec.containers[0].volumeMounts[0].name: there
      is no volume "data" here (invalid-workload)
      14 |           volumeMounts: [{ name: data, mountPath: /data }]
         |                                  ^

3 errors in 1 object
`,
  );
});

describe("on a terminal", () => {
  for (const columns of [40, 80, 200])
    test(`no line is wider than ${columns} columns`, needsTerminal, () => {
      for (const file of ["bad.yaml", "long.yaml"]) {
        const shown = stripVTControlCharacters(terminal(columns, `check ${file}`));
        assert.match(shown, /errors/);
        for (const line of shown.split("\n")) assert.ok(line.length <= columns, line);
      }
    });

  test("a caret stands under what is wrong, also where the line is cut", needsTerminal, () => {
    const shown = stripVTControlCharacters(terminal(40, "check bad.yaml --only documents,api"));
    const carets = [...shown.matchAll(/^ +\d+ \| (.*)\n +\| ( *)\^$/gm)];
    assert.deepEqual(
      carets.map(([, text = "", before = ""]) => text.slice(before.length).slice(0, 5)),
      ["repli", "80800", "data,"],
    );
  });

  test("colours, but for NO_COLOR", needsTerminal, () => {
    const colours = terminal(80, "check bad.yaml --only documents,api", {
      NO_COLOR: "",
      FORCE_COLOR: "",
    });
    assert.ok(colours.includes("\u001b[31merror\u001b[39m"), colours);
    assert.ok(colours.includes("\u001b[2m(unknown-field)\u001b[22m"), colours);
    const plain = terminal(80, "check bad.yaml --only documents,api", { NO_COLOR: "1" });
    assert.equal(stripVTControlCharacters(plain), plain);
    assert.equal(stripVTControlCharacters(colours), plain);
  });

  test("what stands in a file does not steer it", needsTerminal, () => {
    const shown = terminal(80, "check tricky.yaml", { NO_COLOR: "1" });
    assert.match(shown, /unknown-field/);
    assert.match(shown, /invalid-metadata/);
    for (const sign of ["\u001b", "\u202e"]) assert.ok(!shown.includes(sign), shown);
  });
});

test("no colours into a pipe", () => {
  const { stdout } = shell("$SLIPWAY check bad.yaml --only documents,api | cat", {
    cwd,
    env: { NO_COLOR: "" },
  });
  assert.equal(stripVTControlCharacters(stdout), stdout);
});

test("a good file in a few words", () => {
  assert.equal(slipway(ofServer("good.yaml"), { cwd }).stdout, "nothing found in 2 objects\n");
});
