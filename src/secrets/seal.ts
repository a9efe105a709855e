import { isDeepStrictEqual } from "node:util";
import { didYouMean } from "../closest.ts";
import type { AnyObject } from "../kubernetes/types/index.ts";
import type { Resolved } from "../platform/resolve/index.ts";
import { fail, type Problem, ProblemError } from "../problem.ts";
import { sealCommand } from "../render/secrets.ts";
import { toYaml } from "../yaml.ts";
import { type Before, type Kept, keep, readBefore } from "./before.ts";
import { misplaced, outdated } from "./check.ts";
import { type Decision, decide } from "./decide.ts";
import { encryptObject } from "./encrypt.ts";
import { ambiguous, readGiven, type Sources, share } from "./given.ts";
import type { Values } from "./make.ts";
import { besidePlatform, type EncryptedSecret, encryptedOf } from "./place.ts";
import { checkUrls } from "./urls.ts";
import { writeAll } from "./write.ts";

export interface SealOptions extends Sources {
  /** The names of the Secrets to seal; all of them where it names none. */
  readonly names: readonly string[];
  /** Keys whose values are made up anew. */
  readonly rotate: readonly string[];
}

/** What became of one Secret; keys, and never values. */
export interface SealedFile {
  readonly path: string;
  readonly name: string;
  readonly given: readonly string[];
  readonly madeUp: readonly string[];
  readonly kept: readonly string[];
  readonly removed: readonly string[];
  readonly isWritten: boolean;
}

/** A Secret on its way to its file. */
interface Step {
  readonly secret: EncryptedSecret;
  readonly path: string;
  readonly before: Before;
  readonly decision: Decision;
  readonly kept: Kept;
}

/**
 * Encrypts an environment's secrets into the files that are committed beside the platform's. Values
 * come from an env file and from what is declared to be made up; keys without a new value stay as
 * they are. Nothing is written when something is wrong.
 *
 * @throws ProblemError with everything that is wrong; it names keys and never values.
 */
export async function seal(
  resolved: Resolved,
  platformFile: string,
  options: SealOptions,
): Promise<SealedFile[]> {
  const all = encryptedOf(resolved);
  const secrets = chosen(resolved, all, options.names);
  checkRotation(options.rotate, secrets);
  const shares = share(readGiven(options), secrets, all, resolved);
  const problems: Problem[] = [];
  const steps: Step[] = [];
  for (const secret of secrets) {
    const given = shares.get(secret) ?? new Map();
    const path = besidePlatform(platformFile, secret.file);
    const before = await readBefore(secret, path);
    const rotate = new Set(options.rotate.filter((key) => secret.keys.includes(key)));
    const isAsked = given.size > 0 || rotate.size > 0 || before.object !== undefined;
    if (secret.optional && !isAsked) continue;
    const decision = decide(secret, before.keys, given, rotate);
    problems.push(...decision.problems, ...checkUrls(resolved, secret.name, given));
    const kept = isUpToDate(resolved, secret, before, decision.fresh)
      ? { ciphertexts: {} }
      : keep(resolved, secret, before, path);
    steps.push({ secret, path, before, decision, kept });
  }
  const command = sealCommand(resolved.environment, platformFile);
  problems.push(...steps.flatMap(unreadable), ...missing(steps, command));
  if (problems.length > 0) throw new ProblemError(problems);
  const objects = new Map(steps.map((step) => [step, objectOf(resolved, platformFile, step)]));
  const changed = [...objects].filter(
    ([{ before }, object]) => !isDeepStrictEqual(object, before.object),
  );
  writeAll(new Map(changed.map(([{ path }, object]) => [path, toYaml(object)])));
  const written = new Set(changed.map(([step]) => step));
  return steps.map((step) => toldOf(step, written.has(step)));
}

