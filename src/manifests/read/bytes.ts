import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { ReadProblem } from "./source.ts";

/** The largest file that is read where nothing else is asked for. */
export const LARGEST = 256 * 2 ** 20;

type Told = Pick<ReadProblem, "about" | "message" | "why" | "instead">;

/** The bytes of a file, or why there are none. */
export function readBytes(path: string, largest: number): Buffer | Told {
  let file: number | undefined;
  try {
    file = openSync(path, "r");
    const stats = fstatSync(file);
    if (stats.isDirectory()) return { about: "not-a-file", message: `${path} is a folder` };
    if (stats.isFile() && stats.size > largest) return tooLarge(path, largest);
    return readAll(file, path, largest, stats.isFile() ? stats.size : 0);
  } catch (error) {
    return readFailure(path, error as NodeJS.ErrnoException);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** A file may grow while it is read, and a pipe has no size. */
function readAll(file: number, path: string, largest: number, size: number): Buffer | Told {
  const chunks: Buffer[] = [];
  let total = 0;
  for (;;) {
    const chunk = Buffer.allocUnsafe(total === 0 ? size + 1 : 1 << 16);
    const count = readSync(file, chunk);
    if (count === 0) return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
    total += count;
    if (total > largest) return tooLarge(path, largest);
    chunks.push(chunk.subarray(0, count));
  }
}

/** Everything that a stream gives, as long as it is not too much. */
export async function readStream(
  stream: AsyncIterable<Uint8Array>,
  largest: number,
): Promise<Buffer | Told> {
  const chunks: Uint8Array[] = [];
  let total = 0;
  try {
    for await (const chunk of stream) {
      total += chunk.length;
      if (total > largest) return tooLarge("-", largest);
      chunks.push(chunk);
    }
  } catch (error) {
    return readFailure("-", error as NodeJS.ErrnoException);
  }
  return Buffer.concat(chunks);
}

function tooLarge(path: string, largest: number): Told {
  return {
    about: "too-large",
    message: `${path} is larger than ${Math.round(largest / 2 ** 20)} MiB`,
    instead: "several files",
  };
}

/** An error of the file system in plain words. */
export function readFailure(path: string, error: NodeJS.ErrnoException): Told {
  switch (error.code) {
    case "ENOENT":
    case "ENOTDIR":
      return { about: "missing", message: `there is no ${path}` };
    case "EACCES":
    case "EPERM":
      return { about: "permission", message: `${path} may not be read`, why: error.code };
    case "ELOOP":
      return { about: "link-loop", message: `${path} is a symbolic link that leads to itself` };
    case "ERR_STRING_TOO_LONG":
      return { about: "too-large", message: `${path} is too large`, instead: "several files" };
  }
  return { about: "unreadable", message: `${path} cannot be read: ${error.code ?? error.message}` };
}
