import { cpSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Command, outputOf } from "./process.ts";

const root = join(import.meta.dirname, "..");

/** Slipway as its users have it: packed, and installed into an empty project. */
export interface Installed {
  readonly folder: string;
  /** The command with these arguments, started by Node itself. */
  command(name: string, args: readonly string[], env?: Command["env"]): Command;
}

/** Packs the package, which builds it, and installs it below `scratch`. */
export function installSlipway(scratch: string): Installed {
  const packed = join(scratch, "packed");
  const folder = join(scratch, "project");
  for (const each of [packed, folder]) mkdirSync(each, { recursive: true });
  const pack = ["npm", "pack", "--pack-destination", packed] as const;
  outputOf({ name: "npm pack", argv: pack, cwd: root });
  const [tarball] = readdirSync(packed);
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  const tgz = join(packed, tarball!);
  const install = ["npm", "install", "--prefer-offline", "--no-audit", "--no-fund", tgz] as const;
  outputOf({ name: "npm install", argv: install, cwd: folder });
  cpSync(join(root, "examples", "thebot"), join(folder, "thebot"), { recursive: true });
  cpSync(join(root, "bench", "fleet"), join(folder, "fleet"), { recursive: true });
  const bin = join(folder, "node_modules", "slipway", "bin", "slipway.js");
  // The compile cache is the measured package's own: warm after the first run, as for its users.
  const own = { XDG_CACHE_HOME: join(scratch, "cache") };
  return {
    folder,
    command: (name, args, env) => ({
      name,
      argv: [process.execPath, bin, ...args],
      cwd: folder,
      env: { ...own, ...env },
    }),
  };
}

/** `slipway render` of one of the platforms, as YAML or JSON on standard output. */
export function render(
  slipway: Installed,
  platform: string,
  environment: string,
  env: Command["env"] = {},
): Command {
  const args = ["render", "-f", `${platform}/platform.ts`, "-e", environment];
  return slipway.command("slipway render", args, env);
}
