import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, it } from "node:test";
import { systems } from "../../examples/systems.ts";
import { needs } from "../../programs/installed.ts";
import { everything } from "../everything.ts";
import { type Described, described, describedExample } from "../pages.ts";
import { type Block, blocksOf, commandsOf } from "./blocks.ts";

const all: readonly (readonly [string, Described])[] = [
  ...(await Promise.all(
    systems.map(async (name) => [name, await describedExample(name)] as const),
  )),
  ["everything", await described(everything())],
];

/** What slipway does with an environment. */
const always = ["deploy", "diff", "status", "history", "rollback", "restart", "logs", "destroy"];
const ours = [...always, "check", "test", "render", "scale", "secrets seal"];

function runbooks({ pages }: Described): readonly (readonly [string, readonly Block[]])[] {
  return [...pages]
    .filter(([name]) => name.startsWith("runbook-"))
    .map(([name, text]) => [name, blocksOf(text)] as const);
}

/** What shellcheck says of scripts: all of them as one text of functions, so that it starts once. */
function shellcheck(blocks: readonly Block[]): string[] {
  const text = blocks
    .map(({ script }, index) => `block_${index}() {\n${script}\n}\nblock_${index}\n`)
    .join("\n");
  // SC2016: what stands in single quotes here is for a shell inside a pod.
  const { stdout } = spawnSync("shellcheck", ["-s", "bash", "-e", "SC2016", "-f", "gcc", "-"], {
    input: `#!/bin/bash\n${text}`,
    encoding: "utf8",
  });
  return stdout.split("\n").filter((line) => line !== "");
}

describe("the scripts of the runbooks", () => {
  for (const [name, given] of all) {
    it(`${name}: shellcheck has nothing to say`, needs("shellcheck"), () => {
      const found = runbooks(given).flatMap(([page, blocks]) => {
        assert.ok(blocks.length > 30, `${page}: ${blocks.length} scripts`);
        return shellcheck(blocks).map((line) => `${page}: ${line}`);
      });
      assert.deepEqual(found, []);
    });

    it(`${name}: every command is one that exists today`, () => {
      const programs = new Set(
        runbooks(given).flatMap(([, blocks]) =>
          commandsOf(blocks).map(
            (line) =>
              line
                .trim()
                .replace(/^[A-Z]+="?(\$\()?/, "")
                .split(/[\s"]/)[0],
          ),
        ),
      );
      const known = ["kubectl", "slipway", "curl", "nslookup", "openssl", "sops", "grep", "seq"];
      const shell = ["umask", "rm", "printf", "{", "}", "for", "done", "sed", "[", ""];
      const unknown = [...programs].filter((word) => ![...known, ...shell].includes(word ?? ""));
      // What an assignment puts into a variable is no program.
      assert.deepEqual(
        unknown.filter((word) => !/^(https?:|v\d|dev$|[\w.-]+-$|mktemp$)/.test(word ?? "")),
        [],
      );
    });

    it(`${name}: slipway is asked only for what it can do`, () => {
      const lines = runbooks(given).flatMap(([, blocks]) => commandsOf(blocks));
      const verbs = lines.flatMap((line) => /\bslipway (\S+(?: seal)?)/.exec(line)?.[1] ?? []);
      assert.deepEqual(
        [...new Set(verbs)].filter((verb) => !ours.includes(verb)),
        [],
      );
      for (const verb of always) assert.ok(verbs.includes(verb), verb);
    });

    it(`${name}: kubectl is not asked for what slipway does`, () => {
      const lines = runbooks(given).flatMap(([, blocks]) => commandsOf(blocks));
      const left = lines.filter((line) =>
        / rollout (restart|undo|history) | delete ns /.test(line),
      );
      assert.deepEqual(left, []);
    });

    it(`${name}: every kubectl names the namespace of its own environment, or none`, () => {
      for (const { name: environment, resolved } of given.environments) {
        const page = given.pages.get(`runbook-${environment}.md`) ?? "";
        const { ingress } = resolved.cluster;
        const named = [...page.matchAll(/kubectl (?:-n|.* -n) (\S+)/g)].map(([, word]) => word);
        const others = named.filter(
          (word) => word !== resolved.namespace && word !== ingress.namespace,
        );
        assert.ok(named.length > 50, `${environment}: ${named.length}`);
        assert.deepEqual(others, [], environment);
      }
    });
  }

  it("a fault in a script is seen", needs("shellcheck"), () => {
    const block = (script: string): Block => ({ title: "", line: 1, script });
    assert.deepEqual(shellcheck([block('kubectl get pods "$(kubectl get nodes)"')]), []);
    assert.match(shellcheck([block("rm $DIR/key")]).join(), /SC2086/);
    assert.match(shellcheck([block('kubectl get "pods')]).join(), /SC1\d+/);
  });
});
