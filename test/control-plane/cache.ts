import { homedir } from "node:os";
import { join } from "node:path";

/** The folder for what is built once and kept: `$XDG_CACHE_HOME/slipway`, else `~/.cache/slipway`. */
export function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "slipway");
}
