import { constants, createDecipheriv, privateDecrypt } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after } from "node:test";
import { load } from "js-yaml";
import { image, platform, secret, web } from "../../src/index.ts";
import { type Resolved, resolve } from "../../src/platform/resolve/index.ts";
import type { SecretOptions } from "../../src/platform/secret.ts";
import type { SecretStore } from "../../src/platform/secret-store.ts";
import { type Problem, ProblemError } from "../../src/problem.ts";
import { type SealedFile, type SealOptions, seal } from "../../src/secrets/seal.ts";

// biome-ignore lint/suspicious/noExplicitAny: a test reads any field; what is not there fails the assertion
export type Loose = any;

/** A platform with these Secrets, which are all that it has beside a program that reads them. */
export interface Given {
  readonly secrets?: Readonly<Record<string, readonly [keys: readonly string[], SecretOptions?]>>;
  readonly store: SecretStore;
  readonly environment?: object;
}

export function shop({ secrets, store, environment }: Given): Resolved {
  const parts = secrets ?? { api: [["TOKEN", "PASSWORD"]] };
  const made = Object.entries(parts).map(([name, [keys, options]]) => secret(name, keys, options));
  const resources = { cpu: ["100m", "1"], memory: ["64Mi", "1Gi"] } as const;
  const program = web("shop", {
    image: image("shop/app"),
    port: 80,
    resources,
    scale: 1,
    envFrom: made,
  });
  const environments = {
    production: { namespace: "shop", images: { tag: "v1" }, secrets: store, ...environment },
  };
  return resolve(platform("shop", { components: { program }, environments }), "production");
}

/** A folder with a platform file's neighbours; gone when the tests are done. */
export function folder(files: Readonly<Record<string, string>> = {}): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "slipway-secrets-")));
  after(() => rmSync(path, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return path;
}

/** Seals with these options; the platform's file lies in the folder. */
export async function sealIn(
  path: string,
  resolved: Resolved,
  options: Partial<SealOptions> = {},
): Promise<SealedFile[]> {
  const all = { files: new Map(), names: [], rotate: [], ...options };
  return seal(resolved, join(path, "platform.ts"), all);
}

/** What is wrong, as a person is told. */
export async function told(work: () => unknown): Promise<readonly Problem[]> {
  try {
    await work();
  } catch (error) {
    if (error instanceof ProblemError) return error.problems;
    throw error;
  }
  return [];
}

export const document = (path: string, name = "api"): Loose =>
  load(readFileSync(join(path, `secrets/production/${name}.yaml`), "utf8"));

/** One value of a SealedSecret, decrypted by hand; upstream's own code has a test of its own. */
export function unsealed(object: Loose, key: string, privateKey: string): string {
  const { name, namespace } = object.metadata;
  const bytes = Buffer.from(object.spec.encryptedData[key], "base64");
  const length = bytes.readUInt16BE(0);
  const session = privateDecrypt(
    {
      key: privateKey,
      padding: constants.RSA_PKCS1_OAEP_PADDING,
      oaepHash: "sha256",
      oaepLabel: Buffer.from(`${namespace}/${name}`),
    },
    bytes.subarray(2, 2 + length),
  );
  const decipher = createDecipheriv("aes-256-gcm", session, Buffer.alloc(12));
  decipher.setAuthTag(bytes.subarray(-16));
  return decipher.update(bytes.subarray(2 + length, -16)).toString() + decipher.final().toString();
}
