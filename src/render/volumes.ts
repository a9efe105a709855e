import type { Volume } from "../kubernetes/types/index.ts";
import type { ResolvedContainer, Storage } from "../platform/resolve/index.ts";
import { compact } from "./rendered.ts";

/** The name of a mounted volume inside its pod: what it is, and for scratch where it is mounted. */
export function volumeName(from: Storage, path: string): string {
  if ("claim" in from) return fit(from.claim);
  if ("config" in from) return fit(from.config);
  if ("secret" in from) return fit(from.secret);
  return fit(
    path
      .replace(/[^a-z0-9]+/gi, "-")
      .replace(/^-+|-+$/g, "")
      .toLowerCase() || "scratch",
  );
}

/** Names of volumes are DNS labels of at most 63 characters; object names may be longer and have dots. */
function fit(name: string): string {
  return name.replaceAll(".", "-").slice(0, 63);
}

/** The volumes that the containers of a pod mount, each once. */
export function renderVolumes(containers: readonly ResolvedContainer[]): Volume[] {
  const volumes = new Map<string, Volume>();
  for (const { mounts } of containers) {
    for (const { from, path } of mounts) {
      const name = volumeName(from, path);
      if (!volumes.has(name)) volumes.set(name, { name, ...source(from) });
    }
  }
  return [...volumes.values()];
}

function source(from: Storage): Omit<Volume, "name"> {
  if ("claim" in from) return { persistentVolumeClaim: { claimName: from.claim } };
  if ("config" in from) return { configMap: { name: from.config } };
  if ("secret" in from)
    return { secret: { secretName: from.secret, ...(from.optional && { optional: true }) } };
  const { size, memory } = from.scratch;
  return {
    emptyDir: compact({ sizeLimit: size, medium: memory ? ("Memory" as const) : undefined }),
  };
}
