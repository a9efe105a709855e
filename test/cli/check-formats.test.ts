import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, test } from "node:test";
import { rules } from "../../src/check/rules.ts";
import { sarifValidator } from "../report/check/sarif-schema.ts";
import { isFine, ofServer, problems } from "./check-cases.ts";
import { folder, type Ran, slipway } from "./slipway.ts";

/** A name that each format has to write in its own way. */
const awkward = "100% \"a\", <b> & 'c': é.yaml";

const cwd = folder({
  "deploy/bad.yaml": problems,
  "good.yaml": isFine,
  [`deploy/${awkward}`]: `apiVersion: v1
kind: ConfigMap
metadata: { name: a, namespace: shop }
data: { "100%<&>\\"'\\r\\n\\t,:\\u0001": x }
---
apiVersion: shop.example.com/v1
kind: Basket
metadata: { name: unchecked }
---
kind: [
`,
  "warned.yaml":
    "apiVersion: v1\nkind: Endpoints\nmetadata: { name: db }\nsubsets: [{ addresses: [{ ip: 10.1.2.3 }] }]\n",
});
const check = (format: string, ...paths: readonly string[]): Ran =>
  slipway(ofServer("--format", format, ...paths), { cwd });

/** Each path with the severities that are in it. */
const everything = ["deploy", "warned.yaml"];

