import type { Block } from "./blocks.ts";

/**
 * The order in which a person who sets an environment up, uses it and ends it comes by the scripts: as
 * in the page, but a new version before somebody goes back to the one before it, a backup before
 * somebody looks at it, and the pod with the dumps kept until one is restored.
 */
export function inUse(blocks: readonly Block[]): readonly Block[] {
  const of = (...titles: string[]) => blocks.filter(({ title }) => titles.includes(title));
  const closing = of("Get at the dumps").filter(({ script }) => script.includes(" delete job "));
  const early = of(
    "Check the tools and the cluster",
    "Check what the cluster must have",
    "Create the secrets",
    "Look before",
    "Deploy the platform",
    "Deploy a new version",
    "Back up by hand",
  );
  const rest = blocks.filter((block) => !early.includes(block) && !closing.includes(block));
  const restored = rest.findLastIndex(({ title }) => title === "Restore a dump") + 1;
  return [...early, ...rest.slice(0, restored), ...closing, ...rest.slice(restored)];
}
