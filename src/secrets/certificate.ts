import { type KeyObject, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { fail } from "../problem.ts";

const fetch = "kubeseal --fetch-cert > sealing.pem";

/**
 * The public key of a Sealed Secrets controller, from the certificate that it publishes.
 *
 * @param now The time that it must still be valid at.
 * @throws ProblemError for a file that is not there, is no certificate, holds a private key, or ran out.
 */
export function sealingKey(path: string, now: Date): KeyObject {
  const text = read(path);
  if (text.includes("PRIVATE KEY"))
    fail({
      message: `${path} holds a private key, which opens everything that is sealed for it`,
      why: "it belongs into the cluster alone; sealing needs the certificate",
      instead: fetch,
    });
  const certificate = parse(text, path);
  const { publicKey, validToDate } = certificate;
  if (publicKey.asymmetricKeyType !== "rsa")
    fail({
      message: `${path} is not a certificate of Sealed Secrets: its key is not RSA`,
      instead: fetch,
    });
  if (validToDate < now) {
    const message = `the certificate ${path} ran out on ${validToDate.toISOString().slice(0, 10)}`;
    fail({ message, why: "the controller has a newer one by now", instead: fetch });
  }
  return publicKey;
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const message = code === "ENOENT" ? `there is no ${path}` : `${path} cannot be read: ${code}`;
    return fail({
      message,
      why: "it is the certificate that secrets are sealed for",
      instead: fetch,
    });
  }
}

function parse(text: string, path: string): X509Certificate {
  try {
    return new X509Certificate(text);
  } catch {
    return fail({ message: `${path} is not a certificate in PEM`, instead: fetch });
  }
}
