import type { ControlPlane } from "../control-plane/control-plane.ts";
import { kindOf } from "../control-plane/resources.ts";
import type { Given } from "./objects.ts";

/** What a server said of an object. */
export interface Said {
  readonly status: number;
  /** The fields that it complains of, as it writes them; empty where it names none. */
  readonly paths: readonly string[];
  readonly message?: string;
  readonly warnings?: readonly string[];
}

/** The namespace that objects are sent to. */
export const NAMESPACE = "agreement";

/** Makes what dry runs need. */
export async function prepare(plane: ControlPlane): Promise<void> {
  const body = { apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } };
  await plane.request("POST", "/api/v1/namespaces", body);
}

/** Asks a server to create an object, strictly, as a dry run. */
export async function ask(plane: ControlPlane, object: Given): Promise<Said> {
  const kind = await kindOf(plane, object.apiVersion, object.kind);
  if (!kind)
    return { status: 404, paths: [], message: `no kind ${object.apiVersion} ${object.kind}` };
  const base = object.apiVersion.includes("/")
    ? `/apis/${object.apiVersion}`
    : `/api/${object.apiVersion}`;
  const within = kind.namespaced ? `/namespaces/${NAMESPACE}` : "";
  const url = `${base}${within}/${kind.name}?dryRun=All&fieldValidation=Strict&fieldManager=slipway`;
  const { status, body, warnings } = await plane.request("POST", url, object);
  const heard = warnings.length > 0 ? { warnings } : {};
  if (status < 300) return { status: 201, paths: [], ...heard };
  const { message = String(body), details } = body as Status;
  const named = (details?.causes ?? []).flatMap(({ field }) => (field ? [field] : []));
  return { status, paths: named.length > 0 ? named : pathsOfDecoder(message), message, ...heard };
}

interface Status {
  readonly message?: string;
  readonly details?: { readonly causes?: readonly { readonly field?: string }[] };
}

/** The decoder names fields in its text only. */
function pathsOfDecoder(message: string): string[] {
  const strict = [...message.matchAll(/(?:unknown|duplicate) field "([^"]*)"/g)].map(
    ([, path]) => path as string,
  );
  if (strict.length > 0) return strict;
  const typed = /into Go struct field [A-Za-z0-9]+\.(\S+) of type/.exec(message)?.[1];
  return typed === undefined ? [] : [typed];
}
