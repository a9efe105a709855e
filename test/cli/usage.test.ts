import assert from "node:assert/strict";
import { dirname } from "node:path";
import { describe, test } from "node:test";
import { shop, slipway } from "./slipway.ts";

const cases: readonly (readonly [args: readonly string[], says: string])[] = [
  [
    [],
    `slipway: which command?
  fix: slipway render, or slipway --help
`,
  ],
  [
    ["rendr"],
    `slipway: there is no command rendr
  fix: did you mean "render"?
`,
  ],
  [
    ["--verbose"],
    `slipway: there is no option --verbose
  fix: slipway --help
`,
  ],
  [
    ["render", "--fromat", "json"],
    `slipway: there is no option --fromat
  fix: did you mean "--format"?
`,
  ],
  [
    ["render", "-x"],
    `slipway: there is no option -x
  fix: --help shows all options
`,
  ],
  [
    ["render", "-e"],
    `slipway: -e needs a value
  fix: -e ENVIRONMENT
`,
  ],
  [
    ["render", "-e", "--format", "json"],
    `slipway: -e needs a value
  fix: -e ENVIRONMENT
`,
  ],
  [
    ["render", "--tag="],
    `slipway: --tag needs a value
  fix: --tag TAG
`,
  ],
  [
    ["render", "production"],
    `slipway: "production" is one word too many
  fix: options only, such as -f platform.ts -e production
`,
  ],
  [
    ["render", "--format", "xml"],
    `slipway: there is no format "xml"
  fix: --format yaml, --format json or --format kustomize
`,
  ],
  [
    ["render", "--force"],
    `slipway: --force is for writing into a folder
  fix: --force -o DIR
`,
  ],
  [
    ["render", "--force=yes", "-o", "out"],
    `slipway: --force takes no value
  fix: --force
`,
  ],
  [
    ["render", "-e", "dev", "-e", "production"],
    `slipway: -e is given twice
  fix: one of the two
`,
  ],
  [
    ["render", "--image", "shop/api"],
    `slipway: --image shop/api is not NAME=REF
  fix: --image shop/api=registry.example.com/shop/api:v2
`,
  ],
  [
    ["render", "--image", "=x:1"],
    `slipway: --image =x:1 is not NAME=REF
  fix: --image shop/api=registry.example.com/shop/api:v2
`,
  ],
  [
    ["render", "--image", "shop/api=registry.example.com/shop/api"],
    `slipway: --image shop/api: "registry.example.com/shop/api" has no tag and would run whatever "latest" is; write a tag, such as "registry.example.com/shop/api:1.0.0"
`,
  ],
  [
    ["render", "--image", "shop/api=Bad:1"],
    `slipway: --image shop/api: "Bad:1" is not an image: its name may not have capitals; write "bad:1"
`,
  ],
  [
    ["render", "--image", "shop/api=a:1", "--image", "shop/api=a:2"],
    `slipway: --image shop/api is given twice
  fix: one of the two
`,
  ],
  [
    ["render", "--tag", "v 1"],
    `slipway: --tag v 1 is not a tag
  why: a tag has letters, digits, '_', '.' and '-', at most 128, and starts with none of the last two
  fix: --tag v1.2.3
`,
  ],
  [
    ["render", "-e", "production", "--image", "shop/apy=shop/apy:v2"],
    `slipway: --image shop/apy: no component uses this image
  fix: did you mean "shop/api"?
`,
  ],
  [
    ["render", "-o", ""],
    `slipway: -o needs a value
  fix: -o DIR
`,
  ],
];

describe("arguments that make no sense", () => {
  for (const [args, says] of cases)
    test(`slipway ${args.join(" ")}`, () => {
      const ran = slipway(args, { cwd: dirname(shop) });
      assert.equal(ran.stderr, says);
      assert.equal(ran.stdout, "");
      assert.equal(ran.status, 2);
    });
});
