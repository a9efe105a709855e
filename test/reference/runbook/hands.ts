import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Resolved } from "../../../src/platform/resolve/index.ts";
import type { Block } from "./blocks.ts";

const madeUp = () => randomBytes(12).toString("hex");

/** What a person has lying in the folder before a block is run: env files, key files, notes. */
export function prepare(folder: string, { script }: Block, resolved: Resolved): void {
  for (const [, path = ""] of script.matchAll(/--from-file=[^=\s"]+=(\S+)/g)) put(folder, path);
  for (const [, path = ""] of script.matchAll(/--(?:cert|key)=(\S+)/g))
    if (!existsSync(join(folder, path))) keyPair(folder);
  if (script.includes("notes.txt")) put(folder, "notes.txt");
  if (script.includes("$" + "{DUMP:?}")) put(folder, dump);
  for (const [, path = ""] of script.matchAll(/ secrets seal .*--from (\S+)/g)) {
    const keys = resolved.secrets.flatMap((secret) => secret.keys);
    writeFileSync(join(folder, path), keys.map((key) => `${key}=${madeUp()}\n`).join(""));
  }
  for (const { from, keys, recipes } of resolved.secrets) {
    if (from.from !== "dotenv" || existsSync(join(folder, from.file))) continue;
    const others = keys.filter((key) => !(key in recipes));
    const lines = others.map((key) => `${key}=${madeUp()}\n`);
    writeFileSync(join(folder, from.file), lines.join(""));
  }
  // Somebody writes the values behind the equals signs.
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".env"))) {
    const text = readFileSync(join(folder, name), "utf8");
    writeFileSync(
      join(folder, name),
      text.replaceAll(/=$/gm, () => `=${madeUp()}`),
    );
  }
}

/** The name of a dump that somebody has. */
export const dump = "thebot-20250101T020000Z.dump";

function put(folder: string, path: string): void {
  if (!existsSync(join(folder, path))) writeFileSync(join(folder, path), `${madeUp()}\n`);
}

function keyPair(folder: string): void {
  const args = ["req", "-x509", "-newkey", "ed25519", "-nodes", "-subj", "/CN=example.org"];
  execFileSync("openssl", [...args, "-keyout", "tls.key", "-out", "tls.crt"], {
    cwd: folder,
    stdio: "ignore",
  });
}
