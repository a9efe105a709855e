import { dirname, join } from "node:path";
import type { Resolved, ResolvedSecret } from "../platform/resolve/index.ts";

/** A Secret whose values are encrypted in a file that is committed. */
export type EncryptedSecret = ResolvedSecret & {
  readonly file: string;
  readonly from: Extract<ResolvedSecret["from"], { from: "sealedSecrets" | "sops" }>;
};

/** The encrypted Secrets of an environment. */
export function encryptedOf({ secrets }: Resolved): EncryptedSecret[] {
  return secrets.filter((secret) => secret.file !== undefined) as EncryptedSecret[];
}

/** A path that is written in a platform file, seen from there. */
export function besidePlatform(platformFile: string, path: string): string {
  return /^([/\\]|[A-Za-z]:)/.test(path) ? path : join(dirname(platformFile), path);
}
