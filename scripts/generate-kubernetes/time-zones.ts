import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

/**
 * The names of the IANA database as Go carries it, and a kube-apiserver in it, in their own spelling.
 * They are those of the files of an archive; what is in it is not needed.
 */
export async function readTimeZones(): Promise<string[]> {
  const { stdout } = await promisify(execFile)("go", ["env", "GOROOT"]);
  const archive = await readFile(join(stdout.trim(), "lib", "time", "zoneinfo.zip"));
  return namesIn(archive)
    .filter((name) => !name.endsWith("/"))
    .sort();
}

/** The entries of a ZIP file's central directory (APPNOTE 4.3.12): header, name, extra, comment. */
function namesIn(archive: Buffer): string[] {
  const end = archive.lastIndexOf(Buffer.from("PK\x05\x06"));
  const count = archive.readUInt16LE(end + 10);
  let at = archive.readUInt32LE(end + 16);
  return Array.from({ length: count }, () => {
    const lengths = [28, 30, 32].map((field) => archive.readUInt16LE(at + field));
    const [name = 0, extra = 0, comment = 0] = lengths;
    const text = archive.toString("utf8", at + 46, at + 46 + name);
    at += 46 + name + extra + comment;
    return text;
  });
}