interface Entry {
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
  readonly why: string;
  readonly fix: string;
  readonly object: Readonly<Record<string, string | null>> | null;
  readonly path: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

function findings(...paths: readonly string[]): readonly Entry[] {
  return JSON.parse(check("json", ...paths).stdout).findings;
}

const all = findings(...everything);

test("the cases have findings of every severity, with an object and without", () => {
  assert.deepEqual(
    new Set(all.map(({ severity }) => severity)),
    new Set(["error", "warning", "info"]),
  );
  assert.ok(all.some(({ object }) => object === null));
  assert.ok(all.some(({ file }) => file === `deploy/${awkward}`));
});

describe("json", () => {
  test("a finding has these keys, and no others", () => {
    const [first] = findings("deploy/bad.yaml");
    assert.deepEqual(first, {
      rule: "unknown-field",
      severity: "error",
      message: 'there is no field "replica" here',
      why: rules.find(({ id }) => id === "unknown-field")?.why,
      fix: 'did you mean "replicas"?',
      object: { apiVersion: "apps/v1", kind: "Deployment", namespace: null, name: "web" },
      path: "spec.replica",
      file: "deploy/bad.yaml",
      line: 5,
      column: 3,
    });
    const keys = Object.keys(first as Entry);
    for (const each of all) assert.deepEqual(Object.keys(each), keys);
  });

  test("the summary counts what was found", () => {
    const { findings, summary } = JSON.parse(check("json", ...everything).stdout);
    const count = (wanted: string) =>
      findings.filter(({ severity }: Entry) => severity === wanted).length;
    assert.deepEqual(summary, {
      objects: 4,
      errors: count("error"),
      warnings: count("warning"),
      infos: count("info"),
      suppressed: 0,
      known: 0,
    });
  });

  test("nothing found", () => {
    const { stdout, status } = check("json", "good.yaml");
    const summary = { objects: 2, errors: 0, warnings: 0, infos: 0, suppressed: 0, known: 0 };
    assert.deepEqual(JSON.parse(stdout), { findings: [], suppressed: [], summary });
    assert.equal(status, 0);
  });

  test("with --each, findings of many worlds are one list", () => {
    const { stdout } = check("json", "--each", "good.yaml", ...everything);
    assert.equal(JSON.parse(stdout).findings.length, all.length);
  });
});

describe("sarif", () => {
  const validate = sarifValidator();
  const options = { skip: validate ? false : "needs npm, and a registry" };
  const sarif = (...paths: readonly string[]) => JSON.parse(check("sarif", ...paths).stdout);

  for (const paths of [everything, ["good.yaml"]])
    test(`valid against the schema of SARIF 2.1.0: ${paths.join(" ")}`, options, () => {
      assert.deepEqual(validate?.(sarif(...paths)), []);
    });

  test("the schema finds a fault where there is one", options, () => {
    const log = sarif("deploy/bad.yaml");
    log.runs[0].results[0].level = "fatal";
    delete log.runs[0].results[1].message;
    assert.equal(validate?.(log).length, 2);
  });

  test("every finding, with its rule, level and place", () => {
    const [{ tool, results }] = sarif(...everything).runs;
    const levels: Readonly<Record<string, string>> = {
      error: "error",
      warning: "warning",
      info: "note",
    };
    assert.equal(results.length, all.length);
    for (const [index, { ruleId, ruleIndex, level, locations }] of results.entries()) {
      const { rule, severity, file, line, column } = all[index] as Entry;
      const { artifactLocation, region } = locations[0].physicalLocation;
      assert.deepEqual(
        [ruleId, tool.driver.rules[ruleIndex].id, level, decodeURIComponent(artifactLocation.uri)],
        [rule, rule, levels[severity], file],
      );
      assert.deepEqual(region, { startLine: line, startColumn: column });
      assert.doesNotMatch(artifactLocation.uri, /[ "<>\\]/);
    }
  });
});

describe("junit", () => {
  const python = spawnSync("python3", ["--version"]).status === 0;
  const options = { skip: python ? false : "needs python3" };
  const program = `import json, sys, xml.etree.ElementTree as tree
def node(e): return {"tag": e.tag, **e.attrib, "text": (e.text or "").strip(), "parts": [node(c) for c in e]}
print(json.dumps(node(tree.fromstring(sys.stdin.buffer.read()))))`;

  interface Node {
    readonly [name: string]: string | readonly Node[];
    readonly tag: string;
    readonly parts: readonly Node[];
  }

  function parsed(...paths: readonly string[]): Node {
    const { stdout: input } = check("junit", ...paths);
    const { stdout, stderr } = spawnSync("python3", ["-c", program], { input, encoding: "utf8" });
    assert.equal(stderr, "");
    return JSON.parse(stdout);
  }

  test("a real parser reads back what was found, character for character", options, () => {
    const suites = parsed(...everything);
    const cases = suites.parts.flatMap(({ parts }) => parts);
    assert.equal(suites.tag, "testsuites");
    assert.equal(Number(suites.tests), all.length);
    assert.equal(Number(suites.failures), all.filter(({ severity }) => severity !== "info").length);
    assert.deepEqual(
      suites.parts.map(({ tag, name, tests, failures, parts }) => [
        tag,
        name,
        tests,
        failures,
        parts.length,
      ]),
      [...Map.groupBy(all, ({ file }) => file)].map(([file, own]) => [
        "testsuite",
        file,
        String(own.length),
        String(own.filter(({ severity }) => severity !== "info").length),
        own.length,
      ]),
    );
    const failures = cases.flatMap(({ parts }) => parts.filter(({ tag }) => tag === "failure"));
    const printable = (text: string) => text.replaceAll("\u0001", "\ufffd");
    assert.deepEqual(
      failures.map(({ type, message, text }) => [type, message, text]),
      all
        .filter(({ severity }) => severity !== "info")
        .map(({ rule, message, file, line, column, why, fix }) => [
          rule,
          printable(message),
          printable(`${file}:${line}:${column}\n${why}\n${fix}`),
        ]),
    );
  });

  test("a run that found nothing is one test that passed", options, () => {
    const { tests, failures, parts } = parsed("good.yaml");
    assert.deepEqual([tests, failures], ["1", "0"]);
    assert.deepEqual(
      parts[0]?.parts.map(({ tag, name, parts }) => [tag, name, parts]),
      [["testcase", "2 objects", []]],
    );
  });
});

describe("github", () => {
  /** As the runner reads a command, from its documentation: properties, then data, each with its escapes. */
  function commandOf(line: string) {
    const [, level, properties = "", data = ""] = /^::(\w+) (.*?)::(.*)$/.exec(line) ?? [];
    const undo = (text: string) =>
      text
        .replaceAll("%0D", "\r")
        .replaceAll("%0A", "\n")
        .replaceAll("%3A", ":")
        .replaceAll("%2C", ",")
        .replaceAll("%25", "%");
    const pairs = properties.split(",").map((pair) => pair.split("="));
    return {
      level,
      ...Object.fromEntries(pairs.map(([name, ...value]) => [name, undo(value.join("="))])),
      data: undo(data),
    };
  }

  test("one command for each finding, on one line, with its escapes", () => {
    const { stdout } = check("github", ...everything);
    const levels: Readonly<Record<string, string>> = {
      error: "error",
      warning: "warning",
      info: "notice",
    };
    assert.deepEqual(
      stdout.trimEnd().split("\n").map(commandOf),
      all.map(({ rule, severity, file, line, column, object, path, message, fix }) => ({
        level: levels[severity],
        file,
        line: String(line),
        col: String(column),
        title: object ? `${rule}: ${object.kind} ${object.name}` : rule,
        data: `${path === "" ? "" : `${path}: `}${message}\n${fix}`,
      })),
    );
  });

  test("nothing found, nothing said", () => {
    assert.equal(check("github", "good.yaml").stdout, "");
  });
});

test("files are relative to the working directory, whatever way they are named", () => {
  const ways = [
    "deploy/bad.yaml",
    "./deploy/bad.yaml",
    join(cwd, "deploy/bad.yaml"),
    "deploy/../deploy/bad.yaml",
  ];
  for (const way of ways)
    for (const { file } of findings(way)) assert.equal(file, "deploy/bad.yaml", way);
  const inside = slipway(ofServer("--format", "json", "../good.yaml", "bad.yaml"), {
    cwd: join(cwd, "deploy"),
  });
  for (const { file } of JSON.parse(inside.stdout).findings) assert.equal(file, "bad.yaml");
});
