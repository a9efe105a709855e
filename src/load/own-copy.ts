import { registerHooks } from "node:module";

/**
 * Makes `import … from "slipway"` mean the running program's own modules, wherever the importing file
 * lies: two copies would not know each other's components. The platform file and its neighbours are
 * always read as ES modules, whatever the nearest package.json says.
 *
 * @param entry URL of the module that "slipway" stands for.
 * @param platform URL of the platform file.
 * @returns Ends it again.
 */
export function answerOwnName(entry: string, platform: string): () => void {
  const known = new Map([
    ["slipway", entry],
    [platform, platform],
  ]);
  const hooks = registerHooks({
    resolve: (specifier, context, next) => {
      const found = next(known.get(specifier) ?? specifier, context);
      return isTypeScript(found.url) ? { ...found, format: "module-typescript" } : found;
    },
  });
  return () => hooks.deregister();
}

function isTypeScript(url: string): boolean {
  return url.endsWith(".ts") && !url.includes("/node_modules/");
}
