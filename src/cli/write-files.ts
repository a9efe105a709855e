import { setImmediate } from "node:timers/promises";
import type { Format } from "../manifests/documents.ts";
import { type Elsewhere, filesOf } from "../manifests/files.ts";
import { writeFolder } from "../manifests/folder.ts";
import type { Resolved } from "../platform/resolve/index.ts";
import type { Rendered } from "../render/index.ts";

/** Writes objects into a folder, and says in one line what that changed. */
export async function writeFiles(
  folder: string,
  resolved: Resolved,
  rendered: readonly Rendered[],
  elsewhere: Elsewhere,
  format: Format,
  force: boolean,
): Promise<string> {
  return writeTexts(folder, await filesOf(resolved, rendered, elsewhere, format), force);
}

/** The same for texts, by the paths of their files. */
export async function writeTexts(
  folder: string,
  files: ReadonlyMap<string, string>,
  force: boolean,
): Promise<string> {
  const { write, keep, remove } = await undisturbed(() => writeFolder(folder, files, force));
  return `\n${folder}: ${write.length} files written, ${keep.length} unchanged, ${remove.length} removed\n`;
}

/** Ctrl-C and its like wait until the work is done; then they end the program as always. */
async function undisturbed<T>(work: () => T): Promise<T> {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  let received: NodeJS.Signals | undefined;
  const note = (signal: NodeJS.Signals) => {
    received ??= signal;
  };
  for (const signal of signals) process.on(signal, note);
  try {
    return work();
  } finally {
    await setImmediate();
    for (const signal of signals) process.off(signal, note);
    if (received) process.kill(process.pid, received);
  }
}
