import type { AnyObject } from "../kubernetes/types/index.ts";
import type { Resolved } from "../platform/resolve/index.ts";
import { type Problem, ProblemError } from "../problem.ts";
import type { Sealed } from "../render/index.ts";
import { plainKeys } from "../render/plain-text.ts";
import { sealCommand } from "../render/secrets.ts";
import { foreign, misplaced, outdated } from "./check.ts";
import { readDocument } from "./document.ts";
import { besidePlatform, type EncryptedSecret, encryptedOf } from "./place.ts";

/**
 * The encrypted Secrets of an environment, read from the files that are committed beside the platform's.
 *
 * @throws ProblemError with every file that is missing, in plain text, of another Secret, or not as the
 *   platform declares it now.
 */
export async function readSealed(resolved: Resolved, platformFile: string): Promise<Sealed> {
  const problems: Problem[] = [];
  const sealed = new Map<string, AnyObject>();
  for (const secret of encryptedOf(resolved)) {
    const path = besidePlatform(platformFile, secret.file);
    try {
      const object = await readDocument(path);
      if (object) sealed.set(secret.name, object);
      problems.push(...problemsOf(resolved, secret, object, path, platformFile));
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      const where = secret.site.where();
      problems.push(...error.problems.map((problem) => ({ where, ...problem })));
    }
  }
  if (problems.length > 0) throw new ProblemError(problems);
  return sealed;
}

function problemsOf(
  resolved: Resolved,
  secret: EncryptedSecret,
  object: AnyObject | undefined,
  path: string,
  platformFile: string,
): Problem[] {
  const where = secret.site.where();
  const command = sealCommand(resolved.environment, platformFile);
  if (object === undefined) {
    const message = `the Secret ${secret.name} is not encrypted yet: there is no ${path}`;
    return secret.optional ? [] : [{ message, where, instead: `${command} --from FILE` }];
  }
  const plain = plainKeys(object);
  if (plain.length > 0) {
    const message = `${path} holds ${plain.join(", ")} in plain text`;
    const why = "it may be in the history of git already: change these values where they are used";
    return [{ message, where, why, instead: `remove it, then: ${command} --from FILE` }];
  }
  const wrong = foreign(secret, object) ?? misplaced(secret, resolved.namespace, object);
  if (wrong !== undefined)
    return [{ message: `${path} ${wrong}`, where, instead: `move it away, then: ${command}` }];
  return outdated(secret, object).map((what) => ({
    message: `${path} ${what}`,
    where,
    instead: what.startsWith("lacks") ? `${command} --from FILE` : command,
  }));
}
