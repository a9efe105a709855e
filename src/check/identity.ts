import { isNamespaced } from "../kubernetes/kinds.ts";
import { splitApiVersion } from "../kubernetes/versions.ts";
import type { ObjectIdentity } from "./finding.ts";
import type { Subject } from "./world.ts";

/** How findings name an object; a text that is missing is empty. */
export function identityOf(object: Readonly<Record<string, unknown>>): ObjectIdentity {
  const { apiVersion, kind } = object;
  const { name, namespace, generateName } = (object.metadata ?? {}) as Record<string, unknown>;
  return {
    apiVersion: String(apiVersion ?? ""),
    kind: String(kind ?? ""),
    namespace: typeof namespace === "string" ? namespace : undefined,
    name: String(name ?? generateName ?? ""),
  };
}

/** What tells an object from all others of a cluster: not its version. Undefined without a name. */
export function keyOf(subject: Subject): string | undefined {
  if (!keys.has(subject)) keys.set(subject, readKey(subject));
  return keys.get(subject);
}

/** Rules of all layers ask for it. */
const keys = new WeakMap<Subject, string | undefined>();

function readKey({ object }: Subject): string | undefined {
  const { apiVersion, kind, namespace, name } = identityOf(object);
  const { name: given } = (object.metadata ?? {}) as { readonly name?: unknown };
  if (typeof given !== "string" || given === "") return undefined;
  const within = isNamespaced(apiVersion, kind) === false ? "" : (namespace ?? "default");
  return JSON.stringify([splitApiVersion(apiVersion).group, kind, within, name]);
}
