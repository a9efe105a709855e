import { Buffer } from "node:buffer";
import type { Cluster } from "../client/cluster.ts";
import { ApiError } from "../client/errors.ts";
import { type KubeObject, keyOf, refOf } from "../client/object.ts";
import type { Desired, RequiredSecret, Wanted } from "../deploy/wanted.ts";
import { isFields } from "../kubernetes/fields.ts";
import type { Resolved, ResolvedSecret } from "../platform/resolve/index.ts";
import { fail, ProblemError } from "../problem.ts";
import type { Values } from "../secrets/make.ts";
import { type SentSecret, secretsToSend } from "../secrets/sent.ts";

/**
 * What is desired with the Secrets that the deploy sends, and those that must be in the cluster.
 *
 * @param cluster undefined where nothing is in the namespace yet: then nothing is asked
 * @throws ProblemError with all that is wrong with env files and encrypted files. No value is in it.
 */
export async function withSecrets(
  desired: Desired,
  resolved: Resolved,
  platformFile: string,
  cluster: Cluster | undefined,
  signal?: AbortSignal,
): Promise<Desired> {
  const inCluster = async (name: string) =>
    cluster && (await liveValues(cluster, resolved.namespace, name, signal));
  const { secrets, problems } = await secretsToSend(resolved, platformFile, inCluster);
  if (problems.length > 0) throw new ProblemError(problems);
  const sent = new Map(secrets.map((one) => [keyOf(refOf(one.object as KubeObject)), one]));
  const known = new Set(desired.wanted.map(({ key }) => key));
  const rendered = desired.wanted.map((wanted) => {
    const one = sent.get(wanted.key);
    return one === undefined ? wanted : opened(wanted, one);
  });
  const added = [...sent].filter(([key]) => !known.has(key)).map(([, one]) => wantedOf(one));
  return { ...desired, wanted: [...rendered, ...added], required: requiredSecrets(resolved) };
}

async function liveValues(
  cluster: Cluster,
  namespace: string,
  name: string,
  signal: AbortSignal | undefined,
): Promise<Values | undefined> {
  try {
    const ref = { apiVersion: "v1", kind: "Secret", namespace, name };
    const live = await cluster.get(ref, signal);
    return live && valuesIn(live);
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 403) throw error;
    return fail({
      message: `the Secret ${namespace}/${name} may not be read: ${error.message}`,
      why: "its values are made up once, and those that are there must stay",
      instead: `the right to get secrets in ${namespace}`,
    });
  }
}

function valuesIn({ data }: KubeObject): Values {
  const texts = isFields(data) ? Object.entries(data) : [];
  return new Map(texts.map(([key, text]) => [key, Buffer.from(String(text), "base64")]));
}

/** The encrypted object of the rendering, with its values in place of ciphertexts. */
function opened(wanted: Wanted, { object }: SentSecret): Wanted {
  const { sops, stringData, ...rest } = wanted.object;
  return { ...wanted, object: { ...rest, data: object.data } };
}

function wantedOf({ secret, object, madeUp }: SentSecret): Wanted {
  const sent = object as KubeObject;
  return {
    object: sent,
    key: keyOf(refOf(sent)),
    part: secret.name,
    isShared: false,
    isMigration: false,
    after: [],
    where: () => secret.site.where(),
    ...(madeUp.length > 0 && { keeps: madeUp }),
  };
}

/** The Secrets that somebody else brings. */
export function requiredSecrets(resolved: Resolved): RequiredSecret[] {
  return resolved.secrets.flatMap((secret) => requiredOf(resolved, secret));
}

function requiredOf({ namespace }: Resolved, secret: ResolvedSecret): RequiredSecret[] {
  const { name, from, optional, type } = secret;
  if (from.from !== "existing" || optional) return [];
  const keys = secret.keys.filter((key) => !secret.optionalKeys.includes(key));
  const create = `kubectl -n ${namespace} create secret`;
  const literals = keys.map((key) => `--from-file=${key}=PATH`).join(" ");
  const instead =
    type === "kubernetes.io/dockerconfigjson"
      ? `${create} docker-registry ${name} --docker-server=… --docker-username=… --docker-password=…`
      : type === "kubernetes.io/tls"
        ? `${create} tls ${name} --cert=PATH --key=PATH`
        : `${create} generic ${name}${type === "Opaque" ? "" : ` --type=${type}`} ${literals}`;
  return [{ namespace, name, keys, instead, where: () => secret.site.where() }];
}
