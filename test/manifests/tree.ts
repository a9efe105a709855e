import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";

/** A new folder, gone when the tests are done. */
export function scratch(): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "slipway-test-")));
  after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Everything in a folder by its path: the text of a file, the target of a link, null for a folder. */
export function treeOf(folder: string): Record<string, string | null> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  return Object.fromEntries(names.map((name) => [name, contentOf(join(folder, name))]));
}

function contentOf(path: string): string | null {
  const stats = lstatSync(path);
  if (stats.isSymbolicLink()) return `-> ${readlinkSync(path)}`;
  return stats.isDirectory() ? null : readFileSync(path, "utf8");
}
