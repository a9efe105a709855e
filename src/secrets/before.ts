import type { AnyObject } from "../kubernetes/types/index.ts";
import type { Resolved } from "../platform/resolve/index.ts";
import { fail } from "../problem.ts";
import { plainKeys } from "../render/plain-text.ts";
import { ciphertexts, foreign, misplaced } from "./check.ts";
import { readDocument } from "./document.ts";
import type { Values } from "./make.ts";
import type { EncryptedSecret } from "./place.ts";
import { decrypt } from "./sops.ts";

/** An encrypted file as it is before its Secret is sealed again. */
export interface Before {
  readonly object: AnyObject | undefined;
  /** Its keys. */
  readonly keys: ReadonlySet<string>;
}

/** What can be kept of a file: ciphertexts as they are, or values. */
export type Kept =
  | { readonly ciphertexts: Readonly<Record<string, string>> }
  | { readonly values: Values }
  | { readonly unreadable: string };

/**
 * Reads the file that a Secret is sealed into.
 *
 * @throws ProblemError where something else lies in its place, a Secret in plain text above all.
 */
export async function readBefore(secret: EncryptedSecret, path: string): Promise<Before> {
  const object = await readDocument(path);
  if (object === undefined) return { object, keys: new Set() };
  const plain = plainKeys(object);
  const wrong =
    plain.length > 0 ? `holds ${plain.join(", ")} in plain text` : foreign(secret, object);
  if (wrong !== undefined)
    fail({
      message: `${path} ${wrong}`,
      where: secret.site.where(),
      instead: "move it away; an encrypted Secret is written in its place",
    });
  return { object, keys: new Set(Object.keys(ciphertexts(object))) };
}

/** What of it can be kept: Sealed Secrets encrypts key by key; what sops encrypts must be read for that. */
export function keep(
  resolved: Resolved,
  secret: EncryptedSecret,
  { object }: Before,
  path: string,
): Kept {
  if (object === undefined) return { ciphertexts: {} };
  if (secret.from.from === "sops") {
    const values = decrypt(path);
    return "unreadable" in values ? values : { values };
  }
  const wrong = misplaced(secret, resolved.namespace, object);
  return wrong === undefined ? { ciphertexts: ciphertexts(object) } : { unreadable: `it ${wrong}` };
}
