import type { KeyObject, X509Certificate } from "node:crypto";
import type { PemBlock } from "./pem.ts";

// node:crypto takes longer to load than most objects take to check: it waits for the first certificate.
const crypto = () => process.getBuiltinModule("node:crypto");

/** @returns undefined where the block holds no certificate */
export function readCertificate({ bytes }: PemBlock): X509Certificate | undefined {
  try {
    return new (crypto().X509Certificate)(bytes);
  } catch {
    return undefined;
  }
}

/** @returns undefined where the block holds no private key in a form that Go reads */
export function readPrivateKey({ bytes }: PemBlock): KeyObject | undefined {
  for (const type of ["pkcs8", "pkcs1", "sec1"] as const) {
    try {
      return crypto().createPrivateKey({ key: bytes, format: "der", type });
    } catch {}
  }
  return undefined;
}
