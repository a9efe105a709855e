import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { folder, slipway } from "./slipway.ts";

// Each test is a folder of files, and exactly what `slipway render` says about it on stderr.

interface Case {
  readonly files: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly says: string;
}

const cases: Readonly<Record<string, Case>> = {
  "a missing file": {
    files: {},
    args: ["-f", "nope.ts"],
    says: `slipway: there is no file nope.ts
  fix: -f path/to/platform.ts
`,
  },
  "a missing platform.ts": {
    files: {},
    args: [],
    says: `slipway: there is no file platform.ts
  fix: -f path/to/platform.ts
`,
  },
  "a folder instead of a file": {
    files: { "sub/x": "" },
    args: ["-f", "sub"],
    says: `slipway: sub is a folder
  fix: -f sub/platform.ts
`,
  },
  "a file of another kind": {
    files: {
      "platform.yaml": `a: 1
`,
    },
    args: ["-f", "platform.yaml"],
    says: `slipway: platform.yaml is not a TypeScript file
  fix: a file that ends in .ts
`,
  },
  "a syntax error": {
    files: {
      "platform.ts": `import { web } from "slipway";
const a = {
  b: 1,,
};
`,
    },
    says: `platform.ts:3:8: syntax error: Unexpected token \`,\`. Expected identifier, string literal, numeric literal or [ for the computed key
  3 |   b: 1,,
    |        ^
`,
  },
  "a syntax error that only the engine finds": {
    files: {
      "platform.ts": `import "./parts.ts";
`,
      "parts.ts": `export const a = 1;
const a = 2;
`,
    },
    says: `parts.ts:2:7: syntax error: Identifier 'a' has already been declared
  2 | const a = 2;
    |       ^
`,
  },
  "an enum": {
    files: {
      "platform.ts": `export {};

enum Size { small, large }
`,
    },
    says: `platform.ts:3:1: TypeScript enum is not supported in strip-only mode
  3 | enum Size { small, large }
    | ^
  why: a platform file runs without a build step: its types are only left out
  fix: const Level = { low: "low" } as const, or a union of texts
`,
  },
  "a parameter property": {
    files: {
      "platform.ts": `class A {
  constructor(readonly b: string) {}
}
`,
    },
    says: `platform.ts:2:24: TypeScript parameter property is not supported in strip-only mode
  2 |   constructor(readonly b: string) {}
    |                        ^
  why: a platform file runs without a build step: its types are only left out
  fix: a field, and an assignment in the constructor
`,
  },
  "a platform file that throws": {
    files: {
      "platform.ts": `function check() {
  throw new Error("no data:\\ntry later");
}
check();
`,
    },
    says: `platform.ts:2:9: no data:
  try later
  2 |   throw new Error("no data:\\ntry later");
    |         ^
`,
  },
  "a platform file that throws in a neighbour": {
    files: {
      "platform.ts": `import { limits } from "./limits.ts";
export default limits(undefined);
`,
      "limits.ts": `export const limits = (given: any) => given.cpu;
`,
    },
    says: `limits.ts:1:45: TypeError: Cannot read properties of undefined (reading 'cpu')
  1 | export const limits = (given: any) => given.cpu;
    |                                             ^
`,
  },
  "a platform file that throws a text": {
    files: {
      "platform.ts": `throw "no";
`,
    },
    says: `slipway: platform.ts throws "no"
  fix: throw new Error("…"), which remembers the line
`,
  },
  "a platform file that throws later": {
    files: {
      "platform.ts": `export {};
setTimeout(() => {
  throw new Error("late");
});
await new Promise((done) => setTimeout(done, 60_000));
`,
    },
    says: `platform.ts:3:9: late
  3 |   throw new Error("late");
    |         ^
`,
  },
  "a call with nothing in it": {
    files: {
      "platform.ts": `import { web } from "slipway";

export default (web as any)("api");
`,
    },
    says: `platform.ts:3:28: this call cannot work with what it is given: Cannot read properties of undefined (reading 'port')
  3 | export default (web as any)("api");
    |                            ^
  fix: compare with the example in its documentation; if it is right, please report this
`,
  },
  "a name that is not exported by slipway": {
    files: {
      "platform.ts": `import { platfrom } from "slipway";
export default platfrom;
`,
    },
    says: `platform.ts:1:10: "slipway" has no "platfrom"
  1 | import { platfrom } from "slipway";
    |          ^
  why: at run time there are only values: a type is imported with \`type\` before its name
  fix: did you mean "platform"?
`,
  },
  "a module of slipway that there is not": {
    files: {
      "platform.ts": `import { web } from "slipway/web";
web();
`,
    },
    says: `platform.ts:1:21: slipway has nothing to import but "slipway" itself
  1 | import { web } from "slipway/web";
    |                     ^
  fix: import { platform, web } from "slipway"
`,
  },
  "an import of a missing file": {
    files: {
      "platform.ts": `import { a } from "./nope.ts";
a();
`,
    },
    says: `platform.ts:1:19: there is no file nope.ts
  1 | import { a } from "./nope.ts";
    |                   ^
`,
  },
  "an import without its ending": {
    files: {
      "platform.ts": `import { a } from "./parts";
a();
`,
      "parts.ts": `export const a = 1;
`,
    },
    says: `platform.ts:1:19: there is no file parts
  1 | import { a } from "./parts";
    |                   ^
  fix: "./parts.ts"
`,
  },
  "an import of a missing package": {
    files: {
      "platform.ts": `// first
import a from "no-such-package-anywhere";
a();
`,
    },
    says: `platform.ts:2:15: there is no package no-such-package-anywhere
  2 | import a from "no-such-package-anywhere";
    |               ^
  fix: npm install no-such-package-anywhere
`,
  },
  "JSON without an attribute": {
    files: {
      "platform.ts": `import data from "./data.json";
data;
`,
      "data.json": `{}
`,
    },
    says: `platform.ts:1:18: JSON is imported without saying so
  1 | import data from "./data.json";
    |                  ^
  fix: import data from "./data.json" with { type: "json" }
`,
  },
  "JSON that is none": {
    files: {
      "platform.ts": `import data from "./data.json" with { type: "json" };
data;
`,
      "data.json": `{
  "a": 1,
}
`,
    },
    says: `data.json:3:1: this is not JSON: Expected double-quoted property name
  3 | }
    | ^
`,
  },
  "no export at all": {
    files: {
      "platform.ts": `const a = 1;
`,
    },
    says: `platform.ts:1:1: platform.ts exports nothing
  1 | const a = 1;
    | ^
  fix: export default platform("shop", { components, environments })
`,
  },
  "an empty file": {
    files: { "platform.ts": "" },
    says: `platform.ts:1:1: platform.ts exports nothing
  fix: export default platform("shop", { components, environments })
`,
  },
  "no default export": {
    files: {
      "platform.ts": `export const a = 1;
export const b = 2;
`,
    },
    says: `platform.ts:1:1: platform.ts has no default export, only a, b
  1 | export const a = 1;
    | ^
  fix: export default platform("shop", { components, environments })
`,
  },
  "a platform that is not the default export": {
    files: {
      "platform.ts": `import { platform } from "slipway";
export const shop = platform("shop", { components: {}, environments: { dev: { namespace: "shop" } } });
`,
    },
    says: `platform.ts:1:1: platform.ts exports its platform as "shop", not as its default
  1 | import { platform } from "slipway";
    | ^
  fix: export default platform("shop", { components, environments })
`,
  },
  "another default export": {
    files: {
      "platform.ts": `export default { components: {} };
`,
    },
    says: `platform.ts:1:1: platform.ts exports an object as its default, not a platform
  1 | export default { components: {} };
    | ^
  fix: export default platform("shop", { components, environments })
`,
  },
  "a promise as the default export": {
    files: {
      "platform.ts": `export default Promise.resolve(1);
`,
    },
    says: `platform.ts:1:1: platform.ts exports a promise as its default: write await before it
  1 | export default Promise.resolve(1);
    | ^
  fix: export default platform("shop", { components, environments })
`,
  },
  "an await that never ends": {
    files: {
      "platform.ts": `export {};
await new Promise(() => {});
`,
    },
    says: `slipway: the platform file ended the program before it exported a platform
  why: it calls process.exit(), or awaits something that never comes
`,
  },
  "process.exit(0)": {
    files: {
      "platform.ts": `process.exit(0);
`,
    },
    says: `slipway: the platform file ended the program before it exported a platform
  why: it calls process.exit(), or awaits something that never comes
`,
  },
  "an import that throws a ProblemError": {
    files: {
      "platform.ts": `import { file } from "slipway";
export default file(import.meta, "./motd.txt");
`,
    },
    says: `platform.ts:2:16: file("./motd.txt") cannot be read: ENOENT
  2 | export default file(import.meta, "./motd.txt");
    |                ^
  fix: a path relative to the file that this call stands in
`,
  },
};

describe("a platform file that cannot be loaded", () => {
  for (const [name, { files, args = [], says }] of Object.entries(cases))
    test(name, () => {
      const ran = slipway(["render", ...args], { cwd: folder(files) });
      assert.equal(ran.stderr, says);
      assert.equal(ran.stdout, "");
      assert.equal(ran.status, 2);
    });
});
