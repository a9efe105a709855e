import type { Block } from "./blocks.ts";

/**
 * The order in which a person who sets an environment up, uses it and ends it comes by the scripts: as
 * in the page, but the secrets as soon as there is a namespace, restarts before a rollout is undone
 * (else there is no revision to go back to), a backup before somebody looks at it, and the pod with the dumps kept until one is restored.
 */
export function inUse(blocks: readonly Block[]): readonly Block[] {
  const of = (...titles: string[]) => blocks.filter(({ title }) => titles.includes(title));
  const deploy = of("Deploy step by step");
  const closing = of("Get at the dumps").filter(({ script }) => script.includes(" delete job "));
  const early = [
    ...of("Check the tools and the cluster", "Check what the cluster must have"),
    ...deploy.slice(0, 2),
    ...of("Create the secrets"),
    ...deploy.slice(2),
    ...of("Restart", "Back up by hand"),
  ];
  const rest = blocks.filter((block) => !early.includes(block) && !closing.includes(block));
  const restored = rest.findLastIndex(({ title }) => title === "Restore a dump") + 1;
  return [...early, ...rest.slice(0, restored), ...closing, ...rest.slice(restored)];
}
