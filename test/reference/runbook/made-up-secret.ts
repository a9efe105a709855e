/** Prints the Secret that sops encrypted, from stdin, as it would be after decryption, with values that are made up. */
import { readFileSync } from "node:fs";
import { load } from "js-yaml";

interface Encrypted {
  readonly sops?: object;
  readonly data?: Readonly<Record<string, string>>;
  readonly stringData?: Readonly<Record<string, string>>;
}

const { sops, data, stringData, ...secret } = load(readFileSync(0, "utf8")) as Encrypted;
if (sops === undefined) throw new Error("sops did not write this file");
const keys = Object.keys({ ...data, ...stringData });
const made = { stringData: Object.fromEntries(keys.map((key) => [key, "made-up"])) };
process.stdout.write(`${JSON.stringify({ ...secret, ...made })}\n`);
