import { constants, createCipheriv, type KeyObject, publicEncrypt, randomBytes } from "node:crypto";
import type { SealedSecret } from "../kubernetes/types/index.ts";
import type { Resolved } from "../platform/resolve/index.ts";
import { meta } from "../render/rendered.ts";
import type { EncryptedSecret } from "./place.ts";

/**
 * Encrypts a value so that the Sealed Secrets controller of one cluster can read it, for the Secret of
 * this name in this namespace alone: a session key of AES-256-GCM, itself encrypted with RSA-OAEP
 * (SHA-256) under the label `namespace/name`. The key is used once, so its nonce is zero.
 *
 * @see https://github.com/bitnami-labs/sealed-secrets/blob/v0.40.0/pkg/crypto/crypto.go HybridEncrypt
 */
export function sealValue(
  key: KeyObject,
  namespace: string,
  name: string,
  value: Uint8Array,
): string {
  const session = randomBytes(32);
  const sealedSession = publicEncrypt(
    {
      key,
      padding: constants.RSA_PKCS1_OAEP_PADDING,
      oaepHash: "sha256",
      oaepLabel: Buffer.from(`${namespace}/${name}`),
    },
    session,
  );
  const length = Buffer.alloc(2);
  length.writeUInt16BE(sealedSession.length);
  const cipher = createCipheriv("aes-256-gcm", session, Buffer.alloc(12));
  const body = [cipher.update(value), cipher.final(), cipher.getAuthTag()];
  return Buffer.concat([length, sealedSession, ...body]).toString("base64");
}

/** The object that the controller makes the Secret from. */
export function sealedSecret(
  resolved: Resolved,
  { name, type }: EncryptedSecret,
  encryptedData: Readonly<Record<string, string>>,
): SealedSecret {
  const { namespace, labels } = meta(resolved, name);
  return {
    apiVersion: "bitnami.com/v1alpha1",
    kind: "SealedSecret",
    metadata: meta(resolved, name),
    spec: {
      encryptedData: { ...encryptedData },
      template: {
        metadata: { name, namespace: namespace as string, labels: { ...labels } },
        ...(type !== "Opaque" && { type }),
      },
    },
  };
}
