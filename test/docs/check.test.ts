import assert from "node:assert/strict";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { isFine } from "../cli/check-cases.ts";
import { folder, type Ran, shell } from "../cli/slipway.ts";

const root = new URL("../../", import.meta.url);

/** What the examples take for granted: a cluster, a platform and folders of manifests. */
const givens = `slipway() { $SLIPWAY "$@"; }\nkubectl() { cat web.yaml; }\n`;

function place(): string {
  const cwd = folder({ "deploy/all.yaml": isFine, "manifests/all.yaml": isFine });
  cpSync(new URL("test/cli/fixtures/shop/platform.ts", root), join(cwd, "platform.ts"));
  return cwd;
}

interface Block {
  readonly language: string;
  readonly code: string;
}

function blocksOf(text: string): readonly Block[] {
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = "", code = ""]) => ({
    language,
    code,
  }));
}

/** Runs a document's blocks in their order: files are written, commands run, and output is compared. */
function execute(blocks: readonly Block[]): number {
  const cwd = place();
  let ran: Ran | undefined;
  let commands = 0;
  for (const { language, code } of blocks) {
    const name = /^(?:#|\/\/) (\S+)\n/.exec(code)?.[1];
    if (language === "yaml" || language === "ts") writeFileSync(join(cwd, name as string), code);
    else if (language === "sh") {
      for (const line of code.trimEnd().split("\n")) {
        ran = shell(`${givens}${line}`, { cwd, env: { NO_COLOR: "1" } });
        assert.deepEqual([ran.stderr, ran.signal], ["", null], line);
        assert.ok(ran.status === 0 || ran.status === 1, line);
        commands++;
      }
    } else assert.equal(ran?.stdout, code);
  }
  return commands;
}

describe("what the documents say of check and test", () => {
  test("docs/check.md", () => {
    const blocks = blocksOf(readFileSync(new URL("docs/check.md", root), "utf8"));
    assert.equal(execute(blocks), 19);
  });

  test("README.md", () => {
    const text = readFileSync(new URL("README.md", root), "utf8");
    const [section = ""] = /^## Check$.*?(?=^## )/ms.exec(text) ?? [];
    assert.equal(execute(blocksOf(section)), 2);
  });
});
