import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, test } from "node:test";
import { isPlatformFile } from "../../src/inputs/worlds.ts";
import { sarifValidator } from "../report/check/sarif-schema.ts";
import { isFine, problems } from "./check-cases.ts";
import { fill, folder, shop, slipway } from "./slipway.ts";

const layers = ["--only", "documents,api,suppressions"];

function check(cwd: string, ...args: readonly string[]) {
  return slipway(["check", ...layers, ...args], { cwd });
}

interface Entry {
  readonly rule: string;
  readonly severity: string;
  readonly file: string;
  readonly line: number;
  readonly message: string;
  readonly suppressed?: { readonly by: string; readonly reason: string };
}

function json(cwd: string, ...args: readonly string[]) {
  const { stdout, stderr } = check(cwd, "--format", "json", ...args);
  assert.equal(stderr, "");
  return JSON.parse(stdout) as {
    readonly findings: readonly Entry[];
    readonly suppressed: readonly Entry[];
    readonly summary: Readonly<Record<string, number>>;
  };
}

const rulesOf = (entries: readonly Entry[]) => entries.map(({ rule, line }) => `${rule} ${line}`);
const config = (text: string) =>
  `import { defineConfig } from "slipway";\nexport default defineConfig({\n${text}\n});\n`;
const ignored = problems.replace(
  "replica: 3",
  "replica: 3 # slipway-ignore unknown-field: it comes",
);

