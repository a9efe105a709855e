import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";

/**
 * An environment whose PATH holds these programs and nothing else.
 *
 * @param programs paths by the names that they are run by; one that is undefined is left out
 */
export function pathOf(programs: Readonly<Record<string, string | undefined>>): { PATH: string } {
  const folder = mkdtempSync(join(tmpdir(), "slipway-path-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, program] of Object.entries(programs))
    if (program !== undefined) symlinkSync(program, join(folder, name));
  return { PATH: folder };
}