function chosen(
  { environment, secrets }: Resolved,
  all: readonly EncryptedSecret[],
  names: readonly string[],
): readonly EncryptedSecret[] {
  if (all.length === 0) {
    const stores = [...new Set(secrets.map(({ from }) => `${from.from}()`))].join(", ");
    fail({
      message: `nothing is encrypted in ${environment}: its secrets come from ${stores || "nowhere, there are none"}`,
      instead:
        'secrets: sealedSecrets({ certificate: "sealing.pem" }), or sops({ age: ["age1…"] })',
    });
  }
  for (const name of names) {
    if (all.some((secret) => secret.name === name)) continue;
    const instead = didYouMean(
      name,
      all.map((secret) => secret.name),
    );
    fail({ message: `no encrypted secret of ${environment} is called "${name}"`, instead });
  }
  return names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
}

function checkRotation(rotate: readonly string[], secrets: readonly EncryptedSecret[]): void {
  const madeUp = ({ recipes }: EncryptedSecret) =>
    Object.entries(recipes).flatMap(([key, recipe]) =>
      recipe.makes === "keyPair" ? [key, recipe.public] : [key],
    );
  const known = secrets.flatMap(madeUp);
  for (const key of rotate) {
    const owners = secrets.filter((secret) => madeUp(secret).includes(key));
    if (owners.length > 1) fail(ambiguous(key, owners));
    if (owners.length === 1) continue;
    const isKey = secrets.some(({ keys }) => keys.includes(key));
    fail({
      message: `--rotate ${key}: ${isKey ? "it is not made up" : "there is no such key"}`,
      instead: isKey ? `its new value by --from FILE: ${key}=…` : didYouMean(key, known),
    });
  }
}

/** A file of sops in which nothing changes: it stays as it is, without being read. */
function isUpToDate(
  { namespace }: Resolved,
  secret: EncryptedSecret,
  { object }: Before,
  fresh: Values,
): boolean {
  if (object === undefined || secret.from.from !== "sops" || fresh.size > 0) return false;
  return !misplaced(secret, namespace, object) && outdated(secret, object).length === 0;
}

function unreadable({ path, decision, kept }: Step): Problem[] {
  if (!("unreadable" in kept) || decision.kept.length === 0) return [];
  return [
    {
      message: `${path} holds ${decision.kept.join(", ")}, which cannot be kept: ${kept.unreadable}`,
      instead:
        "their values by --from FILE; --rotate KEY for a new one of what is made up; or, for sops, a private key (SOPS_AGE_KEY_FILE)",
    },
  ];
}

function missing(steps: readonly Step[], command: string): Problem[] {
  const lacking = steps.filter(({ decision }) => decision.missing.length > 0);
  if (lacking.length === 0) return [];
  const lists = lacking.map(
    ({ secret, decision }) => `${decision.missing.join(", ")} of ${secret.name}`,
  );
  return [
    {
      message: `there is no value for ${lists.join("; ")}`,
      instead: `a line KEY=value for each in an env file: ${command} --from FILE`,
    },
  ];
}

function objectOf(resolved: Resolved, platformFile: string, step: Step): AnyObject {
  const { secret, before, decision, kept } = step;
  const changed = "values" in kept ? differing(decision.fresh, kept.values) : decision.fresh;
  if (isUpToDate(resolved, secret, before, changed)) return before.object as AnyObject;
  return encryptObject(resolved, platformFile, secret, decision, kept);
}

/** The new values that are not what they were. */
function differing(fresh: Values, old: Values): Values {
  const isNew = ([key, value]: [string, Uint8Array]) =>
    Buffer.compare(value, old.get(key) ?? Buffer.of()) !== 0 || !old.has(key);
  return new Map([...fresh].filter(isNew));
}

function toldOf({ secret, path, before, decision }: Step, isWritten: boolean): SealedFile {
  const { fresh, madeUp, kept } = decision;
  return {
    path,
    name: secret.name,
    given: [...fresh.keys()].filter((key) => !madeUp.includes(key)),
    madeUp,
    kept,
    removed: [...before.keys].filter((key) => !secret.keys.includes(key)),
    isWritten,
  };
}
