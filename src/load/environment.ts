import type { Platform } from "../platform/platform.ts";
import { type Choice, type Resolved, resolve } from "../platform/resolve/index.ts";
import { type Rendered, render, type Sealed } from "../render/index.ts";

/** One environment of a platform: decided, and rendered. */
export interface RenderedEnvironment {
  readonly resolved: Resolved;
  readonly rendered: readonly Rendered[];
}

/**
 * Renders one environment of a platform, with the encrypted Secrets that lie beside its file.
 *
 * @param file The platform's file, as it was loaded.
 * @throws ProblemError with everything that is wrong.
 */
export async function renderEnvironment(
  platform: Platform,
  file: string,
  environment: string,
  choice: Choice = {},
): Promise<RenderedEnvironment> {
  const resolved = resolve(platform, environment, choice);
  return { resolved, rendered: render(resolved, await sealedOf(resolved, file)) };
}

/** Reading them takes a YAML reader, which is loaded for a platform that has some. */
async function sealedOf(resolved: Resolved, file: string): Promise<Sealed | undefined> {
  if (resolved.secrets.every((secret) => secret.file === undefined)) return undefined;
  const { readSealed } = await import("../secrets/read.ts");
  return readSealed(resolved, file);
}
