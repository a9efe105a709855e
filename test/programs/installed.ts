import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** The Debian package that each program comes from; `scripts/install-programs.sh` installs them all. */
const packages = {
  nginx: "nginx",
  postgres: "postgresql-15",
  "redis-server": "redis-server",
  promtool: "prometheus",
  shellcheck: "shellcheck",
  busybox: "busybox",
  openssl: "openssl",
} as const;

export type Program = keyof typeof packages;

/** Debian keeps servers outside the usual search path. */
const folders = ["/usr/lib/postgresql/15/bin", "/usr/sbin"];

/** The folder of PostgreSQL's own programs, before everything else on the search path. */
export const searchPath = [...folders, process.env.PATH ?? ""].join(delimiter);

/**
 * Options of a test that needs programs: it is skipped with the line that installs them.
 *
 * @throws {Error} instead of skipping, where CI is set.
 */
export function needs(...programs: readonly Program[]): { skip: string | false } {
  const missing = programs.filter((program) => !isInstalled(program));
  if (missing.length === 0) return { skip: false };
  const install = `apt-get install ${missing.map((program) => packages[program]).join(" ")}`;
  const line = `needs ${missing.join(" and ")}: ${install}`;
  if (process.env.CI) throw new Error(line);
  return { skip: line };
}

function isInstalled(program: Program): boolean {
  return searchPath.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
