import { existsSync } from "node:fs";
import { closest } from "../closest.ts";
import type { Resolved, ResolvedSecret } from "../platform/resolve/index.ts";
import { type Problem, ProblemError } from "../problem.ts";
import { readGiven } from "./given.ts";
import type { Values } from "./make.ts";
import { besidePlatform } from "./place.ts";
import { checkUrls } from "./urls.ts";

/** The env files of an environment, each read once. */
export class EnvFiles {
  private readonly resolved: Resolved;
  private readonly platformFile: string;
  /** Undefined where it cannot be read, which is told already. */
  private readonly read = new Map<string, Values | undefined>();
  /** What is wrong with files as a whole. */
  readonly problems: Problem[] = [];

  constructor(resolved: Resolved, platformFile: string) {
    this.resolved = resolved;
    this.platformFile = platformFile;
  }

  /** The values of a Secret's keys; undefined where the file cannot be read. */
  valuesOf({ keys }: ResolvedSecret, file: string): Values | undefined {
    const all = this.contents(file);
    return all && new Map([...all].filter(([key]) => keys.includes(key)));
  }

  /** What is wrong with what the file has for a Secret. */
  check(secret: ResolvedSecret, file: string, given: Values): Problem[] {
    const all = this.contents(file);
    if (all === undefined) return [];
    const known = new Set(this.secretsOf(file).flatMap(({ keys }) => keys));
    const others = [...all.keys()].filter((key) => !known.has(key));
    const missing = neededOf(secret).filter((key) => !given.has(key));
    return [
      ...missing.map((key) => {
        const near = closest(key, others);
        const like = near === undefined ? "" : `; ${near}, which it has, is no key of a secret`;
        return {
          message: `${this.path(file)} has no ${key}, which the Secret ${secret.name} needs${like}`,
          instead: `a line in it: ${key}=value`,
        };
      }),
      ...checkUrls(this.resolved, secret.name, given),
    ];
  }

  private contents(file: string): Values | undefined {
    if (this.read.has(file)) return this.read.get(file);
    const values = this.readAnew(file);
    this.read.set(file, values);
    return values;
  }

  private readAnew(file: string): Values | undefined {
    const secrets = this.secretsOf(file);
    const where = secrets[0]?.site.where();
    const path = this.path(file);
    if (!existsSync(path)) {
      const keys = secrets.filter(({ optional }) => !optional).flatMap(neededOf);
      if (keys.length === 0) return new Map();
      const names = secrets.map(({ name }) => name).join(", ");
      this.problems.push({
        message: `there is no ${path}, which has the values of ${names}`,
        where,
        why: "values are never rendered or committed: they are in a file on your machine",
        instead: `that file, with a line KEY=value for each of ${keys.join(", ")}`,
      });
      return undefined;
    }
    try {
      return readGiven({ envFile: path, files: new Map() });
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      this.problems.push(...error.problems.map((problem) => ({ where, ...problem })));
      return undefined;
    }
  }

  private secretsOf(file: string): readonly ResolvedSecret[] {
    return this.resolved.secrets.filter(({ from }) => from.from === "dotenv" && from.file === file);
  }

  private path(file: string): string {
    return besidePlatform(this.platformFile, file);
  }
}

/** Keys that somebody must give: they are not made up, and no program starts without them. */
function neededOf({ keys, optionalKeys, recipes }: ResolvedSecret): string[] {
  const made = Object.entries(recipes).flatMap(([key, recipe]) =>
    recipe.makes === "keyPair" ? [key, recipe.public] : [key],
  );
  return keys.filter((key) => !optionalKeys.includes(key) && !made.includes(key));
}
