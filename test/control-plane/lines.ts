import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import { join, parse } from "node:path";

/**
 * The lines of a log and of what was put aside of it when it grew (`NAME-TIME.EXT`), oldest first. One that
 * is half written is left out.
 */
export async function* linesIn(folder: string, name: string): AsyncGenerator<string> {
  const { name: stem, ext } = parse(name);
  const files = (await readdir(folder)).filter(
    (file) => file === name || (file.startsWith(`${stem}-`) && file.endsWith(ext)),
  );
  // `-` comes before `.`: the one that is written to is the last.
  for (const file of files.sort()) {
    let text = "";
    for await (const chunk of createReadStream(join(folder, file), "utf8")) {
      const lines = `${text}${chunk}`.split("\n");
      text = lines.pop() ?? "";
      yield* lines.filter((line) => line !== "");
    }
  }
}