describe("reports of what is suppressed", () => {
  const cwd = folder({ "a.yaml": ignored });

  test("text: not shown, and counted", () => {
    const { stdout } = check(cwd, "a.yaml");
    assert.doesNotMatch(stdout, /unknown-field/);
    assert.match(stdout, /\n2 errors in 1 object; 1 suppressed\n$/);
  });

  test("JSON: apart, with the reason", () => {
    const { findings, suppressed, summary } = json(cwd, "a.yaml");
    assert.equal(findings.length, 2);
    assert.deepEqual(rulesOf(suppressed), ["unknown-field 5"]);
    assert.deepEqual(suppressed[0]?.suppressed, { by: "reason", reason: "it comes" });
    assert.deepEqual(summary, {
      objects: 1,
      errors: 2,
      warnings: 0,
      infos: 0,
      suppressed: 1,
      known: 0,
    });
  });

  test("SARIF: a result with its suppression", () => {
    const log = JSON.parse(check(cwd, "a.yaml", "--format", "sarif").stdout);
    const { results } = log.runs[0];
    const found = results.map(({ suppressions }: { suppressions?: object }) => suppressions);
    const own = { kind: "inSource", status: "accepted", justification: "it comes" };
    assert.deepEqual(found, [[own], undefined, undefined]);
    assert.deepEqual(sarifValidator()?.(log) ?? [], []);
  });

  test("JUnit: skipped, no failure", () => {
    const { stdout } = check(cwd, "a.yaml", "--format", "junit");
    assert.match(stdout, /<testsuites [^>]*tests="3" failures="2" skipped="1">/);
    assert.match(stdout, /unknown-field"[^>]*>\s*<skipped message="it comes"\/>/);
  });

  test("GitHub: nothing", () => {
    assert.equal(check(cwd, "a.yaml", "--format", "github").stdout.trim().split("\n").length, 2);
  });

  test("an error that is suppressed does not count", () => {
    const place = folder({
      "a.yaml": `# slipway-ignore unknown-field, invalid-workload: a draft\n${problems}`,
    });
    const { status, stdout } = check(place, "a.yaml", "--strict");
    assert.deepEqual([status, stdout], [0, "nothing found in 1 object; 3 suppressed\n"]);
  });
});

test("an unused suppression is a warning: with --strict it counts", () => {
  const cwd = folder({
    "a.yaml": isFine.replace("kind: Service", "kind: Service # slipway-ignore wrong-type: x"),
  });
  assert.equal(check(cwd, "a.yaml").status, 0);
  const { status, stdout } = check(cwd, "a.yaml", "--strict");
  assert.equal(status, 1);
  assert.match(stdout, /7:15 warning "wrong-type" finds nothing here .*\n.*\(unused-suppression\)/);
});

const builder = ["kustomize", "kubectl"].some((name) => !spawnSync(name, ["version"]).error);

describe("in a kustomization", { skip: builder ? false : "needs kustomize or kubectl" }, () => {
  const cwd = folder({
    "base/kustomization.yaml": "resources: [web.yaml]\n",
    "base/web.yaml": `# slipway-ignore invalid-workload: the volume comes\n${problems}---
# slipway-ignore invalid-service: for staging
${isFine.split("---\n")[1]}`,
    "production/kustomization.yaml": "resources: [../base]\npatches: [{ path: patch.yaml }]\n",
    "production/patch.yaml": `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec: { template: { spec: { containers: [{ name: web, ports: [{ containerPort: 80801 }] }] } } }
`,
  });

  test("a comment at an object of the base covers what a patch does to it", () => {
    const { findings, suppressed } = json(cwd, "production");
    assert.deepEqual(rulesOf(findings), ["unknown-field 6"]);
    const files = suppressed.map(({ file }) => file);
    assert.ok(files.includes("production/patch.yaml"), files.join());
  });

  test("what the base keeps for another overlay is unused only where all is looked at", () => {
    assert.deepEqual(rulesOf(json(cwd, "production").findings), ["unknown-field 6"]);
    assert.ok(rulesOf(json(cwd, ".").findings).includes("unused-suppression 17"));
  });
});

describe("in a platform", () => {
  const source = readFileSync(shop, "utf8");
  const objects = (comment: string) =>
    source.replace(
      'export default platform("shop", {',
      `export default platform("shop", {
  objects: [
    ${comment}
    { apiVersion: "v1", kind: "Endpoints", metadata: { name: "old" }, subsets: [{ addresses: [{ ip: "10.1.2.3" }] }] },
  ],`,
    );

  test("a comment above an object", () => {
    const plain = folder({ "platform.ts": objects("//") });
    assert.equal(json(plain).findings.length, 2);
    const cwd = folder({
      "platform.ts": objects("// slipway-ignore deprecated-api: an old proxy"),
    });
    const { findings, suppressed } = json(cwd);
    assert.deepEqual([findings.length, suppressed.length], [0, 2]);
    const test = slipway(["test", "-e", "dev"], { cwd });
    assert.doesNotMatch(test.stdout, /FAIL.*API versions/);
    assert.match(slipway(["test", "-e", "dev"], { cwd: plain }).stdout, /FAIL.*API versions/);
  });

  test("a comment above a component covers all that it renders; in vain it is told, but not for one environment", () => {
    const text = source.replace(
      "const api = web",
      "// slipway-ignore deprecated-api: x\nconst api = web",
    );
    const cwd = folder({ "platform.ts": text });
    assert.deepEqual(rulesOf(json(cwd).findings), ["unused-suppression 45"]);
    assert.deepEqual(json(cwd, "-e", "dev").findings, []);
  });

  test("the file's own name tells what it is", () => {
    assert.ok(isPlatformFile(shop));
    assert.ok(!isPlatformFile(dirname(shop)));
  });
});

/** What is wrong in an entry of `programs`. */
const wrongPrograms: readonly (readonly [title: string, fields: string, says: RegExp])[] = [
  [
    "a program known by nothing",
    "images: [], executables: []",
    /:3:12: programs\.0 is known by no image and no executable/,
  ],
  [
    "a program's image with registry and tag",
    'images: ["ghcr.io/shop/web:v1"], executables: []',
    /:3:\d+: programs\.0\.images\.0 "ghcr\.io\/shop\/web:v1" is no end of a repository\n(?:.*\n)*.*"shop\/web"/,
  ],
  [
    "a registry in front of a program's image",
    'images: ["ghcr.io/web"], executables: []',
    /"ghcr\.io\/web" is no end of a repository\n(?:.*\n)*.*"web"/,
  ],
  [
    "a program without executables",
    'images: ["shop/web"]',
    /programs\.0\.executables is missing: a list, each a text/,
  ],
  [
    "a program's field that there is not",
    'images: ["shop/web"], executables: [], port: 80',
    /programs\.0\.port is not an option\n(?:.*\n)*.*did you mean "ports"/,
  ],
  [
    "a program's port that is none",
    'images: ["shop/web"], executables: [], ports: [{ port: 80800 }]',
    /:3:\d+: programs\.0\.ports\.0\.port must be a whole number from 0 to 65535; it is 80800/,
  ],
  [
    "a program's folder that is none",
    'images: ["shop/web"], executables: [], writes: [{ path: "tmp", what: "files", users: "any" }]',
    /programs\.0\.writes\.0\.path "tmp" is no absolute path/,
  ],
  [
    "a program's user by id and name",
    'images: ["shop/web"], executables: [], user: { id: 1, name: "app" }',
    /programs\.0\.user must have either id or name/,
  ],
  [
    "a program that needs nothing",
    'images: ["shop/web"], executables: [], demands: [{ anyOf: [], says: "no" }]',
    /programs\.0\.demands\.0\.anyOf must be a list of one or more/,
  ],
  [
    "a program's source that is empty",
    'images: ["shop/web"], executables: [], source: " "',
    /programs\.0\.source is empty/,
  ],
  [
    "an image of two programs",
    'images: ["shop/web", "shop/web"], executables: []',
    /:3:\d+: programs\.0\.images\.1 "shop\/web" is a's already/,
  ],
];

describe("slipway.config.ts", () => {
  const suppress = `suppress: [{ rule: "unknown-field", object: "Deployment/web", reason: "it comes" }],`;

  test("is found in the current folder, and named by --config", () => {
    const cwd = folder({
      "a.yaml": problems,
      "slipway.config.ts": config(suppress),
      "other.ts": config(""),
    });
    assert.equal(json(cwd, "a.yaml").summary.suppressed, 1);
    assert.equal(json(cwd, "a.yaml", "--config", "other.ts").summary.suppressed, 0);
  });

  test("is found beside the platform", () => {
    const cwd = folder({
      "deploy/slipway.config.ts": config('severities: { "deprecated-api": "error" },'),
      "deploy/old.yaml":
        "apiVersion: v1\nkind: Endpoints\nmetadata: { name: db }\nsubsets: [{ addresses: [{ ip: 10.1.2.3 }] }]\n",
    });
    cpSync(shop, join(cwd, "deploy/platform.ts"));
    const { summary } = json(cwd, "deploy/platform.ts", "deploy/old.yaml");
    assert.deepEqual([summary.errors, summary.warnings], [2, 0]);
  });

  test("severities: off, less and more", () => {
    const cwd = folder({ "a.yaml": problems });
    const weighs = (text: string) => {
      fill(cwd, { "slipway.config.ts": config(`severities: { ${text} },`) });
      const { errors, warnings, infos } = json(cwd, "a.yaml").summary;
      return [errors, warnings, infos];
    };
    assert.deepEqual(weighs(""), [3, 0, 0]);
    assert.deepEqual(weighs('"unknown-field": "off"'), [2, 0, 0]);
    assert.deepEqual(weighs('"unknown-field": "warning"'), [2, 1, 0]);
    assert.deepEqual(weighs('api: "info", "unknown-field": "error"'), [1, 0, 2]);
  });

  test("files are those of its folder", () => {
    const text = config(
      'suppress: [{ rule: "unknown-field", file: "old/*.yaml", reason: "a copy" }],',
    );
    const cwd = folder({
      "old/a.yaml": problems,
      "new/a.yaml": problems,
      "slipway.config.ts": text,
    });
    assert.deepEqual(
      json(cwd, "--each", "old", "new").suppressed.map(({ file }) => file),
      ["old/a.yaml"],
    );
  });

  const wrong: readonly (readonly [title: string, text: string, says: RegExp])[] = [
    [
      "a wrong key",
      config("supress: [],"),
      /^slipway\.config\.ts:3:1: supress is not an option\n(?:.*\n)*.*did you mean "suppress"/,
    ],
    [
      "a wrong value",
      config("baseline: 3,"),
      /^slipway\.config\.ts:3:1: baseline must be a text; it is 3/,
    ],
    [
      "a wrong severity",
      config('severities: { "unknown-field": "fatal" },'),
      /:3:15: severities\.unknown-field must be one of "off"/,
    ],
    [
      "a rule that there is not",
      config('severities: { "unknown-feild": "off" },'),
      /there is no layer or rule "unknown-feild"\n(?:.*\n)*.*did you mean/,
    ],
    [
      "no reason",
      config('suppress: [{ rule: "unknown-field", object: "Pod/a" }],'),
      /:3:12: suppress\.0\.reason is missing/,
    ],
    [
      "an empty reason",
      config('suppress: [{ rule: "unknown-field", object: "Pod/a", reason: "" }],'),
      /the reason is empty/,
    ],
    [
      "a day that is none",
      config(
        'suppress: [{ rule: "unknown-field", object: "Pod/a", reason: "x", until: "2027-02-30" }],',
      ),
      /"2027-02-30" is no day/,
    ],
    [
      "neither object nor file",
      config('suppress: [{ rule: "unknown-field", reason: "x" }],'),
      /neither the object nor the file/,
    ],
    [
      "an object that is none",
      config('suppress: [{ rule: "unknown-field", object: "web", reason: "x" }],'),
      /"web" names no object/,
    ],
    [
      "an assumption that says nothing",
      config('assume: ["db"],'),
      /:3:10: "db" says nothing that can be assumed/,
    ],
    ...wrongPrograms.map(([title, fields, says]) => {
      const entry = `{ name: "a", versions: "all", source: "Dockerfile", ${fields} }`;
      return [title, config(`programs: [${entry}],`), says] as const;
    }),
    ["no configuration", "export default { assume: [] };\n", /what defineConfig\(\) did not make/],
    ["no default", "export const a = 1;\n", /exports undefined as its default/],
    ["a fault of TypeScript", "export default {\n", /slipway\.config\.ts/],
    ["a fault at run time", 'throw new Error("no");\n', /slipway\.config\.ts:1:7: no/],
  ];
  for (const [title, text, says] of wrong)
    test(`${title}: told with its line, exit code 2`, () => {
      const cwd = folder({ "a.yaml": isFine, "slipway.config.ts": text });
      const { status, stdout, stderr } = check(cwd, "a.yaml");
      assert.deepEqual([status, stdout], [2, ""]);
      assert.match(stderr, says);
    });

  test("one that is named and not there", () => {
    const { status, stderr } = check(folder({ "a.yaml": isFine }), "a.yaml", "--config", "no.ts");
    assert.equal(status, 2);
    assert.match(stderr, /there is no file no\.ts/);
  });
});

describe("a baseline", () => {
  const file = "slipway-baseline.json";

  test("takes what is there out of sight; what is new is told", () => {
    const cwd = folder({ "a.yaml": problems });
    const made = check(cwd, "a.yaml", "--write-baseline", file);
    assert.deepEqual([made.status, made.stdout], [0, `${file}: 3 findings\n`]);
    const { status, stdout } = check(cwd, "a.yaml", "--baseline", file, "--strict");
    assert.deepEqual([status, stdout], [0, "nothing found in 1 object; 3 in the baseline\n"]);
    writeFileSync(
      join(cwd, "a.yaml"),
      `# moved\n${problems.replace("replica: 3", "replica: 3\n  pause: 1")}`,
    );
    assert.deepEqual(rulesOf(json(cwd, "a.yaml", "--baseline", file).findings), [
      "unknown-field 7",
    ]);
  });

  test("of the configuration; what is gone is told, and the exit code stays 0", () => {
    const cwd = folder({
      "deploy/a.yaml": problems,
      "slipway.config.ts": config(`baseline: "${file}",`),
    });
    check(cwd, "deploy", "--write-baseline", file);
    writeFileSync(join(cwd, "deploy/a.yaml"), isFine);
    const { findings, summary } = json(cwd, "deploy");
    assert.deepEqual(
      findings.map(({ rule, severity, file }) => [rule, severity, file]),
      [["outdated-baseline", "info", file]],
    );
    assert.equal(summary.errors, 0);
  });

  test("is the same when it is written again, and no manifest of the folder that it lies in", () => {
    const cwd = folder({ "a.yaml": problems });
    check(cwd, ".", "--write-baseline", file);
    const text = readFileSync(join(cwd, file), "utf8");
    check(cwd, ".", "--write-baseline", file);
    assert.equal(readFileSync(join(cwd, file), "utf8"), text);
    const { findings, summary } = json(cwd, ".", "--baseline", file);
    assert.deepEqual([findings, summary.known], [[], 3]);
  });

  test("is told apart in JSON and SARIF", () => {
    const cwd = folder({ "a.yaml": problems });
    check(cwd, "a.yaml", "--write-baseline", file);
    const by = json(cwd, "a.yaml", "--baseline", file).suppressed.map(
      ({ suppressed }) => suppressed?.by,
    );
    assert.deepEqual(by, ["baseline", "baseline", "baseline"]);
    const log = JSON.parse(check(cwd, "a.yaml", "--baseline", file, "--format", "sarif").stdout);
    assert.equal(log.runs[0].results[0].suppressions[0].kind, "external");
  });

  test("that is not there, or none, is wrong usage; no other file is overwritten", () => {
    const cwd = folder({ "a.yaml": problems });
    assert.match(check(cwd, "a.yaml", "--baseline", file).stderr, /there is no baseline/);
    assert.match(check(cwd, "a.yaml", "--baseline", "a.yaml").stderr, /a\.yaml is no baseline/);
    const { status, stderr } = check(cwd, "a.yaml", "--write-baseline", "a.yaml");
    assert.equal(status, 2);
    assert.match(stderr, /a\.yaml is no baseline/);
    assert.equal(readFileSync(join(cwd, "a.yaml"), "utf8"), problems);
    assert.match(
      check(cwd, "a.yaml", "--write-baseline", "no/b.json").stderr,
      /cannot be written: ENOENT/,
    );
  });
});

describe("assumptions that nothing asks for", () => {
  const told = (cwd: string, ...args: readonly string[]) => {
    const { stdout } = slipway(["check", "a.yaml", "--format", "json", ...args], { cwd });
    const { findings } = JSON.parse(stdout) as { findings: readonly Entry[] };
    const own = findings.filter(({ rule }) => rule === "unused-assumption");
    return own.map(({ file, message }) => `${file}: ${message}`);
  };
  const cwd = folder({ "a.yaml": isFine });

  test("are told of the flag", () => {
    assert.deepEqual(told(cwd, "--assume", "Secret/db"), ["--assume: nothing asks for Secret/db"]);
  });

  test("are not told where the rules that ask did not run", () => {
    assert.deepEqual(told(cwd, "--assume", "Secret/db", "--only", "api,suppressions"), []);
  });

  test("are told of the configuration where all is looked at, not where some of it is", () => {
    const text = config('assume: ["Secret/db"],');
    assert.deepEqual(told(folder({ "a.yaml": isFine, "slipway.config.ts": text })), []);
    const place = folder({ "slipway.config.ts": text });
    cpSync(shop, join(place, "platform.ts"));
    const { stdout } = slipway(["check", "--format", "github"], { cwd: place });
    assert.match(stdout, /file=slipway\.config\.ts,line=3,col=10,.*nothing asks for Secret\/db/);
  });
});
