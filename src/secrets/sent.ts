import { Buffer } from "node:buffer";
import { existsSync } from "node:fs";
import type { Secret } from "../kubernetes/types/index.ts";
import type { Resolved, ResolvedSecret } from "../platform/resolve/index.ts";
import { type Problem, ProblemError } from "../problem.ts";
import { meta } from "../render/rendered.ts";
import { EnvFiles } from "./env-files.ts";
import { keptAndMadeUp } from "./kept.ts";
import type { Values } from "./make.ts";
import { besidePlatform } from "./place.ts";
import { decrypt } from "./sops.ts";

/** A Secret with its values, which the deploy sends and nobody renders. */
export interface SentSecret {
  readonly secret: ResolvedSecret;
  readonly object: Secret;
  /** Its keys whose values were made up, now or before. */
  readonly madeUp: readonly string[];
}

export interface Sent {
  readonly secrets: readonly SentSecret[];
  /** Without any value. */
  readonly problems: readonly Problem[];
}

/** What becomes of one Secret; undefined where there is nothing to send. */
type One = Omit<SentSecret, "secret" | "object"> & {
  readonly values: Values;
  readonly problems: readonly Problem[];
};

/**
 * The Secrets of an environment that a deploy sends: from env files, made up, and decrypted with sops.
 * What is made up is made up once: values that the cluster has stay.
 *
 * @param inCluster The values of a live Secret; asked only where some are made up.
 */
export async function secretsToSend(
  resolved: Resolved,
  platformFile: string,
  inCluster: (name: string) => Promise<Values | undefined>,
): Promise<Sent> {
  const files = new EnvFiles(resolved, platformFile);
  const each = await Promise.all(
    resolved.secrets.map(async (secret) => {
      const one = await told(() => valuesOf(secret, files, platformFile, inCluster));
      const where = secret.site.where();
      const problems = one?.problems.map((problem) => ({ where, ...problem })) ?? [];
      const isSent = one !== undefined && problems.length === 0;
      return { problems, secrets: isSent ? [sentOf(resolved, secret, one)] : [] };
    }),
  );
  return {
    secrets: each.flatMap(({ secrets }) => secrets),
    problems: [...files.problems, ...each.flatMap(({ problems }) => problems)],
  };
}

async function told(work: () => Promise<One | undefined>): Promise<One | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { values: new Map(), madeUp: [], problems: error.problems };
  }
}

async function valuesOf(
  secret: ResolvedSecret,
  files: EnvFiles,
  platformFile: string,
  inCluster: (name: string) => Promise<Values | undefined>,
): Promise<One | undefined> {
  const { name, from, recipes, optional } = secret;
  const isMadeUp = secret.madeUp && Object.keys(recipes).length > 0;
  const live = async () => (isMadeUp ? await inCluster(name) : undefined) ?? new Map();
  switch (from.from) {
    case "generated":
      return keptAndMadeUp(secret, new Map(), await live());
    case "dotenv": {
      const given = files.valuesOf(secret, from.file);
      if (given === undefined) return undefined;
      const before = await live();
      if (optional && given.size === 0 && before.size === 0) return undefined;
      const one = keptAndMadeUp(secret, given, before);
      return { ...one, problems: [...one.problems, ...files.check(secret, from.file, given)] };
    }
    case "sops": {
      if (secret.file === undefined) return undefined;
      return decrypted(besidePlatform(platformFile, secret.file), secret);
    }
    default:
      return undefined;
  }
}

/** Rendering stops where the file of a Secret is missing that must be there. */
function decrypted(path: string, { name, optional }: ResolvedSecret): One | undefined {
  const values = optional && !existsSync(path) ? undefined : decrypt(path);
  if (values === undefined) return undefined;
  if (!("unreadable" in values)) return { values, madeUp: [], problems: [] };
  const problem = {
    message: `${path}, which has the values of ${name}, cannot be decrypted: ${values.unreadable}`,
    instead:
      "a private key of age that it is encrypted for: SOPS_AGE_KEY_FILE=PATH, or SOPS_AGE_KEY",
  };
  return { values: new Map(), madeUp: [], problems: [problem] };
}

function sentOf(resolved: Resolved, secret: ResolvedSecret, { values, madeUp }: One): SentSecret {
  const data = Object.fromEntries(
    [...values].map(([key, value]) => [key, Buffer.from(value).toString("base64")]),
  );
  const object: Secret = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: meta(resolved, secret.name),
    type: secret.type,
    data,
  };
  return { secret, object, madeUp };
}
