import { readFileSync } from "node:fs";
import { didYouMean } from "../closest.ts";
import type { Resolved } from "../platform/resolve/index.ts";
import { fail, type Problem, ProblemError } from "../problem.ts";
import { parseEnvFile } from "./env-file.ts";
import { trackedByGit } from "./git.ts";
import type { Values } from "./make.ts";
import type { EncryptedSecret } from "./place.ts";

/** Where a person gives values: an env file, and files that hold one value each. */
export interface Sources {
  /** The path of an env file; `-` is standard input. */
  readonly envFile?: string | undefined;
  /** Paths of files by the key whose value each of them is. */
  readonly files: ReadonlyMap<string, string>;
}

/**
 * Reads the values that a person gives.
 *
 * @throws ProblemError for a file that cannot be read, is part of a repository, or is no env file, and
 *   for keys that are given twice.
 */
export function readGiven({ envFile, files }: Sources): Values {
  const values = new Map<string, Uint8Array>();
  if (envFile !== undefined) {
    const name = envFile === "-" ? "standard input" : envFile;
    for (const [key, value] of parseEnvFile(read(envFile), name))
      values.set(key, Buffer.from(value));
  }
  for (const [key, path] of files) {
    if (values.has(key))
      fail({ message: `${key} is in ${envFile} and in ${path}`, instead: "one of the two" });
    values.set(key, read(path));
  }
  return values;
}

function read(path: string): Uint8Array {
  if (trackedByGit(path))
    fail({
      message: `${path} is in a git repository: whoever can read that knows its values already`,
      instead: `git rm --cached ${path}, a line for it in .gitignore, and new values`,
    });
  try {
    return readFileSync(path === "-" ? 0 : path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return fail({
      message: code === "ENOENT" ? `there is no file ${path}` : `${path} cannot be read: ${code}`,
    });
  }
}

/**
 * Which of the given values belong to which Secret.
 *
 * @param secrets Those to be sealed now.
 * @param all Every encrypted one of the environment: keys of the others are known, and left alone.
 * @throws ProblemError for keys that belong to none of them, or to several.
 */
export function share(
  given: Values,
  secrets: readonly EncryptedSecret[],
  all: readonly EncryptedSecret[],
  resolved: Resolved,
): Map<EncryptedSecret, Values> {
  const problems: Problem[] = [];
  for (const key of given.keys()) {
    const owners = secrets.filter(({ keys }) => keys.includes(key));
    if (owners.length > 1) problems.push(ambiguous(key, owners));
    else if (!all.some(({ keys }) => keys.includes(key)))
      problems.push(unknown(key, all, resolved));
  }
  if (problems.length > 0) throw new ProblemError(problems);
  const own = ({ keys }: EncryptedSecret) => [...given].filter(([key]) => keys.includes(key));
  return new Map(secrets.map((secret) => [secret, new Map(own(secret))]));
}

/** What to say of a key that stands for several Secrets. */
export function ambiguous(key: string, owners: readonly EncryptedSecret[]): Problem {
  const names = owners.map(({ name }) => name);
  return {
    message: `${key} is a key of ${names.join(" and ")}`,
    instead: `one after the other: slipway secrets seal ${names[0]} …, each with its own values`,
  };
}

function unknown(key: string, all: readonly EncryptedSecret[], resolved: Resolved): Problem {
  const elsewhere = resolved.secrets.find(({ keys }) => keys.includes(key));
  if (elsewhere)
    return {
      message: `${key} is a key of ${elsewhere.name}, which is not encrypted in ${resolved.environment}`,
      instead: "leave it out",
    };
  const known = all.flatMap(({ keys }) => keys);
  return { message: `no secret has a key ${key}`, instead: didYouMean(key, known) };
}
