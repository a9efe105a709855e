import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A folder of files for one test; gone when it is disposed. */
export class Folder implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), "slipway-client-"));

  /** Writes a file, as JSON where it is no text; gives its path. */
  write(name: string, content: unknown, mode = 0o600): string {
    const path = join(this.path, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content), { mode });
    return path;
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true });
  }
}
