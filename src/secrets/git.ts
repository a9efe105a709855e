import { spawnSync } from "node:child_process";
import { basename, dirname } from "node:path";

/** Whether a file is part of a git repository; no where there is no git, or no repository. */
export function trackedByGit(path: string): boolean {
  return path !== "-" && git(path, ["ls-files", "--error-unmatch", "--", basename(path)]) === 0;
}

/** Whether a file lies in a git repository that does not ignore it: the next `git add` would take it. */
export function unguardedByGit(path: string): boolean {
  return path !== "-" && git(path, ["check-ignore", "--quiet", "--", basename(path)]) === 1;
}

function git(path: string, args: readonly string[]): number | null {
  return spawnSync("git", ["-C", dirname(path), ...args], { stdio: "ignore" }).status;
}
