import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { devNull } from "node:os";
import { basename } from "node:path";
import type { AnyObject, Secret } from "../kubernetes/types/index.ts";
import type { Resolved } from "../platform/resolve/index.ts";
import { fail } from "../problem.ts";
import { isEncrypted } from "../render/plain-text.ts";
import { meta } from "../render/rendered.ts";
import type { Values } from "./make.ts";
import type { EncryptedSecret } from "./place.ts";

/**
 * Encrypts a Secret with the `sops` on the path, which reads it from a pipe: no value is an argument or
 * a file. Name and labels stay readable, and are not part of its checksum, since Kustomize and Flux
 * change them.
 *
 * @throws ProblemError where sops is missing or fails; it tells what sops says, unless that holds a value.
 */
export function encrypt(
  resolved: Resolved,
  { name, type }: EncryptedSecret,
  recipients: readonly string[],
  values: Values,
): AnyObject {
  const data = Object.fromEntries(
    [...values].map(([key, value]) => [key, Buffer.from(value).toString("base64")]),
  );
  const secret: Secret = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: meta(resolved, name),
    type,
    data,
  };
  const { stdout, stderr, status } = run(
    [
      ...["--config", devNull, "--mac-only-encrypted", "encrypt", "--age", recipients.join(",")],
      ...["--encrypted-regex", "^(data|stringData)$", "--filename-override", `${name}.json`],
    ],
    JSON.stringify(secret),
    withoutRecipients(process.env),
  );
  const object = status === 0 ? parse(stdout) : undefined;
  const written = (object as { data?: Record<string, unknown> } | undefined)?.data ?? {};
  const isWhole = Object.keys(data).every((key) => isEncrypted(written[key]));
  if (object && isWhole) return object;
  return fail({
    message: `sops could not encrypt ${name}: ${status === 0 ? "what it wrote is not encrypted" : told(stderr, values)}`,
    instead: "sops 3.10 or newer, and public keys of age that it knows",
  });
}

/** The values of a file that sops encrypted, or why they cannot be read here. */
export function decrypt(path: string): Values | { readonly unreadable: string } {
  const { stdout, stderr, status } = run(
    [
      ...["--config", devNull, "decrypt", "--output-type", "json"],
      ...["--filename-override", basename(path)],
    ],
    readFileSync(path, "utf8"),
    process.env,
  );
  const object = status === 0 ? (parse(stdout) as Secret | undefined) : undefined;
  if (!object) return { unreadable: firstLine(stderr) };
  const plain = Object.entries(object.stringData ?? {});
  const encoded = Object.entries(object.data ?? {});
  return new Map([
    ...encoded.map(([key, text]) => [key, Buffer.from(text, "base64")] as const),
    ...plain.map(([key, text]) => [key, Buffer.from(text)] as const),
  ]);
}

function run(args: readonly string[], input: string, env: NodeJS.ProcessEnv) {
  const { error, ...ran } = spawnSync("sops", args, {
    input,
    env,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (error && (error as NodeJS.ErrnoException).code === "ENOENT")
    fail({
      message: "there is no program sops, which encrypts what sops({ … }) declares",
      instead: "https://getsops.io, version 3.10 or newer",
    });
  return ran;
}

/** Variables that add further recipients or rules to those of the platform. */
function withoutRecipients(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("SOPS_")));
}

function parse(text: string): AnyObject | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function firstLine(text: string): string {
  return text.trim().split("\n")[0] ?? "it failed without a word";
}

/** What sops says, unless a part of a value is in it. */
function told(stderr: string, values: Values): string {
  const forms = [...values.values()].flatMap((value) => [
    Buffer.from(value).toString("utf8"),
    Buffer.from(value).toString("base64"),
  ]);
  return forms.some((form) => overlaps(stderr, form))
    ? "it failed, and its message is withheld, since it holds a secret value"
    : stderr.trim() || "it failed without a word";
}

/** Whether a text holds eight characters of another in a row, or all of a shorter one. */
function overlaps(text: string, secret: string): boolean {
  if (secret === "") return false;
  const length = Math.min(8, secret.length);
  for (let at = 0; at + length <= secret.length; at++)
    if (text.includes(secret.slice(at, at + length))) return true;
  return false;
}
