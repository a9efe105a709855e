import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Revision } from "./tree.ts";

/**
 * Where a public repository was cloned: `owner+name` below the folder that `SLIPWAY_TREES` names. It
 * has to be at its commit; nothing of it is ever copied.
 *
 * @returns why not, where it is not there
 */
export function foundIn({ repository, commit }: Revision): { path: string } | { missing: string } {
  const all = process.env.SLIPWAY_TREES;
  if (all === undefined || all === "")
    return { missing: "set SLIPWAY_TREES to a folder of clones: see docs/precision.md" };
  const name = repository.replace("/", "+");
  const path = join(all, name);
  const how = `git clone https://github.com/${repository} ${name} && git -C ${name} checkout ${commit}`;
  if (!existsSync(path)) return { missing: how };
  const git = spawnSync("git", ["-C", path, "rev-parse", "HEAD"], { encoding: "utf8" });
  return git.stdout.trim() === commit ? { path } : { missing: how };
}
