import { spawnSync } from "node:child_process";
import { userInfo } from "node:os";
import type { Origin } from "../../deploy/run/carry-out.ts";
import { version } from "../program.ts";

/** Who deploys, and from which commit. */
export function originHere(folder: string): Origin {
  return { author: authorHere(), git: gitHere(folder), rollbackTo: undefined, tool: version() };
}

/** Whom CI acts for, else the user of this machine. */
function authorHere(): string {
  const { GITHUB_ACTOR, GITLAB_USER_LOGIN, USER } = process.env;
  const named = GITHUB_ACTOR ?? GITLAB_USER_LOGIN ?? USER;
  if (named !== undefined) return named;
  try {
    return userInfo().username;
  } catch {
    return "unknown";
  }
}

function gitHere(folder: string): Origin["git"] {
  const git = (...args: string[]) =>
    spawnSync("git", ["-C", folder, ...args], { encoding: "utf8", timeout: 5000 });
  const head = git("rev-parse", "HEAD");
  if (head.status !== 0) return undefined;
  const isDirty = git("status", "--porcelain", "--untracked-files=no", "--", ".").stdout !== "";
  return { revision: head.stdout.trim(), isDirty };
}
