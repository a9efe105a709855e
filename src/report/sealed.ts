import type { SealedFile } from "../secrets/seal.ts";

/** What became of the encrypted files, key by key; never a value. */
export function sealedText(files: readonly SealedFile[]): string {
  if (files.length === 0) return "nothing to seal: every secret is optional, and none was given\n";
  const isChanged = files.some(({ isWritten }) => isWritten);
  const lines = files.map(lineOf);
  return `${lines.join("\n")}\n${isChanged ? "commit what is written: render copies it\n" : ""}`;
}

function lineOf({ path, isWritten, given, madeUp, kept, removed }: SealedFile): string {
  if (!isWritten) return `${path} unchanged`;
  const parts = [
    ["sealed", given],
    ["made up", madeUp],
    ["kept", kept],
    ["removed", removed],
  ] as const;
  const told = parts.flatMap(([what, keys]) =>
    keys.length > 0 ? `${what} ${keys.join(", ")}` : [],
  );
  return `${path} written: ${told.join("; ") || "no keys"}`;
}
