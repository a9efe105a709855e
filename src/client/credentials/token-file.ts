import { readFile } from "node:fs/promises";
import { ConnectionError } from "../errors.ts";
import type { Credential, Credentials } from "./credentials.ts";

/** Milliseconds after which the file is read again: whoever wrote it renews it in time. */
const FRESH = 60_000;

/**
 * A token that another program keeps fresh in a file.
 *
 * @see k8s.io/client-go/transport/token_source.go, NewCachedFileTokenSource
 */
export function tokenFile(path: string, origin: string, beside: Credential = {}): Credentials {
  let known: { readonly credential: Credential; readonly until: number } | undefined;
  return {
    origin,
    async current() {
      if (known && Date.now() < known.until) return known.credential;
      const token = await tokenIn(path);
      known = {
        credential: { ...beside, authorization: `Bearer ${token}` },
        until: Date.now() + FRESH,
      };
      return known.credential;
    },
    forget(refused) {
      if (known?.credential === refused) known = undefined;
    },
  };
}

async function tokenIn(path: string): Promise<string> {
  const token = await readFile(path, "utf8").then(
    (text) => text.trim(),
    (cause: unknown) => {
      throw new ConnectionError("credentials", `the token file ${path} cannot be read`, { cause });
    },
  );
  if (token === "") throw new ConnectionError("credentials", `the token file ${path} is empty`);
  return token;
}
